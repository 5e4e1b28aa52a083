"""Finds the 20-digit code of a reporter in any text, and takes it out. Pure functions; no request, no database.

Whoever reads the code reads what its owner told the helpline. It has one place where it is typed; anywhere else it is
a slip, and is not stored, logged, mailed or shown.

Taken out: 20 digits of any script in one piece, or parted by spaces, dashes and invisible marks; and five groups of
four, parted by any marks, lines or the numbers of a list. Letters among digits count as the digits that they look like.
Left alone, because they are something else: longer and shorter numbers, UUIDs and hashes, five years, round numbers,
times of day or numbers near each other in a row, one digit over and over, two phone numbers of ten digits, an IBAN, the
number of a SIM card, and numbers of cards with or without the date on them. `portal.vault.receipts.new_receipt` issues
no code like these.

See docs/requirements/security.md#code-redaction.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import accumulate

from django.utils.translation import gettext as _

DIGITS = 20
# Invisible characters that copying brings along: soft hyphen, zero width and direction marks; and those of an emoji.
_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufe00-\ufe0f\u20e3"
_NARROW = rf"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\-\u2010-\u2015\u2212\ufe58\ufe63\uff0d{_INVISIBLE}]"
# Any marks, and the number or letter of an item of a list: 2) or (b).
_WIDE = r"[\W_]{1,12}(?:[1-9A-Ea-e]\s?[).:\]\-–][\W_]{0,6})?"
_SINGLE_DIGITS = rf"\d(?:{_NARROW}\d){{3}}"
_GROUPS = re.compile(r"\d+")
# Most texts have not enough digits near each other, and are not searched further.
_SOME_DIGITS = re.compile(r"\d(?:\D{0,24}\d){9}")
_MANY_DIGITS = re.compile(r"\d(?:\D{0,24}\d){19}")
# Letters of three alphabets that look like 0 and 1, in a word of nothing but them and digits.
_LIKE_DIGITS = str.maketrans("OoОоΟοＯｏIlІӀӏΙＩｌ", "0" * 8 + "1" * 8)
_LETTERS = "".join(map(chr, _LIKE_DIGITS))
_LOOKS_LIKE_NUMBER = re.compile(rf"(?<![^\W_])(?=[{_LETTERS}]*+\d)[\d{_LETTERS}]++(?![^\W_])")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
# What comes before and after the digits of a whole run: no digit, or a date.
_NOT_BEFORE = "".join(rf"(?<!\d{_NARROW * count})" for count in range(4))
_DATE_BEFORE = rf"(?<=[/.]\d\d{_NARROW})|(?<=[/.]\d\d\d\d{_NARROW})"
_NOT_AFTER = rf"(?!{_NARROW}{{0,3}}\d)|(?={_NARROW}\d\d?[/.]\d)"
# The year in 28/11/2026 and in 2026-11-28 is no group of four.
_NO_DATE_BEFORE = r"(?<![\-/.]\d[\-/.])(?<![\-/.]\d\d[\-/.])"
_NO_DATE_AFTER = r"(?![\-/.]\d\d[\-/.]\d\d(?!\d))"
_CANDIDATE = re.compile(
    # Names that the portal itself gives to things, with an underscore beside them in the name of a field: kind_<UUID>.
    r"(?<![^\W_])(?:[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}|(?=[0-9]{0,40}[a-fA-F])[0-9a-fA-F]{32,})"
    r"(?![^\W_])|"
    # In one piece, or pasted twice; groups of four; any others that are 20 digits together; each digit by itself.
    r"(?P<code>(?<!\d)(?:\d{20})+(?!\d)|"
    rf"(?P<fours>(?<!\d){_NO_DATE_BEFORE}\d{{4}}(?:{_WIDE}\d{{4}}{_NO_DATE_AFTER}){{4,}}(?!\d))|"
    rf"(?:{_NOT_BEFORE}|{_DATE_BEFORE})\d(?:{_NARROW}{{0,3}}\d){{19}}(?:{_NOT_AFTER})|"
    rf"(?<!\d){_SINGLE_DIGITS}(?:{_NARROW}{{0,3}}(?!{_NARROW})[\W_]{{1,9}}{_SINGLE_DIGITS}){{4}}(?!\d))"
)
# Of each of these, five in a row are what people write about.
_OTHER_NUMBERS = (re.compile(r"(?:19|20)\d\d|\d\d\d0"), re.compile(r"(?:[01]\d|2[0-3])[0-5]\d"))
# Five numbers within it of each other are numbers of rooms, houses or orders.
_NEAR = 500
_COUNTRY = re.compile(r"([A-Za-z]{2})(?:(\d\d)\s?)?$")
_SIM_CARD = "89"
_CARD_DIGITS = 16
_CARD = re.compile(rf"[2-6]\d{{{_CARD_DIGITS - 1}}}")
_EXPIRY = re.compile(r"(?:0[1-9]|1[0-2])[23]\d")


def redact_codes(text: str) -> str:
    """Return the text with each code replaced by words that say so."""
    pieces, end = [], 0
    for start, stop in _find_codes(text):
        pieces += [text[end:start], _("[code removed]")]
        end = stop
    return "".join([*pieces, text[end:]])


def has_code(text: str) -> bool:
    """Return whether a reporter's code stands in the text."""
    return next(_find_codes(text), None) is not None


