"""Look up codes of industry lists: UK SIC 2007, NACE Rev. 2, ISIC Rev. 4 and NAICS, each with its words and our sector.

See docs/requirements/suppliers.md#industry-codes.
"""

import re
from dataclasses import dataclass
from functools import cache

from portal.core.text import fold
from portal.reference.tables import read_table

SIC, NACE, ISIC, NAICS = "UK SIC 2007", "NACE", "ISIC", "NAICS"
MAX_DIGITS = {SIC: 5, NACE: 4, ISIC: 4, NAICS: 6}
_NUMBER = re.compile(
    r"\s*(?:[A-U](?=\d)|[A-U][ .-]+(?=\d))?(\d{1,2})(?:\.(\d{1,2}))?(?:[./](\d{1,2}))?(?:\.[A-Z]\b)?(?![\d.])"
    r"|\s*(\d{3,7})(?![\d.])"
)


@dataclass(frozen=True, slots=True)
class IndustryCode:
    """Hold a code as its list writes it, its words, and our sector. list_name: SIC, NACE, ISIC or NAICS."""

    list_name: str
    code: str
    title: str
    sector: str


@cache
def find_industry_code(list_name: str, text: str, *, has_lost_zeros: bool = False) -> IndustryCode | None:
    """Return the first code in a text such as "10710", "10.71/1", "C10.7" or "62020 - IT consultancy", or None.

    has_lost_zeros: whether the file's codes have five digits, so that one of four has lost its first.
    """
    if (digits := _read_digits(text, list_name)) is None:
        return None
    table = read_table("industry_codes")["naics" if list_name == NAICS else "sic"]
    for code in _spellings(digits, list_name, has_lost_zeros=has_lost_zeros):
        if (title := _title(table["titles"], code)) and (sector := _sector(table["sectors"], code)):
            return IndustryCode(list_name, code, title, sector)
    return None


def _read_digits(text: str, list_name: str) -> str | None:
    match = _NUMBER.match(text.strip().upper())
    if not match:
        return None
    if match[4]:
        return match[4] if len(match[4]) <= MAX_DIGITS[list_name] else None
    division, group, subclass = match[1], match[2] or "", match[3] or ""
    if not group:
        return division
    # A spreadsheet takes 62.20 for a number and shows 62.2; with a point, what is before it is the division.
    return division.zfill(2) + group + subclass


def _spellings(digits: str, list_name: str, *, has_lost_zeros: bool) -> list[str]:
    """Return the codes that the digits may be, the likeliest first: a spreadsheet takes the zero from 01110."""
    if list_name == NAICS:
        return [digits]
    if list_name == ISIC and len(digits) > len("14"):
        # Below the division its codes are not those of UK SIC.
        return ["0" + digits[0]] if has_lost_zeros and len(digits) % 2 else [digits[:2], "0" + digits[0]]
    with_zero = "0" + digits
    # One digit, or four in a list of five, has lost its first zero.
    is_short = len(digits) == 1 or (len(digits) == len("1110") and has_lost_zeros)
    likely = [with_zero, digits] if is_short else [digits, with_zero]
    # 14130 is the class 14.13, which is divided; 62.2 is what a spreadsheet makes of 62.20.
    return [*likely, digits.rstrip("0"), digits + "0"]


@cache
def _by_prefix() -> dict[str, list[str]]:
    prefixes: dict[str, list[str]] = {}
    for code in read_table("industry_codes")["sic"]["titles"]:
        for length in (3, 4):
            if len(code) > length:
                prefixes.setdefault(code[:length], []).append(code)
    return prefixes


def _title(titles: dict[str, str], code: str) -> str:
    """Return the words of a code, or of the shortest list of codes that it stands for."""
    if code in titles:
        return titles[code]
    if "31" in titles and "01" not in titles:  # NAICS: the longest code that we have words for
        return next((titles[code[:length]] for length in range(len(code), 1, -1) if code[:length] in titles), "")
    below = _by_prefix().get(code, [])
    return titles[below[0]] if len(below) == 1 else titles[code[:2]] if below else ""


def _sector(sectors: dict[str, str], code: str) -> str:
    return next((sectors[code[:length]] for length in range(len(code), 1, -1) if code[:length] in sectors), "")


@cache
def _titles() -> dict[str, str]:
    """Return our sector by the folded words of a code."""
    tables = read_table("industry_codes")
    return {
        fold(title): _sector(tables[name]["sectors"], code)
        for name in ("naics", "sic")
        for code, title in tables[name]["titles"].items()
    }


def find_sector_by_title(text: str) -> str | None:
    """Return our sector for the words of a code of UK SIC 2007 or NAICS, or None."""
    return _titles().get(fold(text)) or None
