"""Which findings count, what their signs amount to, which steps they may take, by table.

See docs/requirements/suppliers.md#forced-labour-signs, docs/requirements/suppliers.md#unverified-closures.
"""

from datetime import date

import pytest

from compliance.audits.choices import (
    ALLOWED_TRANSITIONS,
    CLOSED_STATUSES,
    ENDED_STATUSES,
    OPEN_STATUSES,
    FindingStatus,
    Strength,
)
from compliance.audits.rules import findings as rules

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("status", "closed_on", "audit", "weight", "why"),
    [
        *((status, None, "complete", 1, "somebody has to work on it") for status in sorted(OPEN_STATUSES)),
        ("open", None, "draft", 0, "drafts never count"),
        ("open", None, "superseded", 0, "a superseded audit is history"),
        ("verified_closed", date(2026, 11, 1), "complete", 0, "somebody saw the proof"),
        ("withdrawn", None, "complete", 0, "taken back"),
        ("carried_over", None, "complete", 0, "it counts in the audit it went to"),
        ("closed_unverified", date(2026, 8, 26), "complete", 1, "whole for 90 days"),
        ("closed_unverified", date(2026, 8, 25), "complete", 0.5, "then half"),
        ("closed_unverified", None, "complete", 1, "nobody knows since when"),
    ],
)
def test_a_finding_weighs_what_the_table_says(status, closed_on, audit, weight, why):
    assert rules.finding_weight(status=status, closed_on=closed_on, audit_status=audit, today=TODAY) == weight, why


@pytest.mark.parametrize(
    ("codes", "strength", "why"),
    [
        ([], Strength.NONE, "nothing found"),
        (["FL02"], Strength.DEFINITE, "one definite sign is enough"),
        (["FL01"], Strength.STRONG, "one strong sign"),
        (["FL13"], Strength.POSSIBLE, "two indicators are not three"),
        (["FL13", "FL29"], Strength.STRONG, "wages, debt and overtime are three indicators"),
        (["FL28", "FL28"], Strength.POSSIBLE, "the same finding twice adds nothing"),
        (["FL28", "FL32"], Strength.POSSIBLE, "two findings with the same two indicators are two"),
        (["EN01", "OT99"], Strength.NONE, "signs of nothing in the list of eleven"),
        (["XX00"], Strength.NONE, "an unknown kind says nothing"),
        (["HS02", "FL02", "FL01"], Strength.DEFINITE, "the strongest speaks"),
    ],
)
def test_signs_together_are_as_strong_as_the_rule_says(codes, strength, why):
    assert rules.indicator_strength(codes) == strength, why


@pytest.mark.parametrize(
    ("code", "grade", "asked"),
    [
        ("FL01", "minor", True),
        ("FL08", "minor", True),
        ("FL29", "major", False),
        ("FL29", "business_critical", True),
        ("OT99", "", False),
    ],
)
def test_a_grave_suggestion_is_confirmed_by_a_person(code, grade, asked):
    assert rules.needs_confirmation(code, grade) is asked


def test_every_status_has_its_row_of_steps():
    assert set(ALLOWED_TRANSITIONS) == set(FindingStatus)


def test_nothing_is_verified_that_was_not_closed_first():
    before = {status for status, after in ALLOWED_TRANSITIONS.items() if FindingStatus.VERIFIED_CLOSED in after}
    assert before == {FindingStatus.CLOSED_UNVERIFIED}


@pytest.mark.parametrize("status", sorted(ENDED_STATUSES))
def test_from_an_end_there_is_only_reopening_and_verifying(status):
    assert ALLOWED_TRANSITIONS[FindingStatus(status)] - {FindingStatus.VERIFIED_CLOSED} == {FindingStatus.OPEN}
    assert rules.is_reopening(status, FindingStatus.OPEN)


@pytest.mark.parametrize(
    ("statuses", "status"),
    [
        ([], None),
        (["withdrawn"], None),
        (["open"], "open"),
        (["in_progress", "evidence_submitted"], "in_progress"),
        (["open", "closed_unverified"], "in_progress"),
        (["open", "plan_agreed"], "plan_agreed"),
        (["open", "in_progress"], "in_progress"),
        (["verified_closed", "closed_unverified"], "closed_unverified"),
        (["verified_closed", "verified_closed"], "verified_closed"),
        (["verified_closed", "withdrawn"], "verified_closed"),
        (["closed_unverified", "disputed"], "disputed"),
    ],
)
def test_a_finding_stands_as_the_action_furthest_behind(statuses, status):
    assert rules.status_from_actions(statuses) == status


@pytest.mark.parametrize(
    ("audits", "codes"),
    [
        ([{"FL29": True}, {"FL29": True}], {"FL29"}),
        ([{"FL29": False}, {"FL29": True}], {"FL29"}),
        ([{"FL29": True}, {"FL29": False}], set()),
        ([{"FL29": True}, {}, {"FL29": True}], set()),
        ([{"OT99": True}, {"OT99": True}], set()),
        ([{"FL29": True}], set()),
    ],
)
def test_an_issue_is_repeated_in_two_audits_running(audits, codes):
    """False: it was left open there and went on into the next audit, as carried over."""
    assert rules.find_repeated_issues(audits) == codes


def test_open_findings_are_counted_by_grade_and_day():
    days = [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)]
    opened = {("minor", "2025-06"): 1, ("critical", "2026-02"): 3, ("minor", "2026-03"): 1}
    closed = {("critical", "2026-03"): 2}
    assert rules.count_open_by_grade(opened, closed, days) == {"critical": [0, 3, 1], "minor": [1, 1, 2]}


def test_closed_and_open_are_strangers():
    assert not OPEN_STATUSES & CLOSED_STATUSES
