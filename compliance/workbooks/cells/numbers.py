"""Read numbers, money, and yes or no in a cell. Pure (docs/requirements/suppliers.md#cell-values)."""

import re
from datetime import date, time, timedelta
from decimal import Decimal, InvalidOperation

from compliance.workbooks.cells.text import Read, Say, UnreadableCell, as_text, tidy_text
from compliance.workbooks.did_you_mean import NearestValue
from compliance.workbooks.messages import render_suggestion
from compliance.workbooks.types import Value

_MONEY = re.compile(r"(?:gbp|£)?\s*(-?[\d, ]*\d(?:\.\d+)?)\s*([km]?)(?:\s*gbp)?", re.I)
_RANGE = re.compile(r"([\d,]+)\s*(?:-|–|to|\+)\s*([\d,]*)")
MAX_POUNDS = 10**12
TRUE_WORDS = frozenset({"yes", "y", "true", "1"})
FALSE_WORDS = frozenset({"no", "n", "false", "0"})
YES_NO_MATCHER = NearestValue({"yes": "yes", "true": "yes", "no": "no", "false": "no"})


def _number(value: Value) -> Decimal:
    if isinstance(value, bool | date | time | timedelta):
        raise InvalidOperation
    text = tidy_text(as_text(value)).replace(",", "").replace(" ", "") if isinstance(value, str) else repr(value)
    number = Decimal(text)
    if not number.is_finite():
        raise InvalidOperation
    return number


def read_int(limits: list[str], today: date) -> Read:
    """Return a reader of whole numbers within the limits; of a range it takes the lower end."""
    low, high = map(int, limits)
    bad = UnreadableCell("R006", min=f"{low:,}", max=f"{high:,}")

    def read(value: Value, say: Say) -> object:
        if isinstance(value, str):
            if not (text := tidy_text(value)):
                return None
            if span := _RANGE.fullmatch(text):
                value = span[1]
                say("W005", meaning=value)
        try:
            number = _number(value)
        except (InvalidOperation, ValueError):
            raise bad from None
        if number != number.to_integral_value() or not low <= number <= high:
            raise bad
        return int(number)

    return read


def read_coordinate(limits: list[str], today: date) -> Read:
    """Return a reader of decimal degrees within the limits."""
    low, high = map(float, limits)

    def read(value: Value, say: Say) -> object:
        if isinstance(value, str) and not value.strip():
            return None
        try:
            number = float(_number(value))
        except (InvalidOperation, ValueError, OverflowError):
            number = high + 1
        if not low <= number <= high:
            raise UnreadableCell("R006", min=limits[0], max=limits[1])
        return number

    return read


def read_money(limits: list[str], today: date) -> Read:
    """Return a reader of pounds as people write them, to pence."""

    def read(value: Value, say: Say) -> object:
        if isinstance(value, str) and not (value := tidy_text(value)):
            return None
        written = _MONEY.fullmatch(value if isinstance(value, str) else as_text(value))
        if not written:
            raise UnreadableCell("R006", min="0", max=f"{MAX_POUNDS:,}")
        pounds = Decimal(re.sub(r"[, ]", "", written[1])) * {"": 1, "k": 1_000, "m": 1_000_000}[written[2].lower()]
        if not 0 <= pounds <= MAX_POUNDS:
            raise UnreadableCell("R006", min="0", max=f"{MAX_POUNDS:,}")
        return int(pounds * 100)

    return read


def read_bool(limits: list[str], today: date) -> Read:
    """Return a reader of yes and no in the words that people use."""

    def read(value: Value, say: Say) -> object:
        if isinstance(value, bool):
            return value
        text = tidy_text(as_text(value)).casefold()
        if text in TRUE_WORDS or text in FALSE_WORDS:
            return text in TRUE_WORDS
        if text:
            raise UnreadableCell("R003", choices="yes, no", suggestion=render_suggestion(YES_NO_MATCHER.find(text)))
        return None

    return read
