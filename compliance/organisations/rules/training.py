"""When an assigned course counts as completed, when people are reminded, and what the totals count. Our own rules."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from portal.core.dates import add_months

# A completion of the twelve months before the due day counts: nobody takes a course twice in a year.
COMPLETION_VALIDITY = timedelta(days=365)
REMINDER_LEAD_TIME = timedelta(days=7)
# Older than that, a reminder helps nobody.
LATE_REMINDER_PERIOD = timedelta(days=60)
# So long before a completion runs out people are asked to take the course again.
REFRESH_LEAD_TIME = timedelta(days=30)


class CompletionStatus(StrEnum):
    """How far one person is with an assigned course."""

    COMPLETED = "completed"
    WAITING = "waiting"
    OVERDUE = "overdue"


def get_completion_status(
    completed_on: date | None, due_on: date, today: date, *, repeat_months: int = 0
) -> CompletionStatus:
    """Return the status of an assignment. completed_on: the last completion, which counts even when late.

    repeat_months: after which a completion runs out; 0 for never.
    """
    expires_on = get_expiry(completed_on, repeat_months)
    if completed_on is not None and completed_on >= due_on - COMPLETION_VALIDITY:
        is_expired = expires_on is not None and today > max(expires_on, due_on)
        return CompletionStatus.OVERDUE if is_expired else CompletionStatus.COMPLETED
    return CompletionStatus.OVERDUE if today > due_on else CompletionStatus.WAITING


def get_expiry(completed_on: date | None, repeat_months: int) -> date | None:
    """Return the last day on which a completion counts; None where it does not run out."""
    return add_months(completed_on, repeat_months) if completed_on and repeat_months else None


def is_refresh_due(expires_on: date | None, today: date) -> bool:
    """Return whether people are asked to take a course again: a month before it runs out, and for a time after."""
    return expires_on is not None and expires_on - REFRESH_LEAD_TIME <= today <= expires_on + LATE_REMINDER_PERIOD


def get_due_reminder(due_on: date, today: date) -> str:
    """Return the kind of reminder that is due (codes of ReminderKind); empty where it is too late for any."""
    if today > due_on + LATE_REMINDER_PERIOD:
        return ""
    if today > due_on:
        return "late"
    return "soon" if today >= due_on - REMINDER_LEAD_TIME else "asked"


@dataclass(frozen=True)
class CourseCompletions:
    """The completions of one course by one group, as members. minutes: of the course, its quiz included.

    asked: public id of the assignment that asked the group for it, empty if none did. meant: the group's members now.
    people: every day on which one of them completed it, by the person's public id.
    since: the first day on which each was asked for any course as one of the group. What they are asked later changes
    no period that was over by then. minutes_of: of the course as it was on that day. asked_on: the day of asked.
    """

    course: str
    group: str
    minutes: int
    meant: int
    people: Sequence[tuple[str, date]] = ()
    asked: str = ""
    since: Mapping[str, date] = field(default_factory=dict)
    minutes_of: Mapping[tuple[str, date], int] = field(default_factory=dict)
    asked_on: date | None = None

    def completed(self, first: date, last: date) -> frozenset[str]:
        """Return who completed it from the first day to the last, both included, and was of the group by the last."""
        return frozenset(self.get_minutes(first, last))

    def get_minutes(self, first: date, last: date) -> Mapping[str, int]:
        """Return for each of them the minutes of the last completion in that time."""
        in_period = [
            (person, day) for person, day in self.people if first <= day <= last and self._is_member(person, last)
        ]
        return {person: self.minutes_of.get((person, day), self.minutes) for person, day in sorted(in_period)}

    def get_asked(self, last: date) -> str:
        """Return the assignment that asked the group for it by that day, empty if none did."""
        return self.asked if self.asked_on is None or self.asked_on <= last else ""

    def get_meant(self, last: date) -> int:
        """Return how many of the group's members now were of it by that day."""
        later = sum(day > last for day in self.since.values())
        return max(0, self.meant - later)

    def _is_member(self, person: str, last: date) -> bool:
        return self.since.get(person, last) <= last


@dataclass(frozen=True)
class TrainingTotals:
    """What some people completed in a period. people: each once. minutes: a course that a person took twice is one."""

    people: int
    minutes: int
    courses: tuple[str, ...]


def summarise_training(
    completions: Iterable[CourseCompletions], *, first: date, last: date
) -> tuple[TrainingTotals, Mapping[str, TrainingTotals]]:
    """Return the totals of all groups together, and by the code of each group in which somebody completed a course."""
    minutes_by_group: dict[str, dict[tuple[str, str], int]] = defaultdict(dict)
    for course in completions:
        for person, minutes in course.get_minutes(first, last).items():
            minutes_by_group[course.group][course.course, person] = minutes
    everything = {key: minutes for group in minutes_by_group.values() for key, minutes in group.items()}
    return _sum_completions(everything), {
        group: _sum_completions(minutes_by_group[group]) for group in sorted(minutes_by_group)
    }


def _sum_completions(minutes_by_completion: Mapping[tuple[str, str], int]) -> TrainingTotals:
    people = {person for _course, person in minutes_by_completion}
    return TrainingTotals(
        len(people),
        sum(minutes_by_completion.values()),
        tuple(sorted({course for course, _person in minutes_by_completion})),
    )


def last_financial_year(year_end_on: date, today: date) -> tuple[date, date]:
    """Return first and last day of the latest financial year that is over. A month's last day stays one."""
    ends = [_year_end(year_end_on, year) for year in range(today.year - 2, today.year + 1)]
    past = [day for day in ends if day < today]
    return past[-2] + timedelta(days=1), past[-1]


def _year_end(day: date, year: int) -> date:
    last = monthrange(year, day.month)[1]
    is_month_end = day.day == monthrange(day.year, day.month)[1]
    return date(year, day.month, last if is_month_end else min(day.day, last))
