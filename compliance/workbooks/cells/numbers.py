"""Read numbers, and yes or no in a cell. Pure (docs/requirements/suppliers.md#cell-values)."""

import re
from datetime import date, time, timedelta
from decimal import Decimal, InvalidOperation
from math import inf

from compliance.workbooks.cells.amounts import parse_amount
from compliance.workbooks.cells.text import Read, Say, UnreadableCell, as_text, tidy_text
from compliance.workbooks.column_style import PLAIN_STYLE, ColumnStyle
from compliance.workbooks.messages import render_suggestion
from compliance.workbooks.types import Value
from portal.core.did_you_mean import NearestValue

_RANGE = re.compile(r"([\d.,]+)\s*(?:-|–|to|\+)\s*([\d.,]*)")
_PLAIN_NUMBER = re.compile(r"-?\d+(?:[, ]\d{3})*(?:\.0+)?")
TRUE_WORDS = frozenset({"yes", "y", "true", "1"})
FALSE_WORDS = frozenset({"no", "n", "false", "0"})
YES_NO_MATCHER = NearestValue({"yes": "yes", "true": "yes", "no": "no", "false": "no"})


def _number(value: Value) -> Decimal:
    """Return the number of a cell that holds one, or of a text without marks of thousands. Raises InvalidOperation."""
    if isinstance(value, bool | date | time | timedelta):
        raise InvalidOperation
    number = Decimal(value if isinstance(value, str) else repr(value))
    if not number.is_finite():
        raise InvalidOperation
    return number


def read_int(limits: list[str], today: date, style: ColumnStyle = PLAIN_STYLE) -> Read:
    """Return a reader of whole numbers within the limits; of a range it takes the lower end."""
    low, high = map(int, limits)
    bad = UnreadableCell("R006", min=f"{low:,}", max=f"{high:,}")

    def read(value: Value, say: Say) -> object:
        if style.is_percent and value not in (None, ""):
            raise bad
        try:
            if isinstance(value, str):
                if not (text := tidy_text(value)):
                    return None
                span = _RANGE.fullmatch(text)
                amount = parse_amount(
                    span[1] if span else text,
                    decimal_comma=style.decimal_comma,
                    has_three_decimals=style.has_three_decimals,
                )
                number, is_guess = amount.value, amount.is_guess or not _PLAIN_NUMBER.fullmatch(text)
            else:
                number, is_guess = _number(value), False
        except (InvalidOperation, ValueError):
            raise bad from None
        if number != number.to_integral_value() or not low <= number <= high:
            raise bad
        if is_guess:
            say("W005", meaning=f"{int(number):,}")
        return int(number)

    return read


def read_coordinate(limits: list[str], today: date) -> Read:
    """Return a reader of decimal degrees within the limits."""
    low, high = map(float, limits)

    def read(value: Value, say: Say) -> object:
        if isinstance(value, str):
            # No coordinate has thousands, so that a comma is the decimal mark.
            value = tidy_text(value).replace(",", ".")
            if not value:
                return None
        try:
            number = float(_number(value))
        except (InvalidOperation, ValueError, OverflowError):
            number = inf
        if not low <= number <= high:
            raise UnreadableCell("R006", wording="R006 number", min=limits[0], max=limits[1])
        return number

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
            raise UnreadableCell(
                "R003",
                wording="R003 format",
                choices="yes or no",
                suggestion=render_suggestion(YES_NO_MATCHER.find(text)),
            )
        return None

    return read
