"""Numbers, money, and yes or no in a cell (suppliers 7, "Cell rules"). Pure."""

import re
from datetime import date, time, timedelta
from decimal import Decimal, InvalidOperation

from compliance.workbooks.cells.text import Bad, Read, Say, as_text, tidy
from compliance.workbooks.did_you_mean import Nearest
from compliance.workbooks.messages import suggestion
from compliance.workbooks.types import Value

_MONEY = re.compile(r"(?:gbp|£)?\s*(-?[\d, ]*\d(?:\.\d+)?)\s*([km]?)(?:\s*gbp)?", re.I)
_RANGE = re.compile(r"([\d,]+)\s*(?:-|–|to|\+)\s*([\d,]*)")
MOST_POUNDS = 10**12
TRUE = frozenset({"yes", "y", "true", "1"})
FALSE = frozenset({"no", "n", "false", "0"})
NEAREST = Nearest({"yes": "yes", "true": "yes", "no": "no", "false": "no"})


def _number(value: Value) -> Decimal:
    if isinstance(value, bool | date | time | timedelta):
        raise InvalidOperation
    text = tidy(as_text(value)).replace(",", "").replace(" ", "") if isinstance(value, str) else repr(value)
    number = Decimal(text)
    if not number.is_finite():
        raise InvalidOperation
    return number


def read_int(limits: list[str], today: date) -> Read:
    low, high = map(int, limits)
    bad = Bad("R006", min=f"{low:,}", max=f"{high:,}")

    def read(value: Value, say: Say) -> object:
        if isinstance(value, str):
            if not (text := tidy(value)):
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
    low, high = map(float, limits)

    def read(value: Value, say: Say) -> object:
        if isinstance(value, str) and not value.strip():
            return None
        try:
            number = float(_number(value))
        except (InvalidOperation, ValueError, OverflowError):
            number = high + 1
        if not low <= number <= high:
            raise Bad("R006", min=limits[0], max=limits[1])
        return number

    return read


def read_money(limits: list[str], today: date) -> Read:
    """Pounds as people write them, to pence."""

    def read(value: Value, say: Say) -> object:
        if isinstance(value, str) and not (value := tidy(value)):
            return None
        written = _MONEY.fullmatch(value if isinstance(value, str) else as_text(value))
        if not written:
            raise Bad("R006", min="0", max=f"{MOST_POUNDS:,}")
        pounds = Decimal(re.sub(r"[, ]", "", written[1])) * {"": 1, "k": 1_000, "m": 1_000_000}[written[2].lower()]
        if not 0 <= pounds <= MOST_POUNDS:
            raise Bad("R006", min="0", max=f"{MOST_POUNDS:,}")
        return int(pounds * 100)

    return read


def read_bool(limits: list[str], today: date) -> Read:
    def read(value: Value, say: Say) -> object:
        if isinstance(value, bool):
            return value
        text = tidy(as_text(value)).casefold()
        if text in TRUE or text in FALSE:
            return text in TRUE
        if text:
            raise Bad("R003", choices="yes, no", suggestion=suggestion(NEAREST.find(text)))
        return None

    return read
