"""What a publication is kept and handed out as: the page's text, the data file, the PDF; each from its row alone."""

import hashlib
from collections.abc import Mapping
from datetime import UTC
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from compliance.statements import vocabulary
from compliance.statements.models import Publication
from compliance.statements.presenters import prose
from compliance.statements.presenters.figures import Address, logo, pdf_picture_name
from compliance.statements.presenters.parts import build_cover, parts
from compliance.statements.presenters.signoff import describe_signoff, fingerprint
from portal.core.api.responses import to_json_bytes

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
    """Return the whole address of the page of its year."""
    return settings.SITE_URL + reverse("register:statement", args=(publication.organisation_slug, publication.year))


def organisation_address(publication: Publication) -> str:
    return settings.SITE_URL + reverse("register:organisation", args=(publication.organisation_slug,))


def verify_address() -> str:
    """Return where anybody finds a text again by its fingerprint."""
    return settings.SITE_URL + reverse("register:verify")


def sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def pdf_identifier(publication: Publication) -> bytes:
    """Return 16 bytes that stay the same for the same version of the same text."""
    return hashlib.sha256(f"{publication.content_hash} {publication.number}".encode()).digest()[:16]


def figure_path(publication: Publication, number: int) -> str:
    """Return the path of a published figure; the same as long as its version is."""
    version = (publication.organisation_slug, publication.year, publication.number)
    return reverse("register:figure", args=(*version, number))


def get_page_context(publication: Publication, figure_address: Address) -> dict[str, Any]:
    """Return what the templates of page, preview and PDF are given."""
    content = publication.content
    return {
        "publication": publication,
        "name": publication.organisation_name,
        "parts": parts(content, figure_address),
        "logo": logo(content.get("figures") or {}, figure_address),
        "covered": build_cover(content),
        "period": prose.format_period(content["answers"]),
        "language": content["answers"].get("language") or "en",
        "signoff": describe_signoff(publication.signoff, publication.legal_form),
        "published_on": prose.format_day(timezone.localdate(publication.published_at)),
        "fingerprint": fingerprint(publication.content_hash),
        "licence": {"text": LICENCE_TEXT, **LICENCE},
        "portal_name": settings.PORTAL_NAME,
    }


def get_frame_context(publication: Publication) -> dict[str, Any]:
    """Return what the page says around the stored text."""
    return {
        "period": prose.format_period(publication.content["answers"]),
        "contents": [(part.code, part.heading) for part in parts(publication.content)],
        "fingerprint": fingerprint(publication.content_hash),
        "address": address(publication),
        "licence": {"text": LICENCE_TEXT, **LICENCE},
    }


def render_html(publication: Publication) -> bytes:
    """Return the text of the statement's page; what is around it may change, this does not."""
    page_context = get_page_context(publication, lambda number, _told: figure_path(publication, number))
    return render_to_string("register/_parts.html", page_context | {"page_logo": page_context["logo"]}).encode()


def render_pdf_source(publication: Publication) -> str:
    """Return the document that the PDF is made from; the same for the same publication at any time."""
    return render_to_string(
        "register/statement_pdf.html",
        get_page_context(publication, pdf_picture_name)
        | {
            "address": address(publication),
            "verify_address": verify_address(),
            "created": publication.published_at.astimezone(UTC).isoformat(timespec="seconds"),
        },
    )


def get_data(publication: Publication) -> dict[str, Any]:
    """Return everything public about one version, in vocabulary codes; personal: the signatory's name and title."""
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
        "amendment": get_amendment(publication),
        "answers": {code: answers.get(code) for code in _public_codes(answers)},
        "disclosures": content.get("disclosures") or {},
        "figures": {
            number: facts | {"address": settings.SITE_URL + figure_path(publication, int(number))}
            for number, facts in (content.get("figures") or {}).items()
        },
        "signoff": publication.signoff,
        "content_hash": publication.content_hash,
        "ruleset": publication.ruleset,
        "licence": LICENCE,
    }


def get_amendment(publication: Publication) -> dict[str, str] | None:
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


def render_json(publication: Publication) -> bytes:
    return to_json_bytes(get_data(publication))
