"""Companies House numbers as people type them, and as the register prints them. Pure."""

import re
import unicodedata

_SHORT_NUMBER = re.compile(r"([A-Z]{2})?([0-9]{1,8})")
_NUMBER = re.compile(r"(?:[0-9]{8}|[A-Z]{2}[0-9]{6})")


# What people write before a number that is not part of it.
_LABEL = re.compile(
    r"^(?:(?:gb|uk|eng(?:land)?|companies house|company|companies|registration|registered|reg|incorporation|crn|ch|co|"
    r"number|num|nr|no|in england(?: and wales)?)\b[\s.:#/-]*|[\s.:#/-]+)+",
    re.I,
)
_JOINED_LABEL = re.compile(r"^(?:(?:GB|UK|CRN)(?=[0-9]{6,8}$)|NO(?=[0-9]{7,8}$))")
# Letters that Companies House puts before six digits; R0 is of old companies of Northern Ireland.
_PREFIXES = frozenset(
    {
        *("AC", "BR", "CE", "CN", "CS", "CU", "ES", "FC", "FE", "GE", "GN", "GS", "IC", "IP", "JE"),
        *("LP", "NA", "NC", "NF", "NI", "NL", "NO", "NP", "NR", "NS", "NV", "NZ", "OC", "OE", "PC"),
        *("RC", "RS", "SA", "SC", "SE", "SF", "SG", "SI", "SL", "SO", "SP", "SR", "SZ", "ZC"),
    }
)
# Fewer digits than this are more likely cut off than a number of the first companies.
MIN_DIGITS = 5


def find_company_number(written: str) -> str:
    """Return the Companies House number in a cell such as "GB 04699647" or "Reg. No. 4699647", in its 8 characters.

    Raises ValueError where there is none; TooShort where it could be one that has lost more than its zeros.
    """
    text = unicodedata.normalize("NFKC", written).strip().lstrip("'’").strip()
    if re.fullmatch(r"[0-9.]+e\+[0-9]+", text, re.I):
        text = f"{float(text):.0f}"
    text = re.sub(r"\.0$|\s*\([^()]*\)$", "", text)
    bare = re.sub(r"[\s.,-]", "", _LABEL.sub("", text)).upper()
    bare = _JOINED_LABEL.sub("", bare)
    if re.fullmatch(r"R0[0-9]{6}", bare):
        return bare
    letters = re.match(r"[A-Z]*", bare).group()  # type: ignore[union-attr]  # it matches nothing at least
    if letters and letters not in _PREFIXES:
        raise ValueError(written)
    number = parse_company_number(bare)
    if len(bare) - len(letters) < (MIN_DIGITS if not letters else MIN_DIGITS - len(letters)):
        raise TooShort(written)
    return number


class TooShort(ValueError):
    """The digits could be a company number, but so few are hardly one."""


def parse_company_number(typed: str) -> str:
    """Return a Companies House number in its 8 characters: "7495895" is 07495895, "sc 12345" is SC012345.

    Raises ValueError when it cannot be one.
    """
    text = re.sub(r"[\s.-]", "", unicodedata.normalize("NFKC", typed)).upper()
    short = _SHORT_NUMBER.fullmatch(text)
    if short is None:
        raise ValueError(typed)
    letters, digits = short.group(1) or "", short.group(2)
    number = letters + digits.zfill(8 - len(letters))
    if not _NUMBER.fullmatch(number) or not digits.strip("0"):
        raise ValueError(typed)
    return number
