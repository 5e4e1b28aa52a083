"""Which finding raises what, by table (docs/requirements/suppliers.md#alert-levels)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from compliance.audits.choices import AlertLevel, FindingStatus, Grade
from compliance.audits.rules import alerts as rules
from portal.reference.audits import issues

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("code", "grade", "level"),
    [
        ("FL01", Grade.MINOR, AlertLevel.A),
        ("FL05", Grade.CAR, AlertLevel.A),
        ("CL02", Grade.OBSERVATION, AlertLevel.A),
        ("FL08", Grade.MINOR, AlertLevel.B),
        ("HS01", Grade.BUSINESS_CRITICAL, AlertLevel.B),
        ("HS05", Grade.CRITICAL, None),
        ("HS05", Grade.BUSINESS_CRITICAL, AlertLevel.B),
        ("OT99", Grade.MAJOR, None),
        ("unknown", Grade.BUSINESS_CRITICAL, AlertLevel.B),
        ("unknown", Grade.MAJOR, None),
    ],
)
def test_the_level_goes_by_the_issue_whatever_the_grade(code, grade, level):
    assert rules.level_for_issue(code, grade) == level


def test_every_issue_of_the_reference_has_a_level_that_the_rules_know():
    assert {issue.alert for issue in issues().values()} == {"A", "B", "C"}
    assert {"FL01", "FL02", "FL03", "FL04", "FL05", "FL06", "FL07", "FL10", "FL11", "FL15", "FL19", "CL01", "CL02"} == (
        rules.issue_codes_for_level(AlertLevel.A)
    )


@pytest.mark.parametrize("status", FindingStatus)
def test_only_what_is_proved_or_taken_back_raises_nothing(status):
    raised = rules.level_for_finding("FL01", Grade.MAJOR, status) is not None
    assert raised is (status not in {FindingStatus.VERIFIED_CLOSED, FindingStatus.WITHDRAWN})


def test_praise_raises_nothing():
    assert rules.level_for_finding("FL01", Grade.GOOD_EXAMPLE, FindingStatus.OPEN) is None


@pytest.mark.parametrize(
    ("members", "hours", "may"), [(1, 24, True), (1, 23.99, False), (2, 240, False), (0, 240, False)]
)
def test_only_a_single_member_closes_alone_and_only_a_day_later(members, hours, may):
    at = AT + timedelta(hours=hours)
    assert rules.is_single_person_closing_allowed(asked_at=AT, members=members, at=at) is may


@pytest.mark.parametrize(
    ("raised", "by"),
    [
        (date(2026, 11, 23), date(2026, 11, 25)),
        (date(2026, 11, 26), date(2026, 11, 30)),
        (date(2026, 11, 28), date(2026, 12, 1)),
    ],
)
def test_two_working_days_pass_over_the_weekend(raised, by):
    assert rules.review_due_on(raised) == by
