"""Deadlines of requests and complaints, and when an answer says nothing."""

from datetime import date

import pytest

from compliance.data_protection.rules import data_rights


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2026, 9, 3), date(2026, 10, 3)),
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2024, 1, 30), date(2024, 2, 29)),
        (date(2026, 12, 15), date(2027, 1, 15)),
    ],
)
def test_a_request_is_due_in_a_calendar_month(received, due):
    assert data_rights.get_request_due_date(received) == due


def test_a_complaint_is_acknowledged_in_30_days_and_answered_in_90():
    assert data_rights.get_acknowledge_date(date(2026, 1, 1)) == date(2026, 1, 31)
    assert data_rights.get_answer_date(date(2026, 1, 1)) == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("held_apart", "gives", "silent"),
    [(False, "Your call of 3 May", False), (False, " ", True), (True, "Your call of 3 May", True), (True, "", True)],
)
def test_who_may_be_an_exploiter_gets_the_same_letter_whatever_was_found(held_apart, gives, silent):
    assert data_rights.is_silent(is_held_apart=held_apart, gives=gives) is silent
