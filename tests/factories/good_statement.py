"""An invented statement that meets every criterion, to be spoilt one answer at a time."""

from datetime import date

from compliance.statements.rubric.rules.check import Approval, EarlierYear, Facts, Signature, Web, run
from compliance.statements.rules.content import assemble, content_hash

TODAY = date(2026, 7, 1)
ORGANISATION = {"name": "Harbourlight Foods Ltd", "company_number": "01234567", "legal_form": "company"}


def covered(text):
    return {"status": "covered", "text": text}


STRUCTURE = (
    "<p>Harbourlight Foods Ltd is a parent company with one subsidiary, Gull Bakery Ltd. We employ 900 people "
    "in the UK. Our own employees work at four sites. We buy fish, flour and packaging.</p><p>Our suppliers are "
    "in the United Kingdom, Spain and Morocco. We wrote to each supplier in the year. We found that 12 use "
    "agencies. We do not yet know who picks the tomatoes that our tier 1 suppliers buy. We mapped 40 of them in "
    "June.</p>"
)
POLICIES = (
    "<p>We have a supplier code of conduct and a policy on recruitment. The code says that no worker pays a "
    "recruitment fee, and that every supplier passes the code on. It follows the ILO standards. We reviewed "
    "both policies in May with the works council. We sent the code to every supplier. The board approved the "
    "new text in June. A manager in purchasing owns it, and each new contract carries it.</p>"
)
RISK = (
    "<p>We assessed risk with a questionnaire and with the Global Slavery Index. Our purchasing team did this "
    "in spring. The highest risk is that migrant workers who pick tomatoes in Spain are in debt to an agency. A "
    "second risk is in our own warehouse, where agency labour works at night. We visited both places. We spoke "
    "with the people there without their managers. We changed the agency in the warehouse in March.</p>"
)
DUE_DILIGENCE = (
    "<p>We check each new supplier before we buy. We carried out 14 site visits in the year, six of them "
    "unannounced. We worked with a trade union and a charity. Workers can call a hotline at any hour, and so "
    "can workers in our supply chain. We found one case in which a worker had paid a fee. The agency gave the "
    "money back. We agreed a corrective action plan with the supplier and went back after three months.</p>"
)
TRAINING = (
    "<p>We trained 210 people on modern slavery in the year. All buyers and all managers in the warehouses took "
    "part. The training lasted two hours and a charity gave it. It was mandatory for buyers. We held a workshop "
    "for our ten largest suppliers in Spain as well. Everybody took a short test before and after it. New staff "
    "now take the training in their first month.</p>"
)
MONITORING = (
    "<p>We measure three things. We visited 14 high risk sites this year and nine last year. We trained 210 "
    "people, and 120 last year. We closed eight of nine corrective actions. Since our previous statement we met "
    "two of our three targets. We missed the target on mapping. The board reviewed the figures in June. It "
    "asked for a new goal on fees, which we set out below with its date.</p>"
)
SECTIONS = {
    "period": {
        "period_start": "2025-04-01",
        "period_end": "2026-03-31",
        "statement_kind": "steps_taken",
        "statement_years_band": "1_to_5",
        "language": "en",
    },
    "organisations": {
        "is_group": True,
        "group_members": [
            {
                "legal_name": "Gull Bakery Ltd",
                "company_number": "07654321",
                "scope": "in_scope",
                "covered": True,
                "section": "structure",
                "website_url": "https://gull.example/slavery",
            }
        ],
        "sectors": ["food_agriculture_fishing"],
        "turnover_band": "36m_60m",
    },
    "signoff": {"legal_form": "company", "approving_body": "board_of_directors"},
    "intro": {"narrative_intro": "<p>This statement is for the year ended 31 March 2026. It is our third.</p>"},
    "structure": {
        "area_structure": True,
        "narrative_structure": STRUCTURE,
        "disclosures": {
            "str1_structure_size_countries_entities": covered("Two companies, 900 people, four sites in the UK."),
            "str1_products_services_sectors": covered("Bread and fish for shops."),
            "str1_supply_chain_overview": covered("We buy from farms in Spain and Morocco."),
            "str1_unknowns": covered("We do not know who picks for tier 2."),
            "str1_governance": covered("The operations director reports to the board."),
        },
    },
    "policies": {
        "area_policies": True,
        "narrative_policies": POLICIES,
        "policies": ["no_worker_paid_fees", "no_child_labour"],
        "disclosures": {
            "pol1_standards": covered("ILO standards and the UN Guiding Principles."),
            "pol2_contracts": covered("Each contract carries the code."),
        },
    },
    "risk": {
        "area_risk": True,
        "narrative_risk": RISK,
        "risks": [
            {
                "description": "Debt of migrant tomato pickers",
                "source": "supply_chains",
                "supply_chain_tiers": ["tier_2"],
                "targets": ["migrants"],
                "countries": ["country:ES"],
                "actions_or_plans": "We visited the farms.",
            }
        ],
        "disclosures": {"rsk1_method": covered("A questionnaire to each supplier.")},
    },
    "due_diligence": {
        "area_due_diligence": True,
        "narrative_due_diligence": DUE_DILIGENCE,
        "partners": ["trade_unions"],
        "social_audits": ["own_staff", "unannounced"],
        "grievance_mechanisms": ["anonymous_whistleblowing"],
        "indicators": ["debt_bondage"],
        "remediations": ["fee_repayment"],
        "disclosures": {
            "dd1_grievance": covered("The hotline is open to supplier workers too."),
            "dd1_remediation": covered("We see that fees are repaid; leaving is the last resort."),
            "dd2_purchasing": covered("We gave suppliers longer lead times."),
        },
    },
    "training": {
        "area_training": True,
        "narrative_training": TRAINING,
        "training_targets": ["procurement"],
        "disclosures": {
            "trn1_numbers": covered("210 people."),
            "trn1_content": covered("Two hours, once a year, mandatory for buyers."),
        },
    },
    "monitoring": {
        "area_monitoring": True,
        "narrative_monitoring": MONITORING,
        "kpis": [{"name": "Visits to high risk sites", "this_year": "14", "last_year": "9", "kind": "output"}],
        "goals": [{"text": "No worker pays a fee", "target_date": "2027-03-31", "status": "new"}],
        "progress_measures": "Two of three targets met.",
        "disclosures": {
            "mon1_progress": covered("Two of three targets met."),
            "mon1_business_kpis": covered("We checked whether delivery targets add to the risk."),
        },
    },
    "coverage": {
        "covers_own_business": True,
        "covers_own_business_section": "structure",
        "covers_supply_chains": True,
        "covers_supply_chains_section": "due_diligence",
    },
}
WEB = Web(
    has_website=True,
    statement_url="https://harbourlight.example/modern-slavery",
    page_opens=True,
    homepage_link_confirmed=True,
    homepage_link_checked_on=date(2026, 6, 30),
    homepage_link_checked_by="Ada Quill",
)


