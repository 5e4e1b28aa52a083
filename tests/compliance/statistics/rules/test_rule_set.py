import json
from pathlib import Path

import pytest

from compliance.casework.choices import Age, Category, ContactCategory
from compliance.statistics import rule_sets
from compliance.statistics.rule_sets import get_rule_set
from compliance.statistics.rules.periods import Kind
from compliance.statistics.rules.rule_set import NOT_KNOWN, SEVERAL, parse_rule_set
from portal.reference import helpline, nrm, places

RULES = get_rule_set()
LISTS = {
    "channel": helpline.get_labels("contact_channel"),
    "purpose": helpline.get_labels("contact_purpose"),
    "class": dict(ContactCategory.choices),
    "language": helpline.get_labels("language"),
    "category": dict(Category.choices),
    "exploitation": helpline.get_labels("exploitation_type"),
    "region": helpline.get_labels("region"),
    "sector": helpline.get_labels("sector"),
    "age": helpline.get_labels("age_band") | dict(Age.choices),
    "gender": helpline.get_labels("group_gender"),
    "nationality": nrm.get_accepted_labels("nationalities"),
    "recipient": helpline.get_labels("referral_target_type"),
    "answer": helpline.get_labels("referral_outcome"),
    "subtype": helpline.get_labels("exploitation_subtype"),
    "signposted_to": helpline.get_labels("service_type"),
    "police_force": places.get_police_forces(),
    "tier": helpline.get_labels("supply_chain_tier"),
    "learned": helpline.get_labels("business_knowledge_source"),
    "sign": helpline.get_labels("ilo_indicator"),
}
MAY_BE_UNKNOWN = {"unknown", "not_sure", "no_feedback"}


@pytest.mark.parametrize("name", sorted(LISTS))
def test_every_code_of_the_portal_has_its_group(name):
    """Otherwise a fact would count as not known although somebody coded it."""
    lost = [code for code in LISTS[name] if RULES.dimensions[name].find_group(code) == NOT_KNOWN]
    assert set(lost) <= MAY_BE_UNKNOWN


@pytest.mark.parametrize("name", sorted(LISTS))
def test_no_group_names_a_code_that_the_portal_does_not_have(name):
    own = {"guidance", "county_lines"} if name in {"signposted_to", "sector"} else set()
    members = {code for group in RULES.dimensions[name].groups for code in group.members}
    assert members - own - {"", "unknown", "not_sure"} <= set(LISTS[name])


@pytest.mark.parametrize("dimension", RULES.dimensions.values(), ids=lambda dimension: dimension.name)
def test_the_groups_of_a_dimension_are_told_apart_and_leave_nothing_out(dimension):
    codes, labels = [group.code for group in dimension.groups], [group.label for group in dimension.groups]
    members = [code for group in dimension.groups for code in group.members]
    assert len(set(codes)) == len(codes) and len(set(labels)) == len(labels) and len(set(members)) == len(members)
    assert dimension.rest in {"", *codes}
    if dimension.name not in {"call_answer", "sign"}:
        assert codes[-1] == NOT_KNOWN, "not known is always printed"


def test_what_is_of_two_groups_counts_once():
    sector = RULES.dimensions["sector"]
    assert sector.find_group(("car_wash", "cleaning")) == SEVERAL
    assert sector.find_group(("restaurant_takeaway", "hospitality_hotel")) == "hospitality", "both of one group"
    assert sector.find_group(("car_wash", "unknown")) == "car_wash", "not known beside what is known"
    assert sector.find_group(()) == sector.find_group("") == sector.find_group("unknown") == NOT_KNOWN
    nationality = RULES.dimensions["nationality"]
    assert nationality.find_group("fijian") == "other" and nationality.find_group(("indian", "fijian")) == SEVERAL


def test_a_table_of_months_is_in_quarters_and_years_too():
    """So that its months add up to them."""
    for table in RULES.tables:
        assert Kind.YEAR in table.kinds
        assert table.kinds in ({Kind.YEAR}, {Kind.QUARTER, Kind.YEAR}, {*Kind})
        assert table.unit in {unit.code for unit in RULES.units} and table.chapter in RULES.chapters
        assert len(table.dimensions) <= 2
        assert RULES.get_spec(table).id == RULES.get_table(table.id).id == table.id


def test_every_chapter_of_the_annual_assessment_has_a_table():
    assert {table.chapter for table in RULES.tables} == set(RULES.chapters)


def test_a_match_with_an_international_standard_names_field_and_value():
    matched = [group.htcds for dimension in RULES.dimensions.values() for group in dimension.groups if group.htcds]
    assert matched and all(": " in text for text in matched)


def test_every_version_is_a_file_that_says_its_number():
    folder = Path(rule_sets.__file__).parent / "data"
    for path in folder.glob("rule_set_*.json"):
        version = json.loads(path.read_text())["version"]
        assert path.name == f"rule_set_{version}.json" and get_rule_set(version).version == version
    assert get_rule_set().version == rule_sets.LATEST_VERSION
    with pytest.raises(FileNotFoundError):
        get_rule_set(99)


def test_another_shape_is_refused():
    with pytest.raises(KeyError):
        parse_rule_set({"version": 2})
