"""Tests of which requests for advice are closed with their answer, and which become guidance."""

from dataclasses import replace

import pytest

from compliance.casework.rules.advice import Request, find_whole_phrases, is_advice, may_close_with_answer

QUESTION = Request(
    status="new", level="p4", purpose="business_advice", age="adult", danger="not_immediate", category=""
)


@pytest.mark.parametrize(
    ("changed", "is_offered"),
    [
        ({}, True),
        ({"danger": "unknown"}, True),
        ({"category": "general_information"}, True),
        ({"status": "in_progress"}, True),
        ({"level": "p3"}, False),
        ({"level": "p1"}, False),
        ({"age": "not_sure"}, False),
        ({"age": "under_18"}, False),
        ({"danger": "within_24h"}, False),
        ({"danger": "happening_now"}, False),
        ({"purpose": "report_concern"}, False),
        ({"purpose": "seeking_help_self"}, False),
        ({"category": "modern_slavery"}, False),
        ({"status": "safeguarding_hold"}, False),
        ({"status": "closed"}, False),
        ({"describes_somebody": True}, False),
        ({"has_open_work": True}, False),
    ],
)
def test_only_a_plain_question_is_closed_with_its_answer(changed, is_offered):
    assert may_close_with_answer(replace(QUESTION, **changed)) is is_offered


@pytest.mark.parametrize(
    ("purpose", "is_so"),
    [
        ("business_advice", True),
        ("training_awareness", True),
        ("report_concern", False),
        ("professional_advice", False),
    ],
)
def test_only_what_no_case_of_a_person_is_behind_may_become_guidance(purpose, is_so):
    assert is_advice(purpose) == is_so


@pytest.mark.parametrize(
    ("text", "known", "found"),
    [
        ("Ask Brightway Wash, Ltd. first", {"Brightway Wash Ltd", "Gant & Sons"}, ["Brightway Wash Ltd"]),
        ("They wash cars", {"Brightway Wash"}, []),
        ("brightway-wash", {"Brightway Wash"}, ["Brightway Wash"]),
        ("A x b", {"x", ""}, []),
    ],
)
def test_the_name_of_a_business_is_found_as_a_whole(text, known, found):
    assert find_whole_phrases(text, known) == found
