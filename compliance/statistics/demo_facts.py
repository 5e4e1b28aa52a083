"""Invented facts of two years and a month for the demo, from a fixed seed: about as many as a national helpline has.

The weights follow what helplines have published: labour exploitation is the largest type, most contacts are calls,
contacts rise in October, and a tenth of the people are under 18. No fact is of a real contact.
"""

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from compliance.statistics.rules.announced_dates import add_months
from compliance.statistics.rules.building import MEDIAN_WAITS
from compliance.statistics.rules.extract import Fact, UnitRows, add_up
from compliance.statistics.rules.periods import Month
from portal.reference import places

SEED = "daylight figures 1"
FIRST_MONTH, MONTHS = Month(2024, 1), 24
# Prepared and not decided on yet.
WAITING_MONTHS = 1
# By calendar month, January first: campaigns in spring and in October, a quiet December.
SEASON = (0.96, 0.95, 1.02, 1.03, 1.0, 0.98, 0.97, 0.95, 1.02, 1.1, 1.04, 0.92)
FIRST_CONTACTS, GROWTH = 840, 1.005

type Weights = Mapping[str, float]

CHANNELS: Weights = {
    "phone": 62,
    "webform": 22,
    "email": 8,
    "app": 5,
    "portal_business": 2,
    "letter": 0.5,
    "other": 0.5,
}
PURPOSES: dict[str, Weights] = {
    "phone": {"seeking_help_self": 14, "seeking_help_other": 12, "report_concern": 34, "professional_advice": 14,
              "business_advice": 2, "training_awareness": 2, "information": 12, "existing_case": 6, "": 4},
    "webform": {"report_concern": 68, "seeking_help_other": 14, "seeking_help_self": 8, "business_concern": 5,
                "information": 5},
    "email": {"professional_advice": 34, "report_concern": 26, "information": 18, "training_awareness": 12,
              "business_advice": 6, "existing_case": 4},
    "app": {"report_concern": 88, "seeking_help_other": 9, "seeking_help_self": 3},
    "portal_business": {"business_concern": 60, "business_advice": 40},
    "letter": {"report_concern": 70, "other": 30},
    "other": {"report_concern": 50, "other": 50},
}  # fmt: skip
SITUATION: Weights = {"modern_slavery": 46, "labour_abuse": 17, "other_abuse": 14, "international": 7,
                      "general_information": 7, "not_related": 6, "": 3}  # fmt: skip
NO_SITUATION: Weights = {"general_information": 68, "not_related": 22, "silent": 0, "": 10}
LANGUAGES: Weights = {"en": 780, "ro": 38, "sq": 22, "vi": 16, "pl": 20, "pa": 12, "hi": 16, "bn": 8, "ar": 10,
                      "pt": 12, "es": 10, "bg": 9, "uk": 7, "ur": 6, "zh": 6, "lt": 3, "ta": 3, "ml": 4, "ti": 2,
                      "so": 2, "bfi": 1, "unknown": 13}  # fmt: skip
TYPES: Weights = {"labour": 52, "sexual": 18, "criminal": 14, "domestic_servitude": 7, "forced_marriage": 2,
                  "financial": 2, "organ_removal": 0.2, "forced_surrogacy": 0.2, "": 5}  # fmt: skip
SECTORS: dict[str, Weights] = {
    "labour": {"care_adult_social": 26, "car_wash": 14, "building_construction": 11, "restaurant_takeaway": 10,
               "agriculture_horticulture": 8, "beauty_nail_bar": 7, "factory_manufacturing": 4, "cleaning": 4,
               "food_processing": 4, "hospitality_hotel": 3, "delivery_courier": 3, "retail_shop": 3,
               "recruitment_labour_provider": 2, "transport_logistics": 2, "waste_recycling": 1, "fishing_maritime": 1,
               "garment_textile": 1, "security": 1, "other": 3, "": 6},
    "sexual": {"massage_adult_services": 82, "entertainment_leisure": 3, "other": 5, "": 10},
    "criminal": {"cannabis_cultivation": 32, "county_lines": 38, "begging": 11, "other": 9, "": 10},
    "domestic_servitude": {"domestic_work": 92, "": 8},
    "": {"other": 20, "": 80},
}  # fmt: skip
REGIONS: Weights = {"london": 22, "south_east": 12, "north_west": 11, "west_midlands": 10, "east_of_england": 8,
                    "south_west": 8, "yorkshire_humber": 8, "east_midlands": 7, "scotland": 5, "wales": 3.5,
                    "north_east": 3, "northern_ireland": 1.5, "overseas": 3, "unknown": 6}  # fmt: skip
