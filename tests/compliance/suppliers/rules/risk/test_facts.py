"""What a score keeps of the facts, and how months are counted."""

from datetime import date

from compliance.suppliers.rules.risk.facts import Control, Facts, is_within_months


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


def test_a_day_in_the_future_is_not_within_the_months_behind_us():
    assert not is_within_months(date(2026, 12, 1), 12, date(2026, 11, 24))
