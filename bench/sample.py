"""A statement of ordinary length for the benchmarks, of an invented organisation."""

from datetime import UTC, date, datetime
from typing import Any

AREAS = ("structure", "policies", "risk", "due_diligence", "training", "monitoring")
TEXT = (
    "<p>We buy gloves, packaging and cleaning services from 214 suppliers in 19 countries. In the year we wrote to "
    "each of the 38 suppliers with the highest risk and asked how they recruit, whom they pay and what they charge "
    "workers. Thirty-one answered. We visited nine of them with an interpreter, without notice, and spoke to workers "
    "away from their managers. Where we found fees, we agreed with the supplier to pay them back.</p>"
)
KPIS = [
    {"name": "High-risk suppliers visited", "unit": "suppliers", "last_year": "4", "this_year": "9"},
    {"name": "Suppliers that answered", "unit": "suppliers", "last_year": "22", "this_year": "31"},
    {"name": "Workers repaid fees", "unit": "people", "last_year": "0", "this_year": "57"},
]


def make_content() -> dict[str, Any]:
    from compliance.statements.rules.content import assemble
    from compliance.statements.vocabulary import disclosures

    sections: dict[str, dict[str, Any]] = {
        "period": {"period_start": "2025-04-01", "period_end": "2026-03-31", "statement_kind": "steps_taken"},
        "organisations": {"is_group": False, "sectors": ["healthcare_pharma"], "turnover_band": "60m_100m"},
        "signoff": {"legal_form": "company"},
        "intro": {"narrative_intro": TEXT},
    }
    for area in AREAS:
        items = {item.code: {"status": "covered", "text": "See the text above."} for item in disclosures(area, 1)}
        sections[area] = {f"area_{area}": True, f"narrative_{area}": TEXT * 3, "disclosures": items}
    sections["policies"]["policies"] = ["no_worker_paid_fees", "freedom_of_movement"]
    sections["due_diligence"] |= {"partners": ["suppliers", "trade_unions"], "indicators": ["debt_bondage"]}
    sections["training"]["training_targets"] = ["procurement"]
    sections["monitoring"]["kpis"] = KPIS
    organisation = {"name": "Wetherby Gloves and Medical Supplies Limited", "company_number": "91234567"}
    return assemble(organisation=organisation, year=2026, sections=sections)


def make_publication(text: dict[str, Any] | None = None) -> Any:
    """Not saved. text: its content."""
    from compliance.statements.models import Publication
    from compliance.statements.rules.content import content_hash

    text = text or make_content()
    return Publication(
        content=text,
        content_hash=content_hash(text),
        signoff={
            "approval": {
                "body": "board_of_directors",
                "body_name": "",
                "approved_on": "2026-05-01",
                "way": "recorded",
            },
            "signature": {
                "first_name": "Robin",
                "last_name": "Example",
                "job_title": "Managing director",
                "role": "director",
                "is_on_approving_board": True,
                "signed_on": "2026-05-02",
                "way": "on_screen",
            },
        },
        ruleset="s54-2015-guidance-2025",
        published_at=datetime(2026, 6, 1, 9, tzinfo=UTC),
        first_published_on=date(2026, 6, 1),
        due_on=date(2026, 9, 30),
        organisation_name=text["organisation"]["name"],
        organisation_slug="wetherby-gloves",
        company_number="91234567",
        number=1,
        year=2026,
        period_start=date(2025, 4, 1),
        period_end=date(2026, 3, 31),
        legal_form="company",
        kind="steps_taken",
        turnover_band="60m_100m",
        area_count=6,
        searched=" wetherby gloves and medical supplies limited 91234567 ",
    )


def save_publication(text: dict[str, Any] | None = None) -> Any:
    """With its organisation, its rows and its HTML and JSON, as publishing leaves it."""
    from compliance.organisations.models import Organisation
    from compliance.statements.models import Document, Render, Statement, Version
    from compliance.statements.publication import documents

    made = make_publication(text)
    organisation = Organisation.objects.create(
        name=made.organisation_name,
        slug=made.organisation_slug,
        legal_form="company",
        company_number=made.company_number,
        confirmed_at=made.published_at,
    )
    statement = Statement.objects.create(organisation=organisation, year=made.year)
    version = Version.objects.create(statement=statement, state="published", content_hash=made.content_hash)
    made.organisation, made.statement, made.version = organisation, statement, version
    made.save()
    for kind, body in (("html", documents.render_html(made)), ("json", documents.render_json(made))):
        Document.objects.create(publication=made, kind=kind, body=body, sha256=documents.sha256(body))
    Render.objects.create(publication=made)
    return made