def _find_codes(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each code begins and ends."""
    plain = text if text.isascii() else _NOT_ASCII.sub(lambda found: str(unicodedata.digit(found[0], found[0])), text)
    if _SOME_DIGITS.search(plain):
        plain = _LOOKS_LIKE_NUMBER.sub(lambda found: found[0].translate(_LIKE_DIGITS), plain)
        if _MANY_DIGITS.search(plain):
            yield from (match.span() for match in _CANDIDATE.finditer(plain) if _is_code(match))


def _is_code(match: re.Match[str]) -> bool:
    if match["code"] is None:
        return False
    groups = re.findall(r"\d{4}", match[0]) if match["fours"] else _GROUPS.findall(match[0])
    if any(all(kind.fullmatch(group) for group in groups) for kind in _OTHER_NUMBERS):
        return False
    if match["fours"] and max(map(int, groups)) - min(map(int, groups)) < _NEAR:
        return False
    digits = "".join(groups)
    if len(set(digits)) == 1:
        return False
    return not (_is_two_numbers(groups) or _is_sim_card(digits) or _is_cards(digits) or _is_iban(match, digits))


def _is_two_numbers(groups: Sequence[str]) -> bool:
    """Say whether these are two phone numbers side by side: evidence that must not be lost."""
    half, digits = DIGITS // 2, "".join(groups)
    reached = list(accumulate(len(group) for group in groups))
    if len(digits) != DIGITS or half not in reached:
        return False
    return len(groups) == 2 or digits[0] == digits[half] == "0"


def _is_sim_card(digits: str) -> bool:
    """Say whether it is an ICCID (ITU-T E.118): 89, and a check digit by Luhn."""
    return len(digits) == DIGITS and digits.startswith(_SIM_CARD) and _is_checked(digits)


def _is_cards(digits: str) -> bool:
    """Say whether these are numbers of payment cards of 16 digits (ISO/IEC 7812), each perhaps with its month and year:
    evidence, too.
    """
    while _CARD.match(digits) and _is_checked(digits[:_CARD_DIGITS]):
        digits = digits[_CARD_DIGITS:]
        digits = digits[4:] if _EXPIRY.match(digits) else digits
    return not digits


def _is_checked(digits: str) -> bool:
    """Say whether the last digit is the check digit by Luhn; digits: an even number of them."""
    doubled = [int(digit) * (2 if index % 2 == 0 else 1) for index, digit in enumerate(digits)]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _is_iban(match: re.Match[str], digits: str) -> bool:
    """Say whether two letters stand before it, or before two digits more, whose check digits fit (ISO 13616)."""
    country = _COUNTRY.search(match.string, max(0, match.start() - 5), match.start())
    if country is None:
        return False
    letters = "".join(str(ord(letter) - ord("A") + 10) for letter in country[1].upper())
    digits = (country[2] or "") + digits
    return int(digits[2:] + letters + digits[:2]) % 97 == 1
