"""What a concern says, as coded facts and rows of its case. Who the reporter is stays in the concern alone.

They may take their name back there (concerns.services.dialogue.delete_contact), and then it is nowhere.
"""

from collections.abc import Mapping
from typing import Any

from compliance.casework.choices import Category
from compliance.casework.models import Case, CaseLocation, CaseSupplyChainLink, Exploiter, Indicator, PersonGroup
from compliance.casework.rules.people_counts import MINIMUM
from compliance.casework.services import case_facts, council_lookup, merged_cases
from compliance.casework.services.case_keys import Keys, seal_columns
from compliance.concerns import encryption
from compliance.concerns.models import Concern
from compliance.concerns.rules import places as rules
from compliance.concerns.rules.tellers import TellerRole, derive_teller
from portal.core.types import JsonObject
from portal.reference import helpline, localities

type Answers = Mapping[str, Any]

UNKNOWN = "unknown"
# Columns of the case that follow a place.
PLACE_FACTS = ("nation", "region", "police_force")

PLACE = {
    "premises": "premises_name",
    "lines": "address",
    "town": "town",
    "postcode": "postcode",
    "council_typed": "local_authority",
    "country": "country",
    "directions": "directions",
    "vehicle": "vehicle",
    "url": "url",
}
EXPLOITER = {
    "description": "responsible",
    "business": "responsible_business",
    "contact": "responsible_contact",
    "origin": "responsible_nationality",
}
SUPPLY_CHAIN = {
    "business": "subject_organisation",
    "site": "subject_site",
    "product": "products",
    "share": "purchase_share",
    "reporting_business": "organisation_name",
    "workers": "workers_affected",
    "labour_provider": "labour_provider",
    "workers_want": "workers_want",
    "action_taken": "action_taken",
}


def read_answers(concern: Concern, keys: Keys) -> JsonObject:
    """Return everything that was said in it. Raises encryption.DecryptionError."""
    return encryption.open_json(keys.get_key(concern), concern.answers, encryption.get_answers_place(concern.uuid))


def get_facts(concern: Concern) -> JsonObject:
    """Return the columns of a new case that the concern has in clear."""
    return {
        "level": concern.triage_level,
        "age_of_person": concern.age_of_person,
        "danger_level": concern.danger_level,
        "category": Category.INTERNATIONAL if concern.region == "overseas" else "",
        "channel": concern.channel,
        "purpose": concern.purpose,
        "exploitation_types": concern.exploitation_types,
        "sectors": concern.sectors,
        "language": concern.language,
        "nation": concern.nation,
        "region": concern.region,
        "arrived_hour": concern.arrived_hour,
    }


def get_region_facts(answers: Answers) -> dict[str, str]:
    """Return the region and nation of the place that was said, as columns of a case."""
    return rules.get_region_codes(answers, localities.councils_named)


def import_answers(case: Case, answers: Answers, keys: Keys) -> None:
    """Make rows of what was said of places, people, businesses and signs; the handler corrects them."""
    key = keys.get_key(case)
    for row, texts in (
        *(_place(case, place) for place in (answers, *(answers.get("places") or ()))),
        *(_people(case, group) for group in (answers, *(answers.get("groups") or ()))),
        _exploiter(case, answers),
        _supply_chain(case, answers),
    ):
        if row is not None:
            seal_columns(key, row, **texts)
            row.save(force_insert=True)
            if isinstance(row, CaseLocation):
                case_facts.code_place(case, row, keys)
    case.save(update_fields=PLACE_FACTS)
    signs = [(name, sign) for name in ("ilo_indicator", "general_indicator") for sign in answers.get(name) or ()]
    signs += [("business_payroll_flag", flag) for flag in answers.get("business_payroll_flag") or ()]
    Indicator.objects.bulk_create(Indicator(case=case, vocabulary=name, code=sign) for name, sign in signs)


