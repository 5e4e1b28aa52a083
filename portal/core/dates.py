"""Arithmetic of calendar months, and moments without a zone."""

from calendar import monthrange
from datetime import UTC, date, datetime


def add_months(day: date, months: int) -> date:
    """Return the same day of the month so many months on, or the last day of that month where it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    return first.replace(day=min(day.day, last_of_month(first).day))


def last_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def is_month_end(day: date) -> bool:
    return day == last_of_month(day)


def in_utc(at: datetime | None) -> datetime | None:
    """Return the moment; one without a zone is meant as UTC."""
    return at.replace(tzinfo=UTC) if at and at.tzinfo is None else at
