"""What a score keeps of the facts, and how months are counted."""

from datetime import date

import pytest

from compliance.suppliers.rules.risk.facts import Control, Facts, add_months, is_within_months


def test_inputs_are_plain_and_leave_out_names():
    facts = Facts(
        names=("Karim Knit",),
        works=(("clothing", ""),),
        controls=(Control("saq", date(2026, 3, 1), is_confirmed=True),),
        audit_on=date(2026, 2, 1),
        workers={"total": 3},
    )
    inputs = facts.as_json()
    assert "names" not in inputs
    assert inputs["works"] == [["clothing", ""]]
    assert inputs["controls"] == [["saq", "2026-03-01", True]]
    assert inputs["audit_on"] == "2026-02-01"
    assert inputs["workers"] == {"total": 3}


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last_of_the_month(day, months, later):
    assert add_months(day, months) == later


def test_a_day_in_the_future_is_not_within_the_months_behind_us():
    assert not is_within_months(date(2026, 12, 1), 12, date(2026, 11, 24))
