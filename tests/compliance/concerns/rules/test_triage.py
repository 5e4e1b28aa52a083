"""How soon a person must look at a concern, by its answers."""

from datetime import UTC, datetime

import pytest

from compliance.concerns import labels
from compliance.concerns.rules import triage

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
        ({"age_of_person": "under_18", "groups": [{"still_in_situation": "yes"}]}, "p1", "a child of another group"),
        ({"still_in_situation": "no", "groups": [{}], "wants": ["leave_safely"]}, "p2", "others may be inside"),
        ({"purpose": "seeking_help_self", "still_in_situation": "yes"}, "p3", "inside, and can choose again"),
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
