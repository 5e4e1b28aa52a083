"""Opening hours: as they are stored, as they are shown, and whether somebody is there at a moment."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import groupby, product

DAY_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
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
        """Return a span from what is stored. Raises ValueError for what is no list of days, each with the same places
        in the month.
        """
        matches = [_DAY.fullmatch(code) for code in byday.split(",")]
        if None in matches:
            raise ValueError(byday)
        parts = [(int(match[1] or 0), DAY_CODES.index(match[2])) for match in matches if match]
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
        """Return whether it is every hour, as far as anybody knows."""
        return self.is_all_day and len(self.days) == len(DAY_CODES) and not (self.weeks or self.first or self.last)

    @property
    def byday(self) -> str:
        """Return the days as the standard has them: MO,TU; of a month 1MO,1TU."""
        return ",".join(f"{week or ''}{DAY_CODES[day]}" for week in self.weeks or (0,) for day in self.days)

    def begins_on(self, day: date) -> bool:
        return day.weekday() in self.days and self._is_week(day) and self._holds(day)

    def _is_week(self, day: date) -> bool:
        is_last = day.day + 7 > monthrange(day.year, day.month)[1]
        return not self.weeks or (day.day + 6) // 7 in self.weeks or (is_last and -1 in self.weeks)

    def _holds(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


_DAY = re.compile(rf"({'|'.join(map(str, WEEKS))})?({'|'.join(DAY_CODES)})")


def is_open(spans: Iterable[Span], *, on: date, at: time) -> bool:
    """Return whether one of the spans is open. on and at by the clock of the place."""
    yesterday = on - timedelta(days=1)
    for span in spans:
        if span.closes > span.opens:
            if span.begins_on(on) and span.opens <= at < span.closes:
                return True
        elif (span.begins_on(on) and at >= span.opens) or (span.begins_on(yesterday) and at < span.closes):
            return True
    return False


# --- Told ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class HoursWording:
    """The words that hours are shown with, in one language. days: Monday first. weeks: as in WEEKS. day: tells a date.

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
ENGLISH = HoursWording(
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


def format_hours(spans: Iterable[Span], words: HoursWording = ENGLISH) -> list[str]:
    """Return a line for each span. What is written in English can be read again by `parse_hours`."""
    return [", ".join([_days(span, words), _times(span, words), *_validity(span, words)]) for span in spans]


def _days(span: Span, words: HoursWording) -> str:
    if not span.weeks:
        return words.every_day if len(span.days) == len(DAY_CODES) else _runs(span.days, words)
    weeks = ", ".join(words.weeks[WEEKS.index(week)] for week in span.weeks)
    text = words.of_month.format(weeks=weeks, days=_runs(span.days, words))
    return text[:1].upper() + text[1:]


def _runs(days: Sequence[int], words: HoursWording) -> str:
    texts: list[str] = []
    # Days one after the other keep the same distance from their place in the list.
    for _distance, run in groupby(enumerate(days), lambda one: one[1] - one[0]):
        names = [words.days[day] for _place, day in run]
        texts += names if len(names) < 3 else [words.both.format(first=names[0], last=names[-1])]
    return ", ".join(texts)


def _validity(span: Span, words: HoursWording) -> list[str]:
    since = [words.since.format(day=words.day(span.first))] if span.first else []
    until = [words.until.format(day=words.day(span.last))] if span.last else []
    return [" ".join([*since, *until])] if since or until else []


def _times(span: Span, words: HoursWording) -> str:
    if span.is_all_day:
        return words.all_day
    return words.both.format(first=_time(span.opens, words), last=_time(span.closes, words))


def _time(at: time, words: HoursWording) -> str:
    if (at.hour, at.minute) == (12, 0):
        return words.midday
    if (at.hour, at.minute) == (0, 0) or at == DAY_END:
        return words.midnight
    hour, half = at.hour % 12 or 12, "am" if at.hour < 12 else "pm"
    return f"{hour}:{at.minute:02}{half}" if at.minute else f"{hour}{half}"