def made(**changes):
    """The content, with answers of a section changed: made(period={"language": None}). None takes an answer out."""
    sections = {code: dict(answers) for code, answers in SECTIONS.items()}
    for code, answers in changes.items():
        given = sections.setdefault(code, {})
        rows = answers.get("disclosures", {})
        disclosures = given.get("disclosures", {}) | rows if rows is not None else None
        given.update(answers | {"disclosures": disclosures})
    return assemble(organisation=ORGANISATION, year=2026, sections=sections)


def known(content, **changes):
    """Facts that fit the content: approved, signed and published in time."""
    fingerprint = content_hash(content)
    facts = {
        "approval": Approval("board_of_directors", date(2026, 6, 20), fingerprint),
        "signature": Signature("Ada", "Quill", "Managing Director", "director", date(2026, 6, 21), fingerprint, True),
        "web": WEB,
        "published_on": date(2026, 6, 30),
        "previous_content": None,
        "earlier_years": (EarlierYear(2025, is_available=True),),
        "registry_submitted_on": date(2026, 6, 30),
        "registry_url": "https://registry.example/summary/1",
    }
    return Facts(**(facts | changes))


def checked(changes=None, *, today=TODAY, **facts):
    """Results by criterion."""
    content = made(**(changes or {}))
    return {one.criterion: one for one in run(content, known(content, **facts), today=today)}
