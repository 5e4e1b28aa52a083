"""Approval and signature as the public reads them, and the fingerprint of the text that both are bound to."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from compliance.statements import vocabulary
from compliance.statements.choices import Way
from compliance.statements.models import Approval, Signature
from compliance.statements.presenters import prose
from compliance.statements.rules import legal_forms
from compliance.statements.types import ApprovingBody, PublicSignoff
from portal.core.types import Context

# An approval is no signature.
APPROVED = {Way.ON_SCREEN: _lazy("Approved electronically on this website"), Way.RECORDED: Way.RECORDED.label}


def fingerprint(content_hash: str) -> str:
    """Return the 64 characters in groups of 8, so that two people can compare them."""
    return " ".join(content_hash[start : start + 8] for start in range(0, len(content_hash), 8))


def get_signoff(approval: Approval | None, signature: Signature) -> PublicSignoff:
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


def get_approval(approval: Approval | None) -> PublicSignoff:
    """Return the same while nobody has signed."""
    return {
        "approval": {
            "body": approval.body,
            "body_name": approval.body_name,
            "approved_on": approval.approved_on.isoformat(),
            "way": approval.way,
        }
        if approval
        else None
    }


def describe_signoff(signoff: PublicSignoff, legal_form: str) -> Context:
    approval, signature = signoff.get("approval"), signoff.get("signature")
    return {
        "approval_needed": legal_forms.needs_approval(legal_form),
        "approval": approval
        and {
            "body": describe_body(approval),
            "on": prose.format_day(approval["approved_on"]),
            "way": APPROVED[Way(approval["way"])],
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


def describe_body(approval: ApprovingBody) -> str:
    """Return the body in the words of the Act, after the name that the organisation has for it.

    "" where the Act names none, and the organisation neither.
    """
    names = {
        "board_of_directors": _("the board of directors"),
        "equivalent_management_body": _("the equivalent management body"),
        "members": _("the members"),
        "not_prescribed": "",
    }
    body, own_name = names.get(approval["body"], approval["body"]), approval.get("body_name")
    return _("%(name)s (%(body)s)") % {"name": own_name, "body": body} if own_name and body else own_name or body
