"""Work out how one column of a file is written: its currency and unit, its decimal mark, its list of codes. Pure.

The words of its header say most; its first cells say the rest.

See docs/requirements/suppliers.md#column-styles.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from compliance.workbooks.currencies import find_currency
from compliance.workbooks.types import Value
from portal.core.text import remove_accents
from portal.reference.industry_codes import ISIC, NACE, NAICS, SIC

# What the numbers of a column of sectors are: those of the registry, where only our template's header says so.
REGISTRY = "registry"
_CODE_LISTS = (
    (re.compile(r"\bnaics\b|\bscian\b"), NAICS),
    (re.compile(r"\bisic\b|\bciiu\b|\bciti\b"), ISIC),
    (re.compile(r"\bnace\b|\bwz ?(?:2008|code)?\b|\bnaf\b|\bape\b|\bateco\b|\bcnae\b|\bsbi\b|\bpkd\b|\bcae\b"), NACE),
    (re.compile(r"\bsic\b|\buksic\b|\bstandard industr"), SIC),
)
_MILLIONS = re.compile(r"\bm(?:n|io|ill?)?\b|\bmillions?\b|\bmio\b|'?000 ?000\b|(?<=[£€$])m\b")
_THOUSANDS = re.compile(
    r"\bk\b|\bthousands?\b|\btsd\b|'000\b|\b000s?\b|\bt(?:eur|gbp|usd)\b|\bt€|\b[x*] ?1[,.]?000\b|(?<=[£€$])k\b|"
    r"\bk(?:gbp|eur|usd)\b|\bk[£€$]|\b(?:gbp|eur|usd)k\b"
)
_DECIMAL_COMMA = re.compile(r"\d,\d{1,2}(?!\d)|\d\.\d{3},\d|(?:\d{1,3}\.){2,}\d{3}(?!\d)")
_DECIMAL_POINT = re.compile(r"\d\.\d{1,2}(?!\d)|\d,\d{3}\.\d|(?:\d{1,3},){2,}\d{3}(?!\d)|\d{4,}\.\d{3}(?!\d)")
# Only a decimal mark has other thousands before it, or a zero.
_THREE_DECIMALS = re.compile(
    r"(?<!\d)(?:\d{1,3}(?:\.\d{3})+,\d{3}|\d{1,3}(?:,\d{3})+\.\d{3}|0[.,]\d{3}|\d{4,}[.,]\d{3})(?!\d)"
)
REGISTRY_NUMBERS = range(1, 24)


@dataclass(frozen=True, slots=True)
class ColumnStyle:
    """Hold how a column is written.

    currency: ISO 4217, "" where nothing says. factor: 1,000 where the header says thousands. decimal_comma: None where
    nothing says. has_three_decimals: as some lists write quantities. code_list: of sectors; "" where nobody can know.
    has_lost_zeros: see find_industry_code. is_template: the sheet has the headers of our own template.
    """

    header: str = ""
    currency: str = ""
    factor: int = 1
    is_percent: bool = False
    decimal_comma: bool | None = None
    has_three_decimals: bool = False
    code_list: str = ""
    has_lost_zeros: bool = False
    is_template: bool = False


PLAIN_STYLE = ColumnStyle(header="sector", code_list=REGISTRY, is_template=True)


def read_header_style(header: str) -> ColumnStyle:
    """Return what the words of a header say of its column."""
    text = remove_accents(" ".join(header.replace("_", " ").split()))
    return ColumnStyle(
        header=header,
        currency=find_currency(text),
        factor=1_000_000 if _MILLIONS.search(text) else 1_000 if _THOUSANDS.search(text) else 1,
        is_percent="%" in text or re.search(r"\bper ?cent|\bpct\b|\bshare of\b", text) is not None,
        code_list=_find_code_list(text),
    )


def _find_code_list(text: str) -> str:
    if named := next((name for pattern, name in _CODE_LISTS if pattern.search(text)), ""):
        return named
    return REGISTRY if text == "sector" else ""


def complete_style(style: ColumnStyle, values: Iterable[Value]) -> ColumnStyle:
    """Return the style with what the first cells of the column say."""
    texts = [value for value in values if isinstance(value, str)]
    commas = sum(1 for text in texts if _DECIMAL_COMMA.search(text))
    points = sum(1 for text in texts if _DECIMAL_POINT.search(text))
    decimal_comma = None if bool(commas) == bool(points) else bool(commas)
    # In thousands and millions, three decimals are pounds.
    has_three = style.factor > 1 or any(_THREE_DECIMALS.search(text) for text in texts)
    return replace(style, decimal_comma=decimal_comma, has_three_decimals=has_three)


def complete_code_style(style: ColumnStyle, values: Iterable[Value]) -> ColumnStyle:
    """Return the style of a column of sectors: what its numbers can be, and whether some have lost a zero."""
    numbers = [match[0].strip() for value in values if (match := re.match(r"\s*\d{1,6}(?!\d)", _digits(value)))]
    lengths = {len(number) for number in numbers}
    code_list = style.code_list
    if code_list in ("", REGISTRY):
        # A number that the registry does not have shows what the others of the column are.
        has_division = any(len(number) == len("24") and int(number) not in REGISTRY_NUMBERS for number in numbers)
        if has_division or lengths & {4, 5} or (code_list == REGISTRY and lengths & {3}):
            code_list = SIC
        elif code_list == "" and lengths == {6}:
            code_list = NAICS
    return replace(style, code_list=code_list, has_lost_zeros=5 in lengths and code_list == SIC)


def _digits(value: Value) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