def add_place(case: Case, answers: Answers, keys: Keys) -> None:
    """Keep the place that another contact of a locked case said, where the case has none."""
    if merged_cases.rows_of_case(CaseLocation.objects.all(), case).exists():
        return
    row, texts = _place(case, answers)
    if row is not None:
        seal_columns(keys.get_key(case), row, **texts)
        row.save(force_insert=True)
        case_facts.code_place(case, row, keys)
        case.save(update_fields=PLACE_FACTS)


def add_people_count(case: Case, answers: Answers, keys: Keys) -> None:
    """Keep the number that another contact of the case said as a group of its own; without a number nothing is added.

    The case counts its largest group, so that the same people are not counted twice (rules.people_counts).
    """
    if not isinstance(answers.get("pv_count_min"), int):
        return
    row, texts = _people(case, answers)
    if row is not None:
        seal_columns(keys.get_key(case), row, **texts)
        row.save(force_insert=True)


def _chosen(answers: Answers, names: Mapping[str, str]) -> dict[str, str]:
    return {ours: str(answers[theirs]) for ours, theirs in names.items() if answers.get(theirs)}


def _place(case: Case, answers: Answers) -> tuple[CaseLocation | None, dict]:
    facts = _chosen(answers, PLACE)
    if not facts:
        return None, {}
    council = council_lookup.find_council(facts)
    if council:
        facts |= {"council": council.code, "force": council.police_force}
    where = get_region_facts(answers)
    row = CaseLocation(
        case=case,
        role=role if (role := answers.get("place_role")) in helpline.get_labels("location_role") else "exploitation",
        in_uk=None if where["region"] == "unknown" else where["region"] != "overseas",
        nation=council.nation if council else where["nation"],
        region=council.region if council else where["region"],
        venue_type=answers.get("venue_type") or "",
        precision="premises" if facts.keys() & {"premises", "lines"} else "postcode" if "postcode" in facts else "town",
        confidence="stated",
    )
    return row, {"place": facts}


def _people(case: Case, answers: Answers) -> tuple[PersonGroup | None, dict]:
    names = ("pv_count_mode", "group_gender", "age_band", "still_in_situation", "affected_description")
    count_min = answers.get("pv_count_min")
    if count_min is None and derive_teller(answers) is TellerRole.SELF:
        count_min = 1
    if count_min is None and not any(answers.get(name) for name in (*names, "nationalities", "languages")):
        return None, {}
    row = PersonGroup(
        case=case,
        # A bare number, as the form of a call has it, is a lower bound: nobody said that there are no more.
        count_mode=answers.get("pv_count_mode") or (UNKNOWN if count_min is None else MINIMUM),
        count_min=count_min,
        count_max=answers.get("pv_count_max"),
        gender=answers.get("group_gender") or "unknown",
        age_bands=answers.get("age_band") or [],
        still_in_situation=answers.get("still_in_situation") or "",
        exploitation_types=case.exploitation_types,
    )
    texts = [answers.get(name) for name in ("affected_description", "nationalities", "languages")]
    return row, {"description": "\n".join(str(text) for text in texts if text)}


def _exploiter(case: Case, answers: Answers) -> tuple[Exploiter | None, dict]:
    facts = _chosen(answers, EXPLOITER)
    if not facts:
        return None, {}
    return Exploiter(case=case, count=answers.get("responsible_number")), {"description": facts}


def _supply_chain(case: Case, answers: Answers) -> tuple[CaseSupplyChainLink | None, dict]:
    facts = _chosen(answers, SUPPLY_CHAIN)
    if not (facts.get("business") or facts.get("site")):
        return None, {}
    row = CaseSupplyChainLink(
        case=case,
        tier=answers.get("supply_chain_tier") or "",
        business_contact_type=answers.get("business_contact_type") or "",
        knowledge_source=(answers.get("business_knowledge_source") or [""])[0],
        sectors=case.sectors,
    )
    return row, {"details": facts}
