"""What a publication is kept and handed out as: the page's text, the data file, the PDF; each from its row alone."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.statements import legal_forms, vocabulary
from compliance.statements.choices import Way
from compliance.statements.models import Approval, Publication, Signature
from compliance.statements.reading import prose
from compliance.statements.reading.figures import Address, logo
from compliance.statements.reading.parts import cover, parts
from compliance.statements.register import Year, document
from portal.core.api.responses import as_json

# The organisation agrees to it on the page that publishes.
LICENCE = {
    "name": "Creative Commons Attribution 4.0 International",
    "url": "https://creativecommons.org/licenses/by/4.0/",
}
LICENCE_TEXT = gettext_lazy(
    "You may copy and reuse this statement under the Creative Commons Attribution 4.0 licence, if you name the "
    "organisation."
)
JSON_SCHEMA = 1


def address(publication: Publication) -> str:
    """The page of its year, whole."""
    return settings.SITE_URL + reverse("register:statement", args=(publication.organisation_slug, publication.year))


def organisation_address(publication: Publication) -> str:
    return settings.SITE_URL + reverse("register:organisation", args=(publication.organisation_slug,))


def verify_address() -> str:
    """Where anybody finds a text again by its fingerprint."""
    return settings.SITE_URL + reverse("register:verify")


def fingerprint(content_hash: str) -> str:
    """64 characters in groups of 8, so that two people can compare them."""
    return " ".join(content_hash[start : start + 8] for start in range(0, len(content_hash), 8))


def sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def pdf_identifier(publication: Publication) -> bytes:
    """16 bytes that stay the same for the same version of the same text."""
    return hashlib.sha256(f"{publication.content_hash} {publication.number}".encode()).digest()[:16]


def signoff_of(approval: Approval | None, signature: Signature) -> dict[str, Any]:
    """What the public learns of both; references, pages and accounts stay private."""
    return approval_of(approval) | {
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


def approval_of(approval: Approval | None) -> dict[str, Any]:
    """The same while nobody has signed."""
    return {
        "approval": approval
        and {
            "body": approval.body,
            "body_name": approval.body_name,
            "approved_on": approval.approved_on.isoformat(),
            "way": approval.way,
        }
    }


def signoff_in_words(signoff: Mapping[str, Any], legal_form: str) -> dict[str, Any]:
    approval, signature = signoff.get("approval"), signoff.get("signature")
    return {
        "approval_needed": legal_forms.needs_approval(legal_form),
        "approval": approval
        and {
            "body": body_in_words(approval),
            "on": prose.day(approval["approved_on"]),
            "way": Way(approval["way"]).label,
        },
        "signature": signature
        and {
            "name": f"{signature['first_name']} {signature['last_name']}",
            "job_title": signature["job_title"],
            "role": vocabulary.enumeration("signatory_role").label_of(signature["role"]),
            "on": prose.day(signature["signed_on"]),
            "way": Way(signature["way"]).label,
        },
    }


def body_in_words(approval: Mapping[str, Any]) -> str:
    """The body in the words of the Act, after the name that the organisation has for it."""
    names = {
        "board_of_directors": _("the board of directors"),
        "equivalent_management_body": _("the equivalent management body"),
        "members": _("the members"),
        "not_prescribed": _("those who approved it"),
    }
    body, own_name = names.get(approval["body"], approval["body"]), approval.get("body_name")
    return _("%(name)s (%(body)s)") % {"name": own_name, "body": body} if own_name else body


def figure_path(publication: Publication, number: int) -> str:
    """Where a published figure stands; the same as long as its version does."""
    version = (publication.organisation_slug, publication.year, publication.number)
    return reverse("register:figure", args=(*version, number))


def in_pdf(_number: int, told: Mapping[str, Any]) -> str:
    """The name by which the PDF is given the picture's bytes."""
    return f"picture:{told['sha256']}"


def context(publication: Publication, figure_address: Address) -> dict[str, Any]:
    """What the templates of page, preview and PDF are given."""
    content = publication.content
    return {
        "publication": publication,
        "name": publication.organisation_name,
        "parts": parts(content, figure_address),
        "logo": logo(content.get("figures") or {}, figure_address),
        "covered": cover(content),
        "period": prose.period(content["answers"]),
        "language": content["answers"].get("language") or "en",
        "signoff": signoff_in_words(publication.signoff, publication.legal_form),
        "published_on": prose.day(timezone.localdate(publication.published_at)),
        "fingerprint": fingerprint(publication.content_hash),
        "licence": {"text": LICENCE_TEXT, **LICENCE},
        "portal_name": settings.PORTAL_NAME,
    }


