"""Triage, the order of pages, what is shared: tables of answers and what must follow."""

from datetime import UTC, datetime

import pytest

from compliance.concerns import labels
from compliance.concerns.rules import journey, places, sharing, triage
from portal.reference import helpline
from portal.reference.localities import councils_named

ADULT = {"danger_level": "not_immediate", "age_of_person": "adult", "purpose": "report_concern"}


@pytest.mark.parametrize(
    ("answers", "level", "why"),
    [
        ({}, "p3", "a worry about adults without urgency"),
        ({"danger_level": "happening_now"}, "p1", "a life at risk"),
        ({"danger_level": "within_24h"}, "p2", "danger soon"),
        ({"danger_level": "unknown"}, "p3", "nothing told of danger"),
        ({"age_of_person": "under_18"}, "p2", "any child"),
        ({"age_of_person": "not_sure"}, "p2", "not sure is a child until decided otherwise"),
        ({"age_of_person": "not_sure", "still_in_situation": "yes"}, "p1", "a child with whoever exploits it"),
        ({"age_of_person": "under_18", "still_in_situation": "no"}, "p2", "a child who is out"),
        ({"still_in_situation": "yes", "wants": ["leave_safely"]}, "p2", "still inside and wants out"),
        ({"wants": ["somewhere_to_stay"]}, "p2", "nowhere to sleep"),
        ({"still_in_situation": "no", "wants": ["leave_safely"]}, "p3", "out already"),
        ({"still_in_situation": "yes", "wants": ["advice_only"]}, "p3", "asks for advice"),
        ({"urgent": ["missing"]}, "p2", "an adult who is missing"),
        ({"urgent": ["missing"], "age_of_person": "not_sure"}, "p1", "a child who is missing"),
        ({"urgent": ["to_be_moved"]}, "p2", "about to be moved"),
        ({"urgent": ["nowhere_to_sleep"], "still_in_situation": "no"}, "p2", "out, with nowhere to sleep"),
        ({"purpose": "seeking_help_other", "wants": ["leave_safely"]}, "p2", "somebody else who wants out"),
        ({"purpose": "professional_advice", "needed_by": "today"}, "p2", "a professional needs it today"),
        ({"purpose": "professional_advice", "needed_by": "week"}, "p3", "a professional can wait"),
        ({"purpose": "business_advice"}, "p4", "advice"),
        ({"purpose": "business_advice", "age_of_person": "not_sure"}, "p2", "advice about what may be a child"),
        ({"purpose": "business_advice", "danger_level": "happening_now"}, "p1", "danger in a question for advice"),
        ({"purpose": "professional_advice"}, "p3", "a case, though asked by a professional"),
    ],
)
def test_the_level_follows_from_the_answers(answers, level, why):
    assert triage.get_triage_level(ADULT | answers) == level, why


@pytest.mark.parametrize(
    ("answers", "level", "why"),
    [
        ({"purpose": "seeking_help_self", "still_in_situation": "yes"}, "p2", "inside, and it is about them"),
        ({"reporter_type": "potential_victim", "still_in_situation": "yes"}, "p2", "inside, by who they are"),
        ({"reporter_proximity": "self", "still_in_situation": "not_sure"}, "p2", "perhaps inside"),
        ({"purpose": "", "still_in_situation": "yes"}, "p2", "inside, and nobody asked who they are"),
        (
            {"purpose": "seeking_help_self", "still_in_situation": "yes", "wants": ["advice_only"]},
            "p2",
            "inside and only asks for advice: they may not be able to call again",
        ),
        ({"purpose": "seeking_help_self", "still_in_situation": "no"}, "p3", "out"),
        ({"purpose": "report_concern", "still_in_situation": "yes"}, "p3", "somebody who saw something"),
        ({"purpose": "business_advice"}, "p4", "advice"),
    ],
)
def test_a_person_still_inside_who_phones_does_not_wait_a_day(answers, level, why):
    assert triage.get_triage_level(ADULT | answers, by_phone=True) == level, why


def test_every_reason_to_hurry_that_is_offered_is_one_of_the_rule():
    assert labels.URGENT.keys() == triage.URGENT >= labels.URGENT_FOR_ME.keys()
    assert triage.TODAY in labels.NEEDED_BY and labels.WANTS.keys() >= triage.URGENT_WANTS


def test_advice_is_due_in_two_working_days_and_nothing_else_is_dated():
    friday = datetime(2026, 11, 27, 15, tzinfo=UTC)
    advice = ADULT | {"purpose": "business_advice"}
    assert triage.get_advice_due_at(advice, friday) == datetime(2026, 12, 1, 15, tzinfo=UTC)
    assert triage.get_advice_due_at(advice | {"age_of_person": "not_sure"}, friday) == datetime(
        2026, 12, 1, 15, tzinfo=UTC
    )
    assert triage.get_advice_due_at(ADULT, friday) is None