NATIONALITIES: dict[str, Weights] = {
    "labour": {"indian": 20, "romanian": 15, "vietnamese": 8, "albanian": 6, "zimbabwean": 7, "nigerian": 7,
               "bulgarian": 5, "british": 5, "pakistani": 4, "bangladeshi": 4, "polish": 3, "chinese": 3,
               "ukrainian": 2, "filipino": 3, "ghanaian": 3, "": 22},
    "sexual": {"romanian": 24, "chinese": 14, "brazilian": 10, "british": 10, "albanian": 6, "thai": 5, "": 31},
    "criminal": {"british": 36, "albanian": 20, "vietnamese": 16, "romanian": 8, "": 20},
    "domestic_servitude": {"filipino": 20, "indian": 18, "nigerian": 12, "eritrean": 4, "sudanese": 4, "": 42},
    "": {"british": 15, "": 85},
}  # fmt: skip
AGES: dict[str, Weights] = {
    "criminal": {"under_18": 28, "adult": 62, "both": 4, "unknown": 6},
    "sexual": {"under_18": 7, "adult": 83, "both": 2, "unknown": 8},
    "": {"under_18": 4, "adult": 88, "both": 2, "unknown": 6},
}
GENDERS: dict[str, Weights] = {
    "labour": {"exclusively_male": 48, "exclusively_female": 18, "mixed": 18, "": 16},
    "sexual": {"exclusively_female": 88, "exclusively_male": 4, "mixed": 2, "": 6},
    "criminal": {"exclusively_male": 78, "exclusively_female": 8, "mixed": 6, "": 8},
    "domestic_servitude": {"exclusively_female": 84, "exclusively_male": 6, "mixed": 2, "": 8},
    "": {"exclusively_male": 30, "exclusively_female": 30, "": 40},
}
SUBTYPES: dict[str, Weights] = {
    "labour": {"labour_for_offender": 52, "labour_for_other": 38, "labour_isolated_multiple": 4, "": 6},
    "sexual": {"sexual_fixed_location": 56, "sexual_changing_location": 24, "sexual_personal_gratification": 6,
               "sexual_child_single": 4, "sexual_child_group": 4, "": 6},
    "criminal": {"criminal_gang": 42, "criminal_illegal_activity": 32, "criminal_begging": 10,
                 "criminal_acquisitive": 10, "criminal_financial_fraud": 4, "criminal_sham_marriage": 2},
    "domestic_servitude": {"domestic_by_unrelated": 48, "domestic_by_relatives": 32, "domestic_by_partner": 16, "": 4},
    "": {"": 1},
}  # fmt: skip
SIZES: Weights = {"1": 56, "2": 17, "3": 8, "4": 5, "5": 4, "8": 4, "12": 2, "20": 1, "30": 0.4}
RECIPIENTS: Weights = {"police": 52, "labour_enforcement": 16, "la_children": 6, "la_adults": 5, "first_responder": 6,
                       "victim_support_provider": 5, "national_crime_agency": 2, "border_force": 1, "housing": 2,
                       "employment_advice": 2, "legal_advice": 1, "immigration_advice": 1, "other": 1}  # fmt: skip
ANSWERS: Weights = {"": 48, "investigation_opened": 10, "intelligence_only": 18, "welfare_check_no_concern": 6,
                    "person_safeguarded": 5, "already_known": 5, "nrm_referral_made": 3, "could_not_locate": 3,
                    "support_started": 2}  # fmt: skip