def context_around(publication: Publication) -> dict[str, Any]:
    """What the page says around the kept text."""
    return {
        "period": prose.period(publication.content["answers"]),
        "contents": [(part.code, part.heading) for part in parts(publication.content)],
        "fingerprint": fingerprint(publication.content_hash),
        "address": address(publication),
        "licence": {"text": LICENCE_TEXT, **LICENCE},
    }


def html_body(publication: Publication) -> bytes:
    """The text of the statement's page; what stands around it may change, this does not."""
    said = context(publication, lambda number, _told: figure_path(publication, number))
    return render_to_string("register/_parts.html", said | {"page_logo": said["logo"]}).encode()


def pdf_source(publication: Publication) -> str:
    """The document that the PDF is made from; the same for the same publication, whenever it is asked for."""
    return render_to_string(
        "register/statement_pdf.html",
        context(publication, in_pdf)
        | {
            "address": address(publication),
            "verify_address": verify_address(),
            "created": publication.published_at.astimezone(UTC).isoformat(timespec="seconds"),
        },
    )


def data(publication: Publication) -> dict[str, Any]:
    """Everything public about one version, in the codes of the vocabulary; personal: the signatory's name and title."""
    content = publication.content
    answers = content["answers"]
    return {
        "schema": JSON_SCHEMA,
        "address": address(publication),
        "organisation": {
            "name": publication.organisation_name,
            "company_number": publication.company_number,
            "legal_form": publication.legal_form,
            "slug": publication.organisation_slug,
        },
        "year": publication.year,
        "version": publication.number,
        "period_start": publication.period_start.isoformat(),
        "period_end": publication.period_end.isoformat(),
        "expected_by": publication.due_on.isoformat(),
        "first_published_on": publication.first_published_on.isoformat(),
        "published_at": publication.published_at.isoformat(),
        "is_late": publication.is_late,
        "late_reason": publication.late_reason,
        "is_voluntary": publication.is_voluntary,
        "is_group": publication.is_group,
        "no_steps": publication.kind == "no_steps",
        "statement_url": publication.statement_url or None,
        "request_email": publication.request_email or None,
        "amendment": _amendment(publication),
        "answers": {code: answers.get(code) for code in _public_codes(answers)},
        "disclosures": content.get("disclosures") or {},
        "figures": {
            number: told | {"address": settings.SITE_URL + figure_path(publication, int(number))}
            for number, told in (content.get("figures") or {}).items()
        },
        "signoff": publication.signoff,
        "content_hash": publication.content_hash,
        "ruleset": publication.ruleset,
        "licence": LICENCE,
    }


def whole_data(publication: Publication, year: Year) -> dict[str, Any]:
    """The data file as it is handed out: the kept one, what has happened to it since, and the year's versions.

    Of a withdrawn one: who, which year, when and why.
    """
    versions = [
        {
            "version": one.number,
            "published_at": one.published_at.isoformat(),
            "is_current": one.is_current,
            "withdrawn_at": one.withdrawn_at and one.withdrawn_at.isoformat(),
            "amendment": _amendment(one),
            "json": f"{address(one)}versions/{one.number}.json",
        }
        for one in year.versions
    ]
    since = {
        "is_current": publication.is_current,
        "withdrawn_at": publication.withdrawn_at and publication.withdrawn_at.isoformat(),
        "withdrawn_reason": publication.withdrawn_reason or None,
        "organisation_left_on": left_on(year.left_at),
        "versions": versions,
    }
    if publication.withdrawn_at:
        return {
            "schema": JSON_SCHEMA,
            "address": address(publication),
            "organisation": {"name": publication.organisation_name, "slug": publication.organisation_slug},
            "year": publication.year,
            "version": publication.number,
        } | since
    kept = document(publication, "json")
    return (json.loads(kept[1]) if kept else {}) | since


def left_on(moment: datetime | None) -> str | None:
    """The day on which an organisation left the portal, by the clocks people see."""
    return timezone.localdate(moment).isoformat() if moment else None


def _amendment(publication: Publication) -> dict[str, str] | None:
    if not publication.amendment_kind:
        return None
    return {"kind": publication.amendment_kind, "note": publication.amendment_note}


def _public_codes(answers: Mapping[str, Any]) -> list[str]:
    """Every question of the draft whose answer is part of the hashed content."""
    private = {"signoff_plan", "web", "approval", "signature", "publication", "registry", "amendment"}
    return [
        field.code
        for field in vocabulary.fields()
        if not field.prefix and field.section not in private and not field.code.startswith("signatory_")
        and field.code not in {"disclosures", "declaration_accepted", "group_member_manual_name"}
    ] + [code for code in answers if code.startswith("narrative_extra_")]  # fmt: skip


def json_body(publication: Publication) -> bytes:
    return as_json(data(publication))
