"""Approval and signature as the public reads them, and the fingerprint of the text that both are bound to."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from compliance.statements import vocabulary
from compliance.statements.choices import Way
from compliance.statements.models import Approval, Signature
from compliance.statements.presenters import prose
from compliance.statements.rules import legal_forms


def fingerprint(content_hash: str) -> str:
    """Return the 64 characters in groups of 8, so that two people can compare them."""
    return " ".join(content_hash[start : start + 8] for start in range(0, len(content_hash), 8))


def get_signoff(approval: Approval | None, signature: Signature) -> dict[str, Any]:
    """Return what the public learns of both; references, pages and accounts stay private."""
    return get_approval(approval) | {
        "signature": {
            "first_name": signature.first_name,
            "last_name": signature.last_name,
            "job_title": signature.job_title,
            "role": signature.role,
            "is_on_approving_board": signature.is_on_approving_board,
            "signed_on": signature.signed_on.isoformat(),
            "way": signature.way,
        },
    }


def get_approval(approval: Approval | None) -> dict[str, Any]:
    """Return the same while nobody has signed."""
    return {
        "approval": approval
        and {
            "body": approval.body,
            "body_name": approval.body_name,
            "approved_on": approval.approved_on.isoformat(),
            "way": approval.way,
        }
    }


def describe_signoff(signoff: Mapping[str, Any], legal_form: str) -> dict[str, Any]:
    approval, signature = signoff.get("approval"), signoff.get("signature")
    return {
        "approval_needed": legal_forms.needs_approval(legal_form),
        "approval": approval
        and {
            "body": describe_body(approval),
            "on": prose.format_day(approval["approved_on"]),
            "way": Way(approval["way"]).label,
        },
        "signature": signature
        and {
            "name": f"{signature['first_name']} {signature['last_name']}",
            "job_title": signature["job_title"],
            "role": vocabulary.enumeration("signatory_role").label_of(signature["role"]),
            "on": prose.format_day(signature["signed_on"]),
            "way": Way(signature["way"]).label,
        },
    }


def describe_body(approval: Mapping[str, Any]) -> str:
    """Return the body in the words of the Act, after the name that the organisation has for it."""
    names = {
        "board_of_directors": _("the board of directors"),
        "equivalent_management_body": _("the equivalent management body"),
        "members": _("the members"),
        "not_prescribed": _("those who approved it"),
    }
    body, own_name = names.get(approval["body"], approval["body"]), approval.get("body_name")
    return _("%(name)s (%(body)s)") % {"name": own_name, "body": body} if own_name else body
