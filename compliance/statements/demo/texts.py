"""What the demo's organisations say. Businesses, places, figures and events are invented."""

from dataclasses import dataclass

from compliance.statements import vocabulary
from compliance.statements.choices import AREAS, SectionCode
from compliance.statements.rules import richtext
from compliance.statements.types import AnswersBySection, SectionAnswers

FIRST_NUMBERS = 2024  # figures grow from this year on


@dataclass(frozen=True)
class Business:
    """The facts that its texts are made of."""

    work: str
    people: str
    buys: str
    suppliers: int
    countries: tuple[str, ...]
    places: str
    risk: str
    found: str
    remedy: str
    owner: str
    sectors: tuple[str, ...]
    turnover: str


BUSINESSES: dict[str, Business] = {
    "harbour-and-vale-foods-limited": Business(
        work="We pack and sell fruit, fish and chilled meals to shops and caterers from four sites",
        people="1,140 people work for us, and up to 300 more through two agencies in the picking season",
        buys="fruit, fish, packaging and cleaning",
        suppliers=214,
        countries=("country:ES", "country:TH", "country:GB"),
        places="Spain, Thailand and the United Kingdom",
        risk="Seasonal pickers who pay someone for the job and live in housing tied to it",
        found="nine pickers at one grower had each paid about £900 for their jobs",
        remedy=(
            "The grower paid the money back within two months, and we checked with the pickers that they had "
            "received it"
        ),
        owner="Our operations director is responsible for this to the board, which reviews it twice a year",
        sectors=("food_agriculture_fishing", "transport_logistics_storage"),
        turnover="100m_500m",
    ),
    "pennow-thread-llp": Business(
        work="We design workwear and have it sewn by 31 makers, and finish it at one workshop of our own",
        people="96 people work for us, all of them on permanent contracts",
        buys="cotton cloth, sewing, zips and dyeing",
        suppliers=58,
        countries=("country:BD", "country:TR", "country:PT"),
        places="Bangladesh, Türkiye and Portugal",
        risk="Home workers below tier 1 who are paid by the piece and whom no auditor sees",
        found="two makers had passed orders on to homes without telling us",
        remedy="We kept both makers, agreed a minimum rate for each piece, and had the missing pay made up",
        owner="One designated member is responsible for this, and all members discuss it each spring",
        sectors=("fashion_textiles",),
        turnover="36m_60m",
    ),
    "larkmere-homes-association": Business(
        work="We own and look after 9,300 homes for rent, and build about 180 more each year",
        people="610 people work for us; builders, cleaners and care workers come through contractors",
        buys="building work, repairs, cleaning and security",
        suppliers=402,
        countries=("country:GB", "country:IN"),
        places="the United Kingdom, with natural stone from India",
        risk="Labourers of subcontractors on building sites whose wages go to someone else’s account",
        found="five labourers on one site were paid into one shared bank account",
        remedy="The contractor paid each of them directly, and we called the helpline for advice before we acted",
        owner="The chair of our audit committee is responsible for this, and the board sees a report each quarter",
        sectors=("financial_insurance_real_estate", "construction"),
        turnover="60m_100m",
    ),
    "stonnel-haulage-limited-partnership": Business(
        work="We carry pallets and chilled goods with 210 lorries from three depots",
        people="480 people work for us, and we hire about 60 drivers through agencies at busy times",
        buys="fuel, tyres, vehicle washing and agency drivers",
        suppliers=77,
        countries=("country:GB", "country:PL"),
        places="the United Kingdom and Poland",
        risk="Workers at hand car washes near our depots who cannot show a contract or a wage slip",
        found="one vehicle wash could not show that it had paid the minimum wage",
        remedy="We stopped using it, told the helpline what we had seen, and now wash vehicles at our own depots",
        owner="One general partner is responsible for this and reports to the others",
        sectors=("transport_logistics_storage",),
        turnover="36m_60m",
    ),
}


def answers_of(slug: str, legal_form: str, year: int) -> AnswersBySection:
    """Return answers of every section but the period, for a statement year."""
    business = BUSINESSES[slug]
    step = max(0, year - FIRST_NUMBERS)
    areas: AnswersBySection = {area: _area(area, business, step) for area in AREAS}
    areas[SectionCode.POLICIES] |= {"policies": ["freedom_of_movement", "no_worker_paid_fees", "no_document_retention"]}
    areas[SectionCode.RISK] |= {"risks": [_risk(business)]}
    areas[SectionCode.DUE_DILIGENCE] |= _due_diligence()
    areas[SectionCode.TRAINING] |= {"training_targets": ["procurement", "executives", "front_line_staff"]}
    areas[SectionCode.MONITORING] |= _monitoring(step, year)
    return {
        SectionCode.PERIOD: {"statement_years_band": "1_to_5", "language": "en"},
        SectionCode.ORGANISATIONS: {
            "is_group": False,
            "sectors": list(business.sectors),
            "turnover_band": business.turnover,
        },
        SectionCode.SIGNOFF: {"legal_form": legal_form},
        SectionCode.INTRO: {
            "narrative_intro": richtext.to_html(
                "This statement says what we did in the year, what we found, and what we do not know. It "
                "was written by "
                "the people who buy for us and those who look after our staff, together."
            )
        },
        SectionCode.COVERAGE: {
            "covers_own_business": True,
            "covers_own_business_section": SectionCode.TRAINING,
            "covers_supply_chains": True,
            "covers_supply_chains_section": SectionCode.DUE_DILIGENCE,
        },
        SectionCode.WEB: {"has_website": True, "statement_url": f"https://www.{_domain(slug)}.example/modern-slavery"},
        **areas,
    }


