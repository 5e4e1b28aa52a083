"""What a publication is kept and handed out as: the page's text, the data file, the PDF; each from its row alone."""

import hashlib
from datetime import UTC
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from compliance.statements import vocabulary
from compliance.statements.choices import AREAS, Licence
from compliance.statements.models import Publication
from compliance.statements.presenters import prose
from compliance.statements.presenters.figures import Address, logo, pdf_picture_name
from compliance.statements.presenters.parts import build_appendix, build_cover, parts
from compliance.statements.presenters.signoff import describe_signoff, fingerprint
from compliance.statements.publication.licences import TERMS
from compliance.statements.types import Answers, Disclosure, KnownContent
from portal.core.api.responses import to_json_bytes
from portal.core.types import Context

JSON_SCHEMA = 1


def address(publication: Publication) -> str:
    """Return the whole address of the page of its year."""
    return settings.SITE_URL + reverse("register:statement", args=(publication.organisation_slug, publication.year))


def version_address(publication: Publication) -> str:
    """Return the whole address of the page of this version, which stays when a later one is published."""
    version = (publication.organisation_slug, publication.year, publication.number)
    return settings.SITE_URL + reverse("register:version", args=version)


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


def get_page_context(publication: Publication, figure_address: Address) -> Context:
    """Return what the templates of page, preview and PDF are given."""
    content = publication.content
    return {
        "publication": publication,
        "name": publication.organisation_name,
        "parts": parts(content, figure_address),
        "logo": logo(content.get("figures") or {}, figure_address),
        "covered": build_cover(content),
        "appendix": build_appendix(content),
        "period": prose.format_period(content["answers"]),
        "language": content["answers"].get("language") or "en",
        "signoff": describe_signoff(publication.signoff, publication.legal_form),
        "published_on": prose.format_day(timezone.localdate(publication.published_at)),
        "fingerprint": fingerprint(publication.content_hash),
        "licence": TERMS[Licence(publication.licence)],
        "portal_name": settings.PORTAL_NAME,
    }


def get_frame_context(publication: Publication) -> Context:
    """Return what the page says around the stored text."""
    return {
        "period": prose.format_period(publication.content["answers"]),
        "contents": [(part.code, part.heading) for part in parts(publication.content)],
        "appendix": build_appendix(publication.content),
        "fingerprint": fingerprint(publication.content_hash),
        "address": address(publication),
        "cited_address": address(publication) if publication.is_current else version_address(publication),
        "licence": TERMS[Licence(publication.licence)],
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
            "version_address": version_address(publication),
            "verify_address": verify_address(),
            "is_printed": True,
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
        "answers": get_public_answers(answers),
        "disclosures": get_public_disclosures(content),
        "figures": {
            number: facts | {"address": settings.SITE_URL + figure_path(publication, int(number))}
            for number, facts in (content.get("figures") or {}).items()
        },
        "signoff": publication.signoff,
        "content_hash": publication.content_hash,
        "ruleset": publication.ruleset,
        "licence": TERMS[Licence(publication.licence)].to_data(),
    }


def get_public_answers(answers: Answers) -> dict[str, Any]:
    """Return the answers that are public. That an area is left out is none where a text about it is there.

    See docs/requirements/statements.md#published-answers.
    """
    public = {code: answers.get(code) for code in _public_codes(answers)}
    for area in AREAS:
        if public.get(f"area_{area}") is False and public.get(f"narrative_{area}"):
            public |= {f"area_{area}": None, f"area_{area}_note": None}
    return public


def get_public_disclosures(content: KnownContent) -> dict[str, Disclosure]:
    """Return the answers by topic that are public. "Not covered" is not: only a reader can tell what a text lacks.

    The page where it is chosen says so (templates/statements/_disclosures.jinja).

    See docs/requirements/statements.md#published-answers.
    """
    disclosures = content.get("disclosures") or {}
    return {code: row for code, row in disclosures.items() if row.get("status") not in (None, "", "not_covered")}


def get_amendment(publication: Publication) -> dict[str, str] | None:
    if not publication.amendment_kind:
        return None
    return {"kind": publication.amendment_kind, "note": publication.amendment_note}


def _public_codes(answers: Answers) -> list[str]:
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
