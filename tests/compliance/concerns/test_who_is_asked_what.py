"""Questions differ by why somebody came and whom it is about.

See docs/requirements/helpline.md#ways-in, docs/requirements/helpline.md#children-first.
"""

import pytest

from compliance.concerns.models import Concern
from tests.factories.concerns import Reporter, text_of


@pytest.mark.parametrize(
    ("purpose", "is_asked"), [("seeking_help_other", True), ("professional_advice", True), ("report_concern", False)]
)
def test_who_tells_for_somebody_is_asked_what_that_person_knows_and_wants(reporter, purpose, is_asked):
    """See docs/requirements/helpline.md#ways-in."""
    reporter.begins(purpose)
    reporter.answers()
    page = reporter.opens("/r/13")
    assert ("Do they know you are telling us?" in page and "What do they want to happen?" in page) is is_asked
    if is_asked:
        reporter.sends("/r/13", knows_of_report="no", wants=["leave_safely"])
        reporter.submits()
        assert Concern.objects.get().triage_level == "p2"


def test_a_professional_says_how_soon_an_answer_is_needed_and_whether_it_is_about_the_nrm(reporter):
    reporter.begins("professional_advice")
    reporter.answers()
    assert "Is your question about the NRM?" in reporter.opens("/r/15")
    reporter.sends("/r/15", needed_by="today", about_nrm="yes", agency="Night shelter")
    reporter.submits()
    assert Concern.objects.get().triage_level == "p2"
    other = Reporter()
    other.begins("report_concern")
    other.answers()
    assert "Is your question about the NRM?" not in other.opens("/r/15")


@pytest.mark.parametrize(
    ("purpose", "words"),
    [("seeking_help_self", "I have nowhere to sleep tonight"), ("business_concern", "Someone is missing")],
)
def test_what_makes_it_urgent_is_asked_of_all_who_tell_of_people(reporter, purpose, words):
    reporter.begins(purpose)
    reporter.answers()
    page = reporter.opens("/r/13")
    assert words in page and ("Someone is missing" in page) is (purpose != "seeking_help_self")
    reporter.sends("/r/13", urgent=["nowhere_to_sleep"])
    reporter.submits()
    assert Concern.objects.get().triage_level == "p2"


def test_a_business_that_asks_for_advice_is_not_asked_as_a_victim_is(reporter):
    reporter.begins("business_advice")
    assert "If you have a question about your work, select “No”." in reporter.opens("/r/1")
    reporter.sends("/r/1", danger_level="not_immediate")
    page = reporter.opens("/r/2")
    assert "Is your question about someone under 18?" in page and "Is anyone under 18?" not in page
    reporter.sends("/r/2", age_of_person="adult")
    reporter.sends("/r/3", account="How do we write a statement?")
    page = reporter.opens("/r/4")
    assert "Where does your business operate?" in page and "Car or van" not in page
    assert "Enter a town or a country, or tick “Any place”" in reporter.sends("/r/4", 422)
    reporter.sends("/r/4", place_unknown="on")
    page = text_of(reporter.opens("/r/5"))
    assert "How private do you want to be?" in page and "if a child is at risk" in page
    assert "Who can we share it with?" not in page and "The police" not in page and "pass on who I am" not in page
    reporter.sends("/r/5", identity_mode="confidential")
    reporter.submits()
    concern = Concern.objects.get()
    assert concern.triage_level == "p4" and concern.due_at


@pytest.mark.parametrize(("purpose", "is_told"), [("business_concern", True), ("report_concern", False)])
def test_a_business_is_told_to_leave_out_names_of_workers(reporter, purpose, is_told):
    """What an auditor wrote may name them, and it stands there already."""
    reporter.begins(purpose)
    reporter.sends("/r/1", danger_level="not_immediate")
    reporter.sends("/r/2", age_of_person="adult")
    assert ("Do not give workers’ names." in reporter.opens("/r/3")) is is_told


@pytest.mark.parametrize(
    ("town", "numbers"),
    [
        ("Glasgow", ["0141 276 7724", "0141 884 7900"]),
        ("Belfast", ["028 90662385", "028 92448449"]),
        ("Leeds", ["0800 808 3733"]),
    ],
)
def test_an_adult_who_needs_help_reads_who_helps_adults_in_that_nation(reporter, town, numbers):
    reporter.begins("seeking_help_self")
    reporter.answers(r4={"town": town})
    page = reporter.opens("/r/5")
    assert all(number in page for number in numbers)
    reporter.sends("/r/4", place_unknown="on")
    assert "these services, which support adults near you:" not in reporter.opens("/r/5")
    reporter.sends("/r/2", age_of_person="under_18")
    reporter.sends("/r/4", town=town)
    assert "these services, which support adults near you:" not in reporter.opens("/r/5")


@pytest.mark.parametrize(
    ("later", "is_named"),
    [
        ({}, True),
        ({"r13": {"group_gender": "unknown"}}, True),
        ({"r13": {"group_gender": "exclusively_female"}}, True),
        ({"r13": {"group_gender": "exclusively_male"}}, False),
        ({"r10": {"exploitation_type": ["unknown"]}}, True),
        ({"r10": {"exploitation_type": ["sexual"]}}, True),
        ({"r10": {"exploitation_type": ["labour"]}}, False),
    ],
)
def test_tara_is_named_only_to_those_whom_it_may_help(reporter, later, is_named):
    """What is not known is not a no."""
    reporter.begins("seeking_help_self")
    reporter.answers(r4={"town": "Glasgow"})
    for page, answers in later.items():
        reporter.sends({"r10": "/r/10", "r13": "/r/13"}[page], **answers)
    shown = reporter.opens("/r/5")
    assert ("0141 276 7724" in shown) is is_named
    assert "0141 884 7900" in shown


@pytest.mark.parametrize(("place", "has_guardians"), [("Cardiff", True), ("Glasgow", False), ("Nowhere at all", False)])
def test_guardians_of_children_are_named_where_the_nation_has_them(reporter, place, has_guardians):
    reporter.begins()
    reporter.sends("/r/1", danger_level="not_immediate")
    reporter.sends("/r/2", age_of_person="under_18")
    assert ("0800 043 4303" in reporter.sends("/r/2/child", 200, place=place)) is has_guardians