SIGNPOSTS: Weights = {"guidance": 30, "helpline": 16, "emergency": 9, "employment_rights_advice": 14,
                      "legal_advice": 8, "immigration_advice": 8, "labour_enforcement": 8, "safe_accommodation": 4,
                      "counselling": 3}  # fmt: skip
TIERS: Weights = {"tier_1": 34, "labour_provider": 22, "own_operations": 18, "tier_2": 9, "logistics": 6,
                  "tier_3_plus": 3, "customer": 2, "": 6}  # fmt: skip
LEARNED: Weights = {"worker": 30, "audit": 18, "site_visit": 10, "hr_payroll": 12, "anonymous_line": 10,
                    "supplier_self_report": 6, "public": 5, "ngo_union": 4, "media": 2, "": 3}  # fmt: skip
SIGNS: Weights = {"withholding_wages": 60, "excessive_overtime": 46, "abusive_conditions": 38, "debt_bondage": 30,
                  "document_retention": 24, "deception": 28, "restriction_of_movement": 18, "isolation": 16,
                  "intimidation_threats": 26, "abuse_of_vulnerability": 22, "physical_sexual_violence": 8}  # fmt: skip
COLUMNS = {
    "contacts": ("month", "channel", "purpose", "class", "language"),
    "cases": ("month", "category", "exploitation", "subtype", "region", "police_force", "sector"),
    "people": ("month", "category", "exploitation", "age", "gender", "nationality"),
    "exploiters": ("month", "nationality"),
    "referrals": ("month", "recipient", "answer"),
    "signposts": ("month", "signposted_to"),
    "business_cases": ("month", "sector", "tier", "learned", "organisation"),
    "signs": ("month", "sign"),
    "calls": ("month", "call_answer"),
    MEDIAN_WAITS: ("month",),
}


@dataclass
class _Draw:
    """Facts of one month as they are drawn."""

    chance: random.Random
    month: str
    facts: dict[str, list[tuple[Fact, int]]] = field(default_factory=lambda: {unit: [] for unit in COLUMNS})

    def pick(self, weights: Weights) -> str:
        return self.chance.choices(list(weights), list(weights.values()))[0]

    def pick_list(self, weights: Weights, *, second: float = 0.0) -> tuple[str, ...]:
        """Return one code, sometimes two; none where it is not known."""
        codes = {self.pick(weights)} | ({self.pick(weights)} if self.chance.random() < second else set())
        return tuple(sorted(codes - {""}))

    def add(self, unit: str, *values: str | tuple[str, ...], number: int = 1) -> None:
        self.facts[unit].append(((self.month, *values), number))


def make_demo_facts() -> Iterator[tuple[Month, dict[str, UnitRows]]]:
    """Yield the facts of each month, the oldest first; the same at each call."""
    chance = random.Random(SEED)  # noqa: S311 - invented figures, not secrets
    forces = _forces_by_region()
    for number in range(MONTHS + WAITING_MONTHS):
        month = add_months(FIRST_MONTH, number)
        draw = _Draw(chance, str(month))
        expected = FIRST_CONTACTS * GROWTH**number * SEASON[month.number - 1]
        for _contact in range(round(chance.gauss(expected, expected**0.5 / 2))):
            _add_contact(draw, forces)
        _add_calls(draw, expected)
        yield month, {unit: add_up(COLUMNS[unit], facts) for unit, facts in draw.facts.items()}


def _forces_by_region() -> Mapping[str, Weights]:
    """Return the territorial forces of each region, weighted by how many people live in their areas."""
    people = Counter[str]()
    for council in places.get_councils():
        people[council.police_force] += council.population if council.tier != "upper" else 0
    forces: dict[str, dict[str, float]] = {}
    for force in places.get_police_forces().values():
        if force.region and force.kind == "territorial":
            forces.setdefault(force.region, {})[force.code] = people[force.code]
    return forces


