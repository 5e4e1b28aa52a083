"""When findings are due and how long audits count, by table.

See docs/requirements/suppliers.md#finding-due-dates, docs/requirements/suppliers.md#audit-validity.
"""

from datetime import date

import pytest

from compliance.audits.choices import Freshness
from compliance.audits.rules import dates

END = date(2026, 1, 31)


@pytest.mark.parametrize(
    ("grade", "issue", "scheme", "days", "why"),
    [
        ("business_critical", "OT99", "smeta_4_pillar", 0, "the worst is due at once"),
        ("critical", "OT99", "smeta_4_pillar", 30, "by grade"),
        ("major", "OT99", "smeta_4_pillar", 60, "by grade"),
        ("minor", "OT99", "smeta_4_pillar", 90, "by grade"),
        ("minor", "FL01", "smeta_4_pillar", 0, "auditors under-grade: the kind of finding is sooner"),
        ("critical", "HS05", "smeta_4_pillar", 30, "the grade is sooner than the kind"),
        ("major", "FL31", "smeta_4_pillar", 60, "a kind without a date leaves it to the grade"),
        ("collaborative_action_required", "FL05", "smeta_4_pillar", None, "a CAR has no date"),
        ("observation", "FL13", "smeta_6_1", None, "a note has no date"),
        ("good_example", "OT99", "smeta_4_pillar", None, "nor has praise"),
        ("business_critical", "OT99", "rba_vap", 7, "the RBA gives a week to what it calls priority"),
        ("business_critical", "FL01", "rba_vap", 0, "but people in danger do not wait a week"),
        ("major", "XX00", "smeta_4_pillar", 60, "an unknown kind leaves it to the grade"),
    ],
)
def test_a_finding_is_due_when_the_table_says(grade, issue, scheme, days, why):
    due = dates.finding_due_on(grade=grade, issue_code=issue, scheme=scheme, ended_on=END)
    assert (due and (due - END).days) == days, why


@pytest.mark.parametrize(
    ("scheme", "grade", "days"),
    [
        ("rba_vap", "business_critical", 7),
        ("rba_vap", "major", 14),
        ("rba_vap", "observation", None),
        ("wrap", "major", None),
    ],
)
def test_only_the_rba_sets_a_day_for_the_plan(scheme, grade, days):
    due = dates.plan_due_on(grade=grade, scheme=scheme, ended_on=END)
    assert (due and (due - END).days) == days


@pytest.mark.parametrize(
    ("scheme", "result", "until"),
    [
        ("smeta_4_pillar", "", date(2028, 1, 31)),
        ("sa8000", "", date(2029, 1, 31)),
        ("slcp", "", date(2027, 1, 31)),
        ("wrap", "Platinum", date(2028, 1, 31)),
        ("wrap", " gold ", date(2027, 1, 31)),
        ("wrap", "silver", date(2026, 7, 31)),
        ("amfori_bsci", "B", date(2028, 1, 31)),
        ("amfori_bsci", "D", date(2027, 1, 31)),
        ("amfori_bsci", "E", END),
        ("never heard of", "", date(2028, 1, 31)),
    ],
)
def test_an_audit_counts_as_long_as_its_scheme_and_result_say(scheme, result, until):
    assert dates.audit_expires_on(scheme=scheme, ended_on=END, result=result) == until


@pytest.mark.parametrize(
    ("today", "freshness"),
    [
        (END, Freshness.FRESH),
        (date(2027, 1, 31), Freshness.FRESH),
        (date(2027, 2, 1), Freshness.AGEING),
        (date(2028, 1, 31), Freshness.AGEING),
        (date(2028, 2, 1), Freshness.EXPIRED),
    ],
)
def test_a_smeta_audit_is_fresh_for_a_year_and_expired_after_two(today, freshness):
    until = dates.audit_expires_on(scheme="smeta_4_pillar", ended_on=END)
    assert dates.audit_freshness(scheme="smeta_4_pillar", ended_on=END, expires_on=until, today=today) == freshness


def test_a_report_that_ends_sooner_is_never_fresh_after_its_own_end():
    own = date(2026, 3, 1)
    said = dates.audit_freshness(scheme="smeta_4_pillar", ended_on=END, expires_on=own, today=date(2026, 3, 2))
    assert said == Freshness.EXPIRED


def test_the_chart_stands_on_the_ends_of_months_and_on_today():
    days = dates.list_month_ends(date(2026, 3, 15), 3)
    assert days == [date(2025, 12, 31), date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 15)]


def test_a_collaborative_action_is_reviewed_every_180_days():
    assert (dates.next_review_on(END) - END).days == 180
