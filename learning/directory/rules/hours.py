"""Opening hours: as they are kept, as they are told, and whether somebody is there at a moment."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import groupby, product

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAY_START, DAY_END = time(0, 0), time(23, 59, 59)
# Which day of its kind in a month; -1 the last. A fifth one is not in every month.
WEEKS = (1, 2, 3, 4, -1)


@dataclass(frozen=True)
class Span:
    """The same hours on some days of the week, 0 Monday. Closing before opening is on the day after.

    weeks: of each month (WEEKS); empty for every week. first, last: of the days on which they hold; None for always.
    """

    days: tuple[int, ...]
    opens: time
    closes: time
    weeks: tuple[int, ...] = ()
    first: date | None = None
    last: date | None = None

    @classmethod
    def of(cls, byday: str, opens: time, closes: time, first: date | None = None, last: date | None = None) -> "Span":
        """From what is kept. Raises ValueError for what is no list of days, each with the same places in the month."""
        found = [_DAY.fullmatch(code) for code in byday.split(",")]
        if None in found:
            raise ValueError(byday)
        parts = [(int(one[1] or 0), CODES.index(one[2])) for one in found if one]
        weeks = tuple(week for week in WEEKS if any(week == number for number, _day in parts))
        days = tuple(sorted({day for _week, day in parts}))
        if set(parts) != set(product(weeks or (0,), days)) or (first and last and last < first):
            raise ValueError(byday)
        return cls(days, opens, closes, weeks, first, last)

    @property
    def is_all_day(self) -> bool:
        return (self.opens, self.closes) == (DAY_START, DAY_END)

    @property
    def is_always(self) -> bool:
        """Every hour, as far as anybody knows."""
        return self.is_all_day and len(self.days) == len(CODES) and not (self.weeks or self.first or self.last)

    @property
    def byday(self) -> str:
        """As the standard has it: MO,TU; of a month 1MO,1TU."""
        return ",".join(f"{week or ''}{CODES[day]}" for week in self.weeks or (0,) for day in self.days)

    def begins_on(self, day: date) -> bool:
        return day.weekday() in self.days and self._is_week(day) and self._holds(day)

    def _is_week(self, day: date) -> bool:
        is_last = day.day + 7 > monthrange(day.year, day.month)[1]
        return not self.weeks or (day.day + 6) // 7 in self.weeks or (is_last and -1 in self.weeks)

    def _holds(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


_DAY = re.compile(rf"({'|'.join(map(str, WEEKS))})?({'|'.join(CODES)})")


def is_open(spans: Iterable[Span], *, on: date, at: time) -> bool:
    """on and at by the clock of the place."""
    yesterday = on - timedelta(days=1)
    for one in spans:
        if one.closes > one.opens:
            if one.begins_on(on) and one.opens <= at < one.closes:
                return True
        elif (one.begins_on(on) and at >= one.opens) or (one.begins_on(yesterday) and at < one.closes):
            return True
    return False


# --- Told ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Words:
    """What hours are told with, in one language. days: Monday first. weeks: as in WEEKS. day: tells a date.

    both: "{first} to {last}". of_month: with {weeks} and {days}. since, until: with {day}.
    """

    days: Sequence[str]
    weeks: Sequence[str]
    every_day: str
    all_day: str
    midday: str
    midnight: str
    both: str
    of_month: str
    since: str
    until: str
    day: Callable[[date], str]


MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
ENGLISH = Words(
    days=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    weeks=("first", "second", "third", "fourth", "last"),
    every_day="Every day",
    all_day="24 hours",
    midday="midday",
    midnight="midnight",
    both="{first} to {last}",
    of_month="{weeks} {days} of the month",
    since="from {day}",
    until="until {day}",
    day=lambda day: f"{day.day} {MONTHS[day.month - 1]} {day.year}",
)


def written(spans: Iterable[Span], words: Words = ENGLISH) -> list[str]:
    """A line for each span. What is told in English can be read again by `read`."""
    return [", ".join([_days(one, words), _times(one, words), *_validity(one, words)]) for one in spans]


def _days(span: Span, words: Words) -> str:
    if not span.weeks:
        return words.every_day if len(span.days) == len(CODES) else _runs(span.days, words)
    weeks = ", ".join(words.weeks[WEEKS.index(week)] for week in span.weeks)
    told = words.of_month.format(weeks=weeks, days=_runs(span.days, words))
    return told[:1].upper() + told[1:]


def _runs(days: Sequence[int], words: Words) -> str:
    told: list[str] = []
    # Days one after the other keep the same distance from their place in the list.
    for _distance, run in groupby(enumerate(days), lambda one: one[1] - one[0]):
        names = [words.days[day] for _place, day in run]
        told += names if len(names) < 3 else [words.both.format(first=names[0], last=names[-1])]
    return ", ".join(told)


def _validity(span: Span, words: Words) -> list[str]:
    since = [words.since.format(day=words.day(span.first))] if span.first else []
    until = [words.until.format(day=words.day(span.last))] if span.last else []
    return [" ".join([*since, *until])] if since or until else []


def _times(span: Span, words: Words) -> str:
    if span.is_all_day:
        return words.all_day
    return words.both.format(first=_time(span.opens, words), last=_time(span.closes, words))


def _time(at: time, words: Words) -> str:
    if (at.hour, at.minute) == (12, 0):
        return words.midday
    if (at.hour, at.minute) == (0, 0) or at == DAY_END:
        return words.midnight
    hour, half = at.hour % 12 or 12, "am" if at.hour < 12 else "pm"
    return f"{hour}:{at.minute:02}{half}" if at.minute else f"{hour}{half}"
