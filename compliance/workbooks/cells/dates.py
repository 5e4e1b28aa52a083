"""Read dates as people write them, day first or month first as the business has it. Pure.

See docs/requirements/suppliers.md#dates-in-cells.
"""

import re
from datetime import date, datetime, time, timedelta

from compliance.workbooks.cells.text import Read, Say, UnreadableCell, as_text, tidy_text
from compliance.workbooks.types import Value

EARLIEST_DATE = date(1990, 1, 1)
YEARS_AHEAD = 10
# Whole numbers that are read as Excel's count of days; 60 is the 29 February 1900 that never was.
EXCEL_SERIALS = range(20_000, 60_001)
SERIAL_DIGITS = 5
_EPOCH = date(1899, 12, 30)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ].*)?")
_NUMBERS = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})")
_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ .-]*(?:of )?([a-z]{3,9})[ .,-]*(\d{4}|\d{2})")
_MONTH_FIRST = re.compile(r"([a-z]{3,9})[ .]+(\d{1,2})(?:st|nd|rd|th)?,? +(\d{4})")
_MONTH = re.compile(r"([a-z]{3,9})[ .-]+(\d{4})")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
CENTURY_PIVOT = 70
LAST_MONTH = 12


class OrderDependentDate(UnreadableCell):
    """The date's column has a say in how it is read. day: as it is read until the column says otherwise."""

    def __init__(self, code: str, day: date, **values: object) -> None:
        super().__init__(code, **values)
        self.day = day


class AmbiguousDate(OrderDependentDate):
    """Both parts of the date may be the month."""

    def __init__(self, day: date, other: date) -> None:
        super().__init__("R005", day, a=f"{day:%-d %B %Y}", b=f"{other:%-d %B %Y}")


class ReversedDate(OrderDependentDate):
    """The date can only be read against the usual order, as 12/31/2026 where days come first."""

    def __init__(self, day: date) -> None:
        super().__init__("R004", day)


def read_date(limits: list[str], today: date, *, is_month_first: bool = False) -> Read:
    """Return a reader of dates. It raises OrderDependentDate beside UnreadableCell.

    The day of an OrderDependentDate is no more checked than any other, and can be read once more.
    """
    latest_day = _latest_date(today)

    def read(value: Value, say: Say) -> object:
        day = parse_date(value, say, is_month_first=is_month_first)
        if day is not None and not EARLIEST_DATE <= day <= latest_day:
            raise UnreadableCell("R004")
        return day and day.isoformat()

    return read


def read_past_date(limits: list[str], today: date, *, is_month_first: bool = False) -> Read:
    """Return a reader as read_date does; a day after today is R012."""
    read_any = read_date(limits, today, is_month_first=is_month_first)

    def read(value: Value, say: Say) -> object:
        day = read_any(value, say)
        if day and str(day) > today.isoformat():
            raise UnreadableCell("R012")
        return day

    return read


def _latest_date(today: date) -> date:
    day = 28 if (today.month, today.day) == (2, 29) else today.day
    return date(today.year + YEARS_AHEAD, today.month, day)


def parse_date(value: Value, say: Say, *, is_month_first: bool = False) -> date | None:
    """Return the day, or None for an empty cell. is_month_first: how 03/04/2026 is read.

    Raises UnreadableCell (R004), AmbiguousDate, or ReversedDate.
    """
    if isinstance(value, datetime):
        return _reject_before_1900(value.date())
    if isinstance(value, date):
        return _reject_before_1900(value)
    if isinstance(value, bool | time | timedelta):
        raise UnreadableCell("R004")
    if isinstance(value, int | float):
        return _parse_serial(value, say)
    text = tidy_text(as_text(value)).casefold()
    if not text:
        return None
    if text.isdecimal() and len(text) == SERIAL_DIGITS:
        return _parse_serial(int(text), say)
    return _parse_text(text, say, is_month_first)


def _reject_before_1900(day: date) -> date:
    if day <= date(1900, 3, 1):
        raise UnreadableCell("R004")
    return day


def _parse_serial(number: float, say: Say) -> date:
    if number not in EXCEL_SERIALS:
        raise UnreadableCell("R004")
    day = _EPOCH + timedelta(days=int(number))
    say("W005", meaning=f"{day:%-d %B %Y}")
    return day


def _parse_text(text: str, say: Say, is_month_first: bool) -> date:
    if iso := _ISO.fullmatch(text):
        return _make_date(int(iso[1]), int(iso[2]), int(iso[3]))
    if numbers := _NUMBERS.fullmatch(text):
        first, second, year = int(numbers[1]), int(numbers[3]), _year(numbers[4])
        return (
            _resolve_slashed(first, second, year, is_month_first)
            if numbers[2] == "/"
            else _make_date(year, second, first)
        )
    if words := _WORDS.fullmatch(text):
        return _make_date(_year(words[3]), _month(words[2]), int(words[1]))
    if words := _MONTH_FIRST.fullmatch(text):
        return _make_date(int(words[3]), _month(words[1]), int(words[2]))
    if words := _MONTH.fullmatch(text):
        day = _make_date(int(words[2]), _month(words[1]), 1)
        say("W005", meaning=f"{day:%-d %B %Y}")
        return day
    raise UnreadableCell("R004")


def _resolve_slashed(first: int, second: int, year: int, is_month_first: bool) -> date:
    if first == second:
        return _make_date(year, first, first)
    if max(first, second) <= LAST_MONTH:
        days = [_make_date(year, second, first), _make_date(year, first, second)]
        raise AmbiguousDate(*(reversed(days) if is_month_first else days))
    can_only_be_month_first = first <= LAST_MONTH
    day = _make_date(year, first, second) if can_only_be_month_first else _make_date(year, second, first)
    if can_only_be_month_first != is_month_first:
        raise ReversedDate(day)
    return day


def _make_date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise UnreadableCell("R004") from None


def _year(written: str) -> int:
    if len(written) != 2:
        return int(written)
    return int(written) + (2000 if int(written) < CENTURY_PIVOT else 1900)


def _month(word: str) -> int:
    """Return the number of the month that begins with the word, at least three letters of it; 0 where none does."""
    return next((number for number, name in enumerate(_MONTHS, 1) if name.startswith(word)), 0)


def split_span(text: str) -> tuple[str, str] | None:
    """Return the two days of "14-15 May 2026" or "28 April to 2 May 2026", each a whole date, or None."""
    match = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?\s*(?:-|–|to|and|&)\s*(\d{1,2}.*)", text.strip(), re.I)
    if match:
        month_and_year = re.sub(r"^\d{1,2}(?:st|nd|rd|th)?", "", match[2], flags=re.I).strip(" .-/")
        return (f"{match[1]} {month_and_year}", match[2].strip()) if re.match(r"[A-Za-z]", month_and_year) else None
    days = r"(\d{1,2} [a-z]+)(?: (\d{4}))?\s*(?:-|–|to)\s*(\d{1,2} [a-z]+ (\d{4}))"
    match = re.fullmatch(days, text.strip(), re.I)
    return (f"{match[1]} {match[2] or match[4]}", match[3]) if match else None
