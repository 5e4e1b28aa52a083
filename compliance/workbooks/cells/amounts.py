"""Read amounts as people of many countries write them. Pure (docs/requirements/suppliers.md#cell-values)."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal

from compliance.workbooks.cells.text import Read, Say, UnreadableCell, as_text, tidy_text
from compliance.workbooks.column_style import PLAIN_STYLE, ColumnStyle
from compliance.workbooks.currencies import DEFAULT_CURRENCY, find_currency
from compliance.workbooks.types import Value

MAX_POUNDS = 10**12
UNITS = {
    "": 1, "k": 1_000, "t": 1_000, "tsd": 1_000, "thousand": 1_000, "m": 10**6, "mn": 10**6, "mio": 10**6,
    "mil": 10**6, "mill": 10**6, "million": 10**6, "millions": 10**6, "bn": 10**9, "mrd": 10**9, "billion": 10**9,
    "lakh": 10**5, "lakhs": 10**5, "crore": 10**7, "crores": 10**7, "cr": 10**7,
}  # fmt: skip
_CORE = re.compile(
    r"(?P<open>\()?\s*(?P<sign>[-−–+])?\s*(?P<digits>\d[\d.,'’ ]*)\s*(?P<unit>[a-z]*)\.?\s*"
    r"(?P<after>[-−])?\s*(?P<close>\))?"
)
_CURRENCY = re.compile(
    r"us\$|(?:(?<![a-z])(?!(?:k|m|mn|bn|cr)[£€$¥₹])[a-z]{1,2})?[£€$¥₹]|\b(?:t?gbp|t?eur(?:os?)?|t?usd|cny|rmb|jpy|inr|chf|aud|cad|hkd|sgd|nzd|sek|nok|dkk|pln|czk|huf|"
    r"ron|try|zar|aed|thb|vnd|bdt|pkr|lkr|idr|myr|php|mxn|brl|krw|twd|ils|egp|mad|rub|uah|pounds?|sterling|rs)\b\.?|"
    r"(?<=\d)(?:gbp|eur|usd|chf|inr)\b|\b(?:gbp|eur|usd|chf|inr|rs)\.?(?=[\d ])"
)
_LOOSE = re.compile(
    r"^(?:approx(?:imately)?|circa|ca|c|about|around|est(?:imated)?|~|≈|<|>|≤|≥|over|under|up to|rd|env)\.? ?"
)
_ENDS = re.compile(r"(?:\s*(?:approx\.?|est\.?|p\.?a\.?|per annum|per year|/ ?(?:yr|year)|a year|,-|,--|,–|\+))+$")
# TEUR, T€: the thousands stand before the currency, and the number before or after both.
_THOUSANDS = re.compile(r"(?<![a-z])t(?:gbp|eur|usd|[£€$])")
# Between thousands, or at the end of the number.
_SEPARATORS = re.compile(r"[ '’]|[.,][.,'’ ]*$")
# What nobody in the UK can read in another way.
_PLAIN = re.compile(r"(?:gbp|£)? ?\d+(?:[, ]\d{3})*(?:\.\d+)? ?[km]?(?: ?gbp)?", re.I)
_SCIENTIFIC = re.compile(r"\d+(?:\.\d+)?e\+?\d{1,2}")
THOUSANDS_GROUP = 3


@dataclass(frozen=True, slots=True)
class Amount:
    """Hold an amount. currency: as written, or "". is_guess: it can be read in another way too."""

    value: Decimal
    currency: str
    is_guess: bool


def parse_amount(text: str, *, decimal_comma: bool | None = None, has_three_decimals: bool = False) -> Amount:
    """Return the amount of a text such as "864.950,71 €", "(1,234.50)", "£1.2m" or "12 345,-". Raises ValueError.

    decimal_comma and has_three_decimals: what other cells of the column show.
    """
    if text.isascii() and text.isdecimal():
        return Amount(Decimal(text), "", is_guess=False)
    plain = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    currency = find_currency(plain)
    if _SCIENTIFIC.fullmatch(plain):
        return Amount(Decimal(plain), currency, is_guess=True)
    bare = _ENDS.sub("", _CURRENCY.sub(" ", plain).strip()).strip()
    core = _LOOSE.sub("", bare)
    match = _CORE.fullmatch(core.strip())
    if not match or match["unit"] not in UNITS or bool(match["open"]) != bool(match["close"]):
        raise ValueError(text)
    has_thousands = _THOUSANDS.search(plain) is not None
    if has_thousands and match["unit"]:
        raise ValueError(text)
    unit = 1_000 if has_thousands else UNITS[match["unit"]]
    is_comma = decimal_comma if has_three_decimals else None
    number, is_guess = _parse_digits(match["digits"].strip(), decimal_comma, is_comma, has_unit=unit != 1)
    is_negative = match["open"] or match["after"] or match["sign"] in ("-", "−", "–")
    return Amount((-number if is_negative else number) * unit, currency, is_guess or core != bare)


def _parse_digits(
    digits: str, decimal_comma: bool | None, thousandths_comma: bool | None, *, has_unit: bool
) -> tuple[Decimal, bool]:
    """Return the number, and whether its marks can be read in another way.

    thousandths_comma: the decimal mark of a column that has three decimals, None of any other: there three digits after
    one mark are thousands, for hardly anybody writes an amount to a tenth of a penny. With a unit they are thousands
    unless the mark is the column's decimal mark: £1,250m is more than a billion, £1.250m a million and a quarter.
    """
    bare = _SEPARATORS.sub("", digits)
    marks = re.findall("[.,]", bare)
    if not marks:
        return Decimal(bare), False
    last = marks[-1]
    other = "," if last == "." else "."
    *heads, tail = bare.split(last)
    if other in marks:
        if marks.count(last) > 1:
            raise ValueError(digits)
        return Decimal(bare.replace(other, "").replace(last, ".")), False
    if len(marks) > 1:
        if len(tail) != THOUSANDS_GROUP:
            raise ValueError(digits)
        return Decimal(bare.replace(last, "")), False
    if len(tail) == THOUSANDS_GROUP and len(heads[0]) <= THOUSANDS_GROUP and bare[0] != "0":
        is_decimal = (bool(decimal_comma) if has_unit else thousandths_comma) is (last == ",")
        is_usual = last == "," if decimal_comma is None else decimal_comma is (last == ".")
        return Decimal(bare.replace(last, "." if is_decimal else "")), not (is_usual or has_unit)
    return Decimal(bare.replace(last, ".")), False


def read_money(limits: list[str], today: date, style: ColumnStyle = PLAIN_STYLE) -> Read:
    """Return a reader of amounts, to pence; what is not in plain pounds is read as a number, and said."""
    bad = UnreadableCell("R006", wording="R006 money", max=f"{MAX_POUNDS:,}")

    def read(value: Value, say: Say) -> object:
        if isinstance(value, str) and not (value := tidy_text(value)):
            return None
        if isinstance(value, bool | date | time | timedelta) or style.is_percent:
            raise bad
        try:
            amount = parse_amount(
                as_text(value),
                decimal_comma=_mark(value, style),
                has_three_decimals=style.has_three_decimals or not isinstance(value, str),
            )
        except (ValueError, ArithmeticError):
            raise bad from None
        pounds = amount.value * style.factor
        if pounds < 0:
            raise UnreadableCell("R006", wording="R006 credit")
        if pounds > MAX_POUNDS:
            raise bad
        currency = amount.currency or style.currency or DEFAULT_CURRENCY
        if currency != DEFAULT_CURRENCY:
            say("W005", wording="W005 currency", meaning=_format(pounds), currency=currency)
        elif amount.is_guess or style.factor != 1 or (isinstance(value, str) and not _is_plain(value)):
            say("W005", meaning=f"£{_format(pounds)}")
        return int((pounds * 100).to_integral_value())

    return read


def _mark(value: Value, style: ColumnStyle) -> bool | None:
    return style.decimal_comma if isinstance(value, str) else False


def _is_plain(text: str) -> bool:
    return _PLAIN.fullmatch(text) is not None


def _format(pounds: Decimal) -> str:
    return f"{pounds:,.2f}".removesuffix(".00")
