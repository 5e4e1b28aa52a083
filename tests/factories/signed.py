"""A version that was written, approved and signed, built from rows alone; and what a full statement says."""

from datetime import UTC, date, datetime

from compliance.organisations.choices import LegalForm
from compliance.statements.choices import SectionCode, State, Way
from compliance.statements.models import Version
from compliance.statements.rules import content as rules_content
from compliance.statements.rules.legal_forms import needs_approval
from compliance.statements.vocabulary import disclosures
from tests.factories.organisations import OrganisationFactory
from tests.factories.statements import ApprovalFactory, SignatureFactory, StatementFactory, VersionFactory

PARAGRAPH = (
    "<p>We buy gloves, packaging and cleaning services from 214 suppliers in 19 countries. In the year we wrote to "
    "each of the 38 suppliers with the highest risk and asked how they recruit, whom they pay and what they charge "
    "workers. Thirty-one answered. We visited nine of them with an interpreter, without notice, and spoke to workers "
    "away from their managers. Where we found fees, we agreed with the supplier to pay them back.</p>"
)
AREA_CODES = ("structure", "policies", "risk", "due_diligence", "training", "monitoring")
KPIS = [
    {"name": "High-risk suppliers visited", "unit": "suppliers", "last_year": "4", "this_year": "9", "kind": "output"},
    {"name": "Suppliers that answered", "unit": "suppliers", "last_year": "22", "this_year": "31", "kind": "output"},
    {"name": "Workers repaid fees", "unit": "people", "last_year": "0", "this_year": "57", "kind": "outcome"},
    {"name": "Buyers trained", "unit": "%", "last_year": "64%", "this_year": "92%", "kind": "output"},
    {"name": "Hotline calls answered in a day", "unit": "", "last_year": "Not measured", "this_year": "14"},
]
GOALS = [
    {"text": "Visit 15 high-risk suppliers", "target_date": "2027-03-31", "status": "on_track"},
    {"text": "Pay back all fees found", "target_date": "2026-12-31", "status": "behind", "result": "57 of 80 people"},
]
RISKS = [
    {
        "description": "Migrant workers who pay fees to work in glove factories",
        "source": "supply_chains",
        "supply_chain_tiers": ["tier_1", "tier_2"],
        "targets": ["migrants", "women"],
        "countries": ["country:MY", "country:TH"],
        "actions_or_plans": "We pay for recruitment and check pay slips in the language of the worker.",
    }
]


def full_sections(*, paragraphs: int = 2, form: str = LegalForm.COMPANY, **changes) -> dict[str, dict]:
    """Answers of every section. changes: answers by field code, put in their section's place."""
    sections = {
        SectionCode.PERIOD: {
            "period_start": "2025-04-01",
            "period_end": "2026-03-31",
            "statement_kind": "steps_taken",
            "statement_years_band": "1_to_5",
            "language": "en",
        },
        SectionCode.ORGANISATIONS: {
            "is_group": False,
            "sectors": ["healthcare_pharma", "transport_logistics_storage"],
            "turnover_band": "60m_100m",
        },
        SectionCode.SIGNOFF: {"legal_form": form},
        SectionCode.INTRO: {"narrative_intro": "<p>This is what we did in the year, and what we did not.</p>"},
        SectionCode.COVERAGE: {
            "covers_own_business": True,
            "covers_own_business_section": "training",
            "covers_supply_chains": True,
            "covers_supply_chains_section": "due_diligence",
        },
        SectionCode.WEB: {"has_website": True, "statement_url": "https://goods.example/modern-slavery"},
    }
    for code in AREA_CODES:
        sections[code] = {
            f"area_{code}": True,
            f"narrative_{code}": PARAGRAPH * paragraphs,
            "disclosures": {
                item.code: {"status": "covered", "text": "See the text above."} for item in disclosures(code, 1)
            },
        }
    sections["policies"]["policies"] = ["no_worker_paid_fees", "freedom_of_movement"]
    sections["risk"]["risks"] = RISKS
    sections["due_diligence"] |= {
        "partners": ["suppliers", "trade_unions"],
        "social_audits": ["third_party_for_organisation", "unannounced"],
        "grievance_mechanisms": ["anonymous_whistleblowing"],
        "indicators": ["debt_bondage"],
        "remediations": ["fee_repayment"],
    }
    sections["training"]["training_targets"] = ["procurement", "suppliers"]
    sections["monitoring"] |= {"kpis": KPIS, "goals": GOALS}
    for code, value in changes.items():
        home = next((name for name, answers in sections.items() if code in answers), SectionCode.WEB)
        sections[home] = {**sections[home], code: value}
    return sections


def content_of(version: Version) -> dict:
    organisation = version.statement.organisation
    return rules_content.assemble(
        organisation={
            "name": organisation.name,
            "company_number": organisation.company_number,
            "legal_form": organisation.legal_form,
        },
        year=version.statement.year,
        sections={section.code: section.answers for section in version.sections.all()},
    )


def signed_version(*, organisation=None, year: int = 2026, form: str = LegalForm.COMPANY, **changes) -> Version:
    """Frozen, approved where the form asks for it, and signed; ready to publish."""
    organisation = organisation or OrganisationFactory(legal_form=form)
    sections = full_sections(form=organisation.legal_form, **changes)
    statement = StatementFactory(organisation=organisation, year=year)
    version = VersionFactory(statement=statement, state=State.SIGNED, sections=sections)
    version.content_hash = rules_content.content_hash(content_of(version))
    version.save(update_fields=["content_hash"])
    if needs_approval(organisation.legal_form):
        body = {"llp": "members", "company": "board_of_directors"}.get(
            organisation.legal_form, "equivalent_management_body"
        )
        ApprovalFactory(version=version, body=body, way=Way.RECORDED, approved_on=date(2026, 5, 1))
    role = {"llp": "designated_member", "limited_partnership": "general_partner", "other_partnership": "partner"}
    SignatureFactory(
        version=version,
        role=role.get(organisation.legal_form, "director"),
        way=Way.ON_SCREEN,
        at=datetime(2026, 5, 2, 9, tzinfo=UTC),
        signed_on=date(2026, 5, 2),
    )
    return version
