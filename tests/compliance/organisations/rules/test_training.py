"""When a completion counts, which reminder is due, and what the totals count."""

from datetime import date, timedelta

import pytest

from compliance.organisations.rules.training import (
    CompletionStatus,
    CourseCompletions,
    TrainingTotals,
    get_completion_status,
    get_due_reminder,
    last_financial_year,
    summarise_training,
)

DUE = date(2026, 12, 10)


@pytest.mark.parametrize(
    ("completed_on", "today", "expected"),
    [
        (None, DUE, CompletionStatus.WAITING),
        (None, DUE + timedelta(days=1), CompletionStatus.OVERDUE),
        (DUE + timedelta(days=3), DUE + timedelta(days=4), CompletionStatus.COMPLETED),
        (DUE - timedelta(days=365), DUE, CompletionStatus.COMPLETED),
        (DUE - timedelta(days=366), DUE, CompletionStatus.WAITING),
    ],
)
def test_a_completion_of_the_year_before_counts(completed_on, today, expected):
    assert get_completion_status(completed_on, DUE, today) == expected


@pytest.mark.parametrize(
    ("days", "kind"), [(-30, "asked"), (-8, "asked"), (-7, "soon"), (0, "soon"), (1, "late"), (60, "late"), (61, "")]
)
def test_one_kind_of_reminder_is_due_at_a_time(days, kind):
    assert get_due_reminder(DUE, DUE + timedelta(days=days)) == kind


@pytest.mark.parametrize(
    ("year_end_on", "today", "expected"),
    [
        (date(2026, 3, 31), date(2026, 11, 27), (date(2025, 4, 1), date(2026, 3, 31))),
        (date(2026, 12, 31), date(2026, 11, 27), (date(2025, 1, 1), date(2025, 12, 31))),
        (date(2021, 4, 5), date(2026, 4, 5), (date(2024, 4, 6), date(2025, 4, 5))),
        (date(2023, 2, 28), date(2024, 3, 1), (date(2023, 3, 1), date(2024, 2, 29))),
    ],
)
def test_the_latest_financial_year_is_one_that_is_over(year_end_on, today, expected):
    assert last_financial_year(year_end_on, today) == expected


def test_each_person_counts_once_in_a_group_and_among_all():
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    taken = [
        CourseCompletions(
            "Signs", "procurement", 45, 3, [("ann", first), ("ann", last), ("ben", last + timedelta(days=1))]
        ),
        CourseCompletions("Buying", "procurement", 30, 3, [("ann", last)]),
        CourseCompletions("Signs", "executives", 45, 1, [("ann", first)]),
        CourseCompletions("Board", "executives", 45, 1, [("cat", first - timedelta(days=1))]),
    ]
    every, groups = summarise_training(taken, first=first, last=last)
    assert every == TrainingTotals(1, 75, ("Buying", "Signs"))
    assert groups == {
        "executives": TrainingTotals(1, 45, ("Signs",)),
        "procurement": TrainingTotals(1, 75, ("Buying", "Signs")),
    }