def _add_contact(draw: _Draw, forces: Mapping[str, Weights]) -> None:
    channel = draw.pick(CHANNELS)
    if channel == "phone" and draw.chance.random() < 0.11:
        draw.add("contacts", channel, "", draw.pick({"silent": 45, "abandoned": 55}), "unknown")
        return
    purpose = draw.pick(PURPOSES[channel])
    is_general = purpose in {"information", "training_awareness", "business_advice", "other", ""}
    category = draw.pick(NO_SITUATION if is_general else SITUATION)
    draw.add("contacts", channel, purpose, category, draw.pick(LANGUAGES))
    if is_general and draw.chance.random() < 0.5:
        draw.add("signposts", draw.pick(SIGNPOSTS))
    if not is_general and draw.chance.random() < 0.36:
        _add_case(draw, category, forces, is_business=purpose == "business_concern")


def _add_case(draw: _Draw, category: str, forces: Mapping[str, Weights], *, is_business: bool) -> None:
    is_exploitation = category in {"modern_slavery", "labour_abuse"}
    kind = draw.pick(TYPES) if category == "modern_slavery" else "labour" if category == "labour_abuse" else ""
    known = kind if kind in SECTORS else ""
    types = tuple(sorted({kind, draw.pick(TYPES)} if kind and draw.chance.random() < 0.05 else {kind}))
    types = tuple(code for code in types if code)
    sectors = draw.pick_list(SECTORS[known], second=0.03)
    regions = ("overseas",) if category == "international" else draw.pick_list(REGIONS, second=0.03)
    of_region = forces.get(regions[0], {}) if len(regions) == 1 else {}
    force = draw.pick(of_region) if of_region else ""
    draw.add("cases", category, types, draw.pick_list(SUBTYPES[known], second=0.02), regions, force, sectors)
    if is_exploitation:
        _add_people(draw, category, types, known)
    for _referral in range(draw.chance.choices((0, 1, 2, 3), (30, 45, 18, 7))[0] if is_exploitation else 0):
        draw.add("referrals", draw.pick(RECIPIENTS), draw.pick(ANSWERS))
    if is_business or (known == "labour" and draw.chance.random() < 0.18):
        _add_business(draw, sectors)


def _add_people(draw: _Draw, category: str, types: tuple[str, ...], known: str) -> None:
    age = draw.pick(AGES.get(known, AGES[""]))
    ages = {"both": ("adult_unknown", "child_unknown"), "unknown": ("unknown",)}.get(age, (age,))
    nationality = draw.pick_list(NATIONALITIES[known], second=0.08)
    size = int(draw.pick(SIZES)) if known == "labour" else draw.chance.choices((1, 2, 3), (78, 16, 6))[0]
    draw.add("people", category, types, ages, draw.pick(GENDERS[known]), nationality, number=size)
    if draw.chance.random() < 0.4:
        draw.add("exploiters", nationality if draw.chance.random() < 0.6 else (), number=draw.chance.choice((1, 1, 2)))


def _add_business(draw: _Draw, sectors: tuple[str, ...]) -> None:
    """One large agency stands behind many cases, so that a number is hidden for it."""
    organisation = "1" if "recruitment_labour_provider" in sectors or draw.chance.random() < 0.03 else ""
    draw.add("business_cases", sectors, draw.pick_list(TIERS), draw.pick_list(LEARNED), organisation)
    for sign, weight in SIGNS.items():
        if draw.chance.random() < weight / 130:
            draw.add("signs", sign)


def _add_calls(draw: _Draw, expected: float) -> None:
    offered = round(expected * draw.chance.uniform(0.98, 1.06))
    abandoned = round(offered * draw.chance.uniform(0.05, 0.09))
    draw.add("calls", "answered", number=offered - abandoned)
    draw.add("calls", "abandoned", number=abandoned)
    draw.add(MEDIAN_WAITS, number=draw.chance.randint(9, 24))