def _domain(slug: str) -> str:
    for ending in ("-limited-partnership", "-limited", "-association", "-llp"):
        slug = slug.removesuffix(ending)
    return slug.replace("-", "")


def _area(area: SectionCode, business: Business, step: int) -> SectionAnswers:
    covered = {
        item.code: {"status": "covered" if index < 3 + step else "planned", "text": ""}
        for index, item in enumerate(vocabulary.disclosures(area, 1))
    }
    text = TEXTS[area].format(b=business, asked=18 + 4 * step, visited=3 + 2 * step, trained=41 + 12 * step)
    return {f"area_{area}": True, f"narrative_{area}": richtext.to_html(text), "disclosures": covered}


def _risk(business: Business) -> SectionAnswers:
    return {
        "description": business.risk,
        "source": "supply_chains",
        "supply_chain_tiers": ["tier_1", "tier_2"],
        "targets": ["migrants"],
        "countries": list(business.countries),
        "actions_or_plans": "We visited, spoke to workers away from their managers, and agreed what has to change.",
    }


def _due_diligence() -> SectionAnswers:
    return {
        "partners": ["suppliers", "supply_chain_workers", "civil_society"],
        "social_audits": ["third_party_for_organisation", "unannounced"],
        "grievance_mechanisms": ["anonymous_whistleblowing", "worker_representatives"],
        "indicators": ["debt_bondage", "withholding_of_wages"],
        "remediations": ["fee_repayment", "policy_change"],
    }


def _monitoring(step: int, year: int) -> SectionAnswers:
    measures = (("Suppliers visited", "suppliers", 3, 2), ("Suppliers that answered", "suppliers", 18, 4))
    kpis = [
        {
            "name": name,
            "unit": unit,
            "this_year": str(first + more * step),
            "last_year": str(first + more * (step - 1)) if step else "Not counted",
            "kind": "output",
        }
        for name, unit, first, more in measures
    ]
    goals = [
        {"text": "Visit every supplier with a high risk", "target_date": f"{year + 1}-12-31", "status": "on_track"},
        {"text": "Speak to workers below tier 1", "target_date": f"{year + 2}-06-30", "status": "new"},
    ]
    return {
        "kpis": kpis,
        "goals": goals,
        "progress_measures": "We compare the same figures each year and say what we changed because of them.",
    }


TEXTS: dict[str, str] = {
    SectionCode.STRUCTURE: (
        "{b.work}. {b.people}.\n\nWe bought {b.buys} from {b.suppliers} suppliers. Most of what we buy comes from "
        "{b.places}.\n\n## What we do not know\n\nWe know our direct suppliers. Below them we have mapped "
        "about a third "
        "of what we spend. We do not know all the labour providers that our suppliers use.\n\n{b.owner}."
    ),
    SectionCode.POLICIES: (
        "Our supplier code says that work is chosen freely, that no one pays for a job, and that no one keeps another "
        "person's papers. It follows the UN Guiding Principles and the ETI Base Code.\n\n- It is part of "
        "every contract "
        "that we signed in the year.\n- We explained it to {asked} suppliers in their own language.\n- Our speaking-up "
        "policy protects anyone who tells us that something is wrong, also people who do not work for us."
    ),
    SectionCode.RISK: (
        "We looked at each supplier by country, kind of work and how people are hired. We used public "
        "indexes, questions "
        "to suppliers, and talks with workers and a charity that supports them. Buyers and staff "
        "representatives did this "
        "together in the spring.\n\n## What we found\n\n{b.risk}: this is where we think the risk is "
        "highest. In our own "
        "business it is highest among agency workers, so we checked how each agency finds and pays them."
    ),
    SectionCode.DUE_DILIGENCE: (
        "Before we took on a supplier we asked who works there, how they are hired and what they pay for "
        "it. In the year "
        "{asked} suppliers answered and we visited {visited} of them, without notice and with an interpreter.\n\n"
        "## What we found and did\n\nWe found that {b.found}. {b.remedy}. Workers in our supply chain can call "
        "our line, or the "
        "national helpline, in their own language; eleven of them did."
    ),
    SectionCode.TRAINING: (
        "{trained} of our own employees were trained on modern slavery in the year: everybody who buys, "
        "everybody who hires, and "
        "the managers of each site. The course took half a day, was given by a charity, and was about real "
        "cases. It is "
        "mandatory for these groups every two years.\n\nDrivers and reception staff were not trained yet. They will be "
        "trained by the end of next year."
    ),
    SectionCode.MONITORING: (
        "We count what we do and look at what changed. The figures are below, for this year and last. "
        "Last year we "
        "said that we would visit more suppliers without notice, and we did.\n\nWe also looked at our own "
        "buying: short "
        "notice for large orders had made suppliers call in agency workers overnight. We now order four "
        "weeks ahead for "
        "most goods."
    ),
}
