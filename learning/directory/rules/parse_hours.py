"""Parses opening hours as people type them, a line each. What rules.hours writes in English is read again."""

import re
from datetime import date, time

from learning.directory.rules.hours import DAY_END, DAY_START, ENGLISH, MONTHS, WEEKS, Span

_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?")
_BETWEEN = re.compile(r"\s*(?:\bto\b|\btill\b|\buntil\b|-|–|—)\s*")
_DATE = r"\d{1,2} [a-z]{3,9} \d{4}"
_VALID = re.compile(rf",?\s+(?=from |until )(?:from ({_DATE}))?\s*(?:(?:until|to) ({_DATE}))?$")
_FIGURES = {"1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth"}
_OF_MONTH = re.compile(rf"((?:(?:{'|'.join(ENGLISH.weeks)})[ ,&]*(?:and )?)+)(.+?) of (?:the|each|every) month")


class InvalidHours(ValueError):
    """A line cannot be read. line: as it was typed."""

    def __init__(self, line: str) -> None:
        super().__init__(line)
        self.line = line


def parse_hours(text: str) -> list[Span]:
    """Return a span for each line, like "Monday to Friday, 8am to 6pm" or "Every day, 24 hours".

    Raises InvalidHours.
    """
    return [_span(line) for line in text.splitlines() if line.strip()]


def _span(line: str) -> Span:
    """Parse days, then times after a comma or the first figure, then from when until when."""
    plain = " ".join(line.lower().split())
    for figure, name in _FIGURES.items():
        plain = re.sub(rf"\b{figure}\b", name, plain)
    try:
        days_text, since, until = _read_validity(plain)
    except ValueError:
        raise InvalidHours(line.strip()) from None
    first = re.search(r"\d|\bmidday\b|\bnoon\b|\bmidnight\b|\ball day\b", days_text)
    times = _read_times(days_text[first.start() :]) if first else None
    weeks, days = _read_weeks(days_text[: first.start()].strip(" ,:;")) if first else ((), ())
    if not days or times is None:
        raise InvalidHours(line.strip())
    return Span(days, *times, weeks, since, until)


def _read_validity(text: str) -> tuple[str, date | None, date | None]:
    """Return what stands before it, the first day and the last. Raises ValueError for a day that is none, or before
    it.
    """
    match = _VALID.search(text)
    if match is None:
        return text, None, None
    since, until = (_read_date(day) if day else None for day in match.groups())
    if since and until and until < since:
        raise ValueError(text)
    return text[: match.start()], since, until


def _read_date(text: str) -> date:
    day, month, year = text.split()
    number = next((at for at, name in enumerate(MONTHS, start=1) if name.lower().startswith(month)), 0)
    return date(int(year), number, int(day))


def _read_weeks(text: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return which weeks of the month, none for every one; and which days."""
    match = _OF_MONTH.fullmatch(text)
    if match is None:
        return (), _read_days(text)
    names = re.findall("|".join(ENGLISH.weeks), match[1])
    weeks = tuple(week for week, name in zip(WEEKS, ENGLISH.weeks, strict=True) if name in names)
    return weeks, _read_days(match[2])


def _read_days(text: str) -> tuple[int, ...]:
    if text in {"every day", "daily", "all week", "7 days a week"}:
        return tuple(range(7))
    days: set[int] = set()
    for part in re.split(r",|\band\b|&", text):
        ends = [_day(word) for word in _BETWEEN.split(part.strip())]
        if not 1 <= len(ends) <= 2 or None in ends:
            return ()
        first, last = ends[0] or 0, ends[-1] or 0
        days |= {(first + step) % 7 for step in range((last - first) % 7 + 1)}
    return tuple(sorted(days))


def _day(word: str) -> int | None:
    """Return the day by its name or the beginning of it, three letters at least."""
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
    """Parse 8am, 8:30am, 20:30; not a figure alone, which may be either half of the day."""
    named = {"midday": time(12), "noon": time(12), "midnight": DAY_START}
    if text in named:
        return named[text]
    match = _TIME.fullmatch(text)
    if not match or not (match[2] or match[3]):
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
