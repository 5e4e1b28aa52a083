"""Opening hours: as people write them, as they are kept, and whether somebody is there at a moment."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAY_START, DAY_END = time(0, 0), time(23, 59, 59)
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?")
_BETWEEN = re.compile(r"\s*(?:\bto\b|\btill\b|\buntil\b|-|–|—)\s*")


class NotHours(ValueError):
    """A line that cannot be read. line: as it was typed."""

    def __init__(self, line: str) -> None:
        super().__init__(line)
        self.line = line


@dataclass(frozen=True)
class Span:
    """The same hours on some days of the week, 0 Monday. Closing before opening is on the day after."""

    days: tuple[int, ...]
    opens: time
    closes: time

    @classmethod
    def of(cls, byday: str, opens: time, closes: time) -> "Span":
        """From what is kept."""
        return cls(days_of(byday), opens, closes)

    @property
    def is_all_day(self) -> bool:
        return (self.opens, self.closes) == (DAY_START, DAY_END)

    @property
    def byday(self) -> str:
        """As the standard has it: MO,TU."""
        return ",".join(CODES[day] for day in self.days)


@dataclass(frozen=True)
class Words:
    """What hours are told with, in one language. days: Monday first. both: "{first} to {last}"."""

    days: Sequence[str]
    every_day: str
    all_day: str
    midday: str
    midnight: str
    both: str


ENGLISH = Words(
    days=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    every_day="Every day",
    all_day="24 hours",
    midday="midday",
    midnight="midnight",
    both="{first} to {last}",
)


def days_of(byday: str) -> tuple[int, ...]:
    return tuple(sorted(CODES.index(code) for code in byday.split(",") if code in CODES))


def is_open(spans: Iterable[Span], *, weekday: int, at: time) -> bool:
    """weekday and at by the clock of the place."""
    yesterday = (weekday - 1) % 7
    for one in spans:
        if one.closes > one.opens:
            if weekday in one.days and one.opens <= at < one.closes:
                return True
        elif (weekday in one.days and at >= one.opens) or (yesterday in one.days and at < one.closes):
            return True
    return False


# --- Told ----------------------------------------------------------------------------------------------------------


def written(spans: Iterable[Span], words: Words = ENGLISH) -> list[str]:
    """A line for each span. What is told in English can be read again by `read`."""
    return [f"{_days(one.days, words)}, {_times(one, words)}" for one in spans]


def _days(days: tuple[int, ...], words: Words) -> str:
    if len(days) == 7:
        return words.every_day
    runs: list[list[int]] = []
    for day in days:
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    told: list[str] = []
    for run in runs:
        names = [words.days[day] for day in run]
        told += names if len(run) < 3 else [words.both.format(first=names[0], last=names[-1])]
    return ", ".join(told)


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


# --- Read ----------------------------------------------------------------------------------------------------------


def read(text: str) -> list[Span]:
    """A span for each line, like "Monday to Friday, 8am to 6pm" or "Every day, 24 hours". Raises NotHours."""
    return [_span(line) for line in text.splitlines() if line.strip()]


def _span(line: str) -> Span:
    """Days, then times after a comma or the first figure."""
    plain = " ".join(line.lower().split())
    first = re.search(r"\d|\bmidday\b|\bnoon\b|\bmidnight\b|\ball day\b", plain)
    days = _read_days(plain[: first.start()].strip(" ,:;")) if first else ()
    times = _read_times(plain[first.start() :]) if first else None
    if not days or times is None:
        raise NotHours(line.strip())
    return Span(days, *times)


def _read_days(text: str) -> tuple[int, ...]:
    if text in {"every day", "daily", "all week", "7 days a week"}:
        return tuple(range(7))
    found: set[int] = set()
    for part in re.split(r",|\band\b|&", text):
        ends = [_day(word) for word in _BETWEEN.split(part.strip())]
        if not 1 <= len(ends) <= 2 or None in ends:
            return ()
        first, last = ends[0] or 0, ends[-1] or 0
        found |= {(first + step) % 7 for step in range((last - first) % 7 + 1)}
    return tuple(sorted(found))


def _day(word: str) -> int | None:
    """By its name or the beginning of it, three letters at least."""
    bare = word.strip().rstrip("s.")
    if len(bare) < 3:
        return None
    return next((day for day, name in enumerate(ENGLISH.days) if name.lower().startswith(bare)), None)


def _read_times(text: str) -> tuple[time, time] | None:
    if re.match(r"(24 ?hours|all day|24/7)", text):
        return DAY_START, DAY_END
    parts = _BETWEEN.split(text.strip())
    if len(parts) != 2:
        return None
    opens, closes = _read_time(parts[0]), _read_time(parts[1])
    if opens is None or closes is None:
        return None
    closes = DAY_END if closes == DAY_START else closes
    # "9:00 to 5:00" may mean the evening or the next morning.
    is_unsure = closes < opens < time(13) and not re.search("[ap]m|mid|noon", text)
    return None if opens == closes or is_unsure else (opens, closes)


def _read_time(text: str) -> time | None:
    """8am, 8:30am, 20:30; not a figure alone, which may be either half of the day."""
    named = {"midday": time(12), "noon": time(12), "midnight": DAY_START}
    if text in named:
        return named[text]
    found = _TIME.fullmatch(text)
    if not found or not (found[2] or found[3]):
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
