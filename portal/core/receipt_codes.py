"""Finds the 20-digit code of a reporter in any text, and takes it out. Pure functions; no request, no database.

Whoever reads the code reads what its owner told the helpline. It has one place where it is typed; anywhere else it is
a slip, and is not stored, logged, mailed or shown.

Taken out: 20 decimal digits of any script in one piece, or parted by spaces, dashes and invisible marks; and five
groups of four, parted by other marks or by lines too. Left alone, because they are something else: longer and shorter
numbers, UUIDs and hashes, five years or round hundreds in a row, one digit over and over, two phone numbers of ten
digits, an IBAN, and the number of a SIM card. `portal.vault.receipts.new_receipt` issues no code like
these.
"""

import re
import unicodedata
from collections.abc import Sequence
from itertools import accumulate

from django.utils.translation import gettext as _

DIGITS = 20
# Invisible characters that copying brings along: soft hyphen, zero width and direction marks.
_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
_NARROW = rf"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\-\u2010-\u2015\u2212\ufe58\ufe63\uff0d{_INVISIBLE}]"
_WIDE = rf"(?:{_NARROW}|[\r\n./_+*·•|])"
_GROUPS = re.compile(r"\d+")
# Most texts have not enough digits near each other, and are not searched further.
_MANY_DIGITS = re.compile(r"\d(?:\D{0,3}\d){19}")
# What comes before and after the digits of a whole run.
_NOT_BEFORE = "".join(rf"(?<!\d{_NARROW * count})" for count in range(4))
_NOT_AFTER = rf"(?!{_NARROW}{{0,3}}\d)"
_CANDIDATE = re.compile(
    # Names that the portal itself gives to things.
    r"\b[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\b|\b(?=[0-9]{0,40}[a-fA-F])[0-9a-fA-F]{32,}\b|"
    # In one piece, or pasted twice; groups of four; any others that are 20 digits together.
    r"(?P<code>(?<!\d)(?:\d{20})+(?!\d)|"
    rf"(?<!\d)\d{{4}}(?:{_WIDE}{{1,3}}\d{{4}}){{4,}}(?!\d)|"
    rf"{_NOT_BEFORE}\d(?:{_NARROW}{{0,3}}\d){{19}}{_NOT_AFTER})"
)
_YEAR_OR_HUNDRED = re.compile(r"(?:19|20)\d\d|\d\d00")
_COUNTRY = re.compile(r"[A-Za-z]{2}$")
_SIM_CARD = "89"


def redact_codes(text: str) -> str:
    """Return the text with each code replaced by words that say so."""
    if not _MANY_DIGITS.search(text):
        return text
    return _CANDIDATE.sub(lambda found: _("[code removed]") if _is_code(found) else found[0], text)


def has_code(text: str) -> bool:
    """Return whether a reporter's code stands in the text."""
    return bool(_MANY_DIGITS.search(text)) and any(_is_code(match) for match in _CANDIDATE.finditer(text))


def _is_code(match: re.Match[str]) -> bool:
    if match["code"] is None:
        return False
    groups = ["".join(str(unicodedata.decimal(digit)) for digit in group) for group in _GROUPS.findall(match[0])]
    if all(_YEAR_OR_HUNDRED.fullmatch(group) for group in groups):
        return False
    digits = "".join(groups)
    if len(set(digits)) == 1:
        return False
    return not (_is_two_numbers(groups) or _is_sim_card(digits) or _is_iban(match, digits))


def _is_two_numbers(groups: Sequence[str]) -> bool:
    """Say whether these are two phone numbers side by side: evidence that must not be lost."""
    half, digits = DIGITS // 2, "".join(groups)
    reached = list(accumulate(len(group) for group in groups))
    if len(digits) != DIGITS or half not in reached:
        return False
    return len(groups) == 2 or digits[0] == digits[half] == "0"


def _is_sim_card(digits: str) -> bool:
    """Say whether it is an ICCID (ITU-T E.118): 89, and a check digit by Luhn."""
    if len(digits) != DIGITS:
        return False
    doubled = [int(digit) * (2 if index % 2 == 0 else 1) for index, digit in enumerate(digits)]
    return digits.startswith(_SIM_CARD) and sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _is_iban(match: re.Match[str], digits: str) -> bool:
    """Say whether two letters stand before it whose check digits fit (ISO 13616)."""
    country = _COUNTRY.search(match.string, max(0, match.start() - 2), match.start())
    if country is None:
        return False
    letters = "".join(str(ord(letter) - ord("A") + 10) for letter in country[0].upper())
    return int(digits[2:] + letters + digits[:2]) % 97 == 1