@pytest.mark.parametrize("purpose", journey.ROUTES)
def test_the_shortest_way_is_eight_pages_whatever_somebody_came_for(purpose):
    answers, seen = {"purpose": purpose}, ["start"]
    given = iter(
        [
            {"danger_level": "unknown"},
            {"age_of_person": "not_sure"},
            {"account": "a" * 10},
            {"place_unknown": True},
            {"identity_mode": "anonymous"},
        ]
    )
    page = journey.DANGER
    while page != journey.CHECK:
        seen.append(page.code)
        assert journey.get_page_to_answer_first(page, answers, files=0) is None
        answers |= next(given)
        page = journey.get_next_page(page, answers, files=0)
    assert [*seen, "check", "code"] == ["start", "danger", "age", "account", "where", "privacy", "check", "code"]
    assert not journey.get_missing_pages(answers, files=0)


@pytest.mark.parametrize("page", [page for page in journey.ALL_PAGES if page not in {journey.DANGER, journey.CODE}])
def test_no_page_is_reached_by_its_address_before_danger_was_asked(page):
    assert journey.get_page_to_answer_first(page, {"purpose": "business_concern"}, files=0) == journey.DANGER


@pytest.mark.parametrize(
    ("answers", "files", "is_enough"),
    [
        ({"account": "x" * 9}, 0, False),
        ({"account": "x" * 10}, 0, True),
        ({}, 1, True),
        ({"wants_call": ["yes"]}, 0, True),
        ({}, 0, False),
    ],
)
def test_an_account_a_file_or_a_call_is_enough(answers, files, is_enough):
    assert journey.is_answered(journey.ACCOUNT, answers, files=files) is is_enough


def test_an_optional_page_leads_back_to_the_check_page():
    answers = ADULT | {
        "account": "x" * 10, "place_unknown": True, "identity_mode": "confidential", "reached_check": True,
    }  # fmt: skip
    assert journey.get_next_page(journey.WHEN, answers, files=0) == journey.CHECK
    assert journey.get_next_page(journey.DANGER, answers, files=0) == journey.CHECK


def test_pages_of_other_routes_do_not_open():
    answers = ADULT | {"account": "x" * 10, "place_unknown": True, "identity_mode": "confidential"}
    assert journey.get_page_to_answer_first(journey.SUPPLY, answers, files=0) == journey.CHECK
    assert journey.get_page_to_answer_first(journey.SUPPLY, answers | {"purpose": "business_concern"}, files=0) is None
    assert (
        journey.get_page_to_answer_first(journey.CONTACT, answers | {"identity_mode": "anonymous"}, files=0)
        == journey.CHECK
    )


def test_who_is_anonymous_leaves_no_name_and_no_way_to_be_reached():
    said = {"identity_mode": "anonymous", "account": "x", **dict.fromkeys(journey.REPORTER_KEYS, "marked")}
    assert journey.drop_reporter_identity(said) == {"identity_mode": "anonymous", "account": "x"}
    assert journey.drop_reporter_identity(said | {"identity_mode": "confidential"})["name"] == "marked"


def test_a_name_is_shared_only_by_those_who_share_it():
    told = {"account": "x", "town": "Anywhere", "name": "N", "phone": "1", "exploitation_type": ["labour"]}
    for mode in ("confidential", "anonymous"):
        for recipient in sharing.RECIPIENTS:
            assert sharing.NAME_PART not in sharing.preview_parts(recipient, told | {"identity_mode": mode}, files=1)
    named = told | {"identity_mode": "named_share"}
    assert sharing.preview_parts("police", named, files=1) == ["account", "place", "signs", "files", "name"]
    assert sharing.preview_parts("support_provider", named, files=1) == ["place", "name"]


@pytest.mark.parametrize(
    ("typed", "written", "is_valid"),
    [
        ("sw1a 2aa", "SW1A 2AA", True),
        ("  M11AE ", "M1 1AE", True),
        ("near the mill", "near the mill", False),
        ("SW1A", "SW1A", False),
        ("A" * 10_000, "A" * 10_000, False),
    ],
)
def test_a_postcode_is_kept_as_typed_where_it_is_none(typed, written, is_valid):
    assert places.parse_postcode(typed) == (written, is_valid)


@pytest.mark.parametrize(
    ("answers", "region", "nation"),
    [
        ({"local_authority": "Chesterfield"}, "east_midlands", "england"),
        ({"town": "Glasgow"}, "scotland", "scotland"),
        ({"local_authority": "Belfast"}, "northern_ireland", "northern-ireland"),
        ({"country": "Wales"}, "wales", "wales"),
        ({"country": "the United Kingdom"}, "unknown", ""),
        ({"country": "Bangladesh"}, "overseas", ""),
        ({"town": "Southam"}, "west_midlands", "england"),
        ({"town": "Newport"}, "unknown", ""),
        ({"town": "Nowhere at all"}, "unknown", ""),
        ({}, "unknown", ""),
    ],
)
def test_only_region_and_nation_are_told_of_a_place(answers, region, nation):
    assert places.get_region_codes(answers, councils_named) == {"region": region, "nation": nation}
    assert region in helpline.get_labels("region")
    assert not nation or nation in helpline.get_labels("nation")
