"""What has to be done and coded before a case closes, by table.

See docs/requirements/helpline.md#coded-facts, docs/requirements/helpline.md#closing.
"""

import pytest

from compliance.casework.choices import Category
from compliance.casework.rules import closing
from compliance.casework.rules.closing import EXPLOITER, PEOPLE, PLACE, SUPPLY, Missing, Row, find_missing_facts
from portal.reference import helpline

FACTS = {
    "category": "modern_slavery",
    "channel": "webform",
    "purpose": "report_concern",
    "language": "en",
    "age_of_person": "adult",
    "region": "london",
    "police_force": "metropolitan_police_service",
    "exploitation_types": ["labour"],
    "sectors": ["car_wash"],
}
GROUP = {"count_mode": "exact", "count_min": 3, "gender": "mixed", "age_bands": ["25_34"], "nationalities": ["unknown"]}
MAN = {"count_mode": "unknown", "count_min": None, "nationalities": ["british"]}
BUSINESS = {"tier": "tier_1", "sectors": ["car_wash"]}
PEOPLE_ROW = Row(PEOPLE, 1, GROUP)


def missing(facts=None, *rows, **changed) -> list[str]:
    return [one.fact for one in find_missing_facts((facts or FACTS) | changed, rows)]


def test_with_every_fact_of_the_tables_nothing_is_missing():
    rows = (PEOPLE_ROW, Row(EXPLOITER, 2, MAN), Row(SUPPLY, 3, BUSINESS), Row(PLACE, 4, {"country": "", "in_uk": True}))
    assert missing(FACTS, *rows) == []


@pytest.mark.parametrize("name", FACTS)
def test_each_fact_of_the_case_is_asked_for(name):
    empty = [] if isinstance(FACTS[name], list) else ""
    assert missing(FACTS, PEOPLE_ROW, **{name: empty}) == [name]


@pytest.mark.parametrize("category", sorted(closing.WITHOUT_FACTS))
def test_where_nothing_happened_to_anybody_only_the_contact_is_coded(category):
    kept = {"category": category, "channel": "phone", "purpose": "information", "language": "en"}
    assert missing(kept) == []
    assert missing(kept, language="") == ["language"]


def test_categories_without_facts_are_of_the_vocabulary():
    assert set(Category.values) > closing.WITHOUT_FACTS


@pytest.mark.parametrize("region", helpline.get_labels("region"))
def test_a_police_force_is_asked_for_in_the_united_kingdom_only(region):
    abroad = region in {"overseas", "unknown"}
    place = Row(PLACE, 4, {"country": "VN", "in_uk": False})
    assert ("police_force" in missing(FACTS, PEOPLE_ROW, place, region=region, police_force="")) is not abroad


def test_that_nobody_knows_the_force_is_an_answer():
    assert missing(FACTS, PEOPLE_ROW, police_force="unknown") == []


def test_somebody_affected_is_described():
    assert find_missing_facts(FACTS) == [Missing("people", PEOPLE)]


@pytest.mark.parametrize(
    ("what", "facts", "changed", "expected"),
    [
        (PEOPLE, GROUP, {"count_mode": ""}, "count"),
        (PEOPLE, GROUP, {"count_min": None}, "count"),
        (PEOPLE, GROUP, {"count_mode": "range", "count_min": None}, "count"),
        (PEOPLE, GROUP, {"gender": ""}, "gender"),
        (PEOPLE, GROUP, {"age_bands": []}, "age_bands"),
        (PEOPLE, GROUP, {"nationalities": []}, "nationalities"),
        (EXPLOITER, MAN, {"count_mode": ""}, "count"),
        (EXPLOITER, MAN, {"nationalities": []}, "nationalities"),
        (SUPPLY, BUSINESS, {"tier": ""}, "tier"),
        (SUPPLY, BUSINESS, {"sectors": []}, "sectors"),
    ],
)
def test_each_row_that_describes_the_case_is_coded_whole(what, facts, changed, expected):
    rows = (PEOPLE_ROW, Row(what, "first", facts), Row(what, "second", facts | changed))
    found = find_missing_facts(FACTS, rows)
    assert found == [Missing(expected, what, "second", 3 if what == PEOPLE else 2)]


def test_a_number_that_nobody_knows_is_an_answer():
    assert missing(FACTS, Row(PEOPLE, 1, GROUP | {"count_mode": "unknown", "count_min": None})) == []
    assert missing(FACTS, Row(PEOPLE, 1, GROUP | {"count_min": 0})) == []


@pytest.mark.parametrize("changed", [{"category": "international"}, {"region": "overseas"}])
def test_a_case_abroad_says_in_which_country(changed):
    here, there = Row(PLACE, 4, {"country": "", "in_uk": True}), Row(PLACE, 5, {"country": "", "in_uk": None})
    facts = FACTS | changed
    assert find_missing_facts(facts, [PEOPLE_ROW]) == [Missing("country", PLACE)]
    assert find_missing_facts(facts, [PEOPLE_ROW, here]) == [Missing("country", PLACE)]
    assert find_missing_facts(facts, [PEOPLE_ROW, here, there]) == [Missing("country", PLACE, 5, 2)]
    assert find_missing_facts(facts, [PEOPLE_ROW, here, Row(PLACE, 5, {"country": "VN"})]) == []


def matters(**changed) -> closing.OpenMatters:
    nothing = {"child_actions": 0, "unanswered_referrals": 0, "facts": FACTS, "is_told": True, "can_be_told": True}
    return closing.OpenMatters(**(nothing | {"rows": (PEOPLE_ROW,)} | changed))


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, []),
        ({"child_actions": 1}, ["child_action"]),
        ({"unanswered_referrals": 2}, ["referral"]),
        ({"facts": FACTS | {"region": ""}}, ["coded_facts"]),
        ({"rows": ()}, ["coded_facts"]),
        ({"is_told": False}, ["not_told"]),
        ({"is_told": False, "can_be_told": False}, []),
        ({"has_originals": True}, ["originals"]),
        ({"unsent_referrals": 1}, ["unsent_referral"]),
        ({"status": "new"}, ["untriaged"]),
        ({"status": "closure_requested"}, ["closure_asked"]),
        ({"status": "in_progress"}, []),
        (
            {"status": "new", "child_actions": 1, "unanswered_referrals": 1, "unsent_referrals": 1, "rows": ()},
            ["child_action", "untriaged", "referral", "unsent_referral", "coded_facts"],
        ),
        ({"facts": FACTS | {"category": "not_related", "sectors": [], "exploitation_types": []}, "rows": ()}, []),
    ],
)
def test_what_stands_between_a_case_and_its_closing(changed, expected):
    assert closing.find_obstacles(matters(**changed)) == expected


@pytest.mark.parametrize(
    ("immediate", "child", "override", "needs"),
    [(False, False, False, False), (True, False, False, True), (False, True, False, True), (False, False, True, True)],
)
def test_who_closes_alone(immediate, child, override, needs):
    asked = {"was_immediate": immediate, "concerns_child": child, "has_override": override}
    assert closing.needs_second_person(**asked) is needs
