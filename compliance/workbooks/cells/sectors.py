"""Read a sector: its name, the registry's number, or a code of the list that the column is written in. Pure.

See docs/requirements/suppliers.md#industry-codes.
"""

import re
from dataclasses import replace
from datetime import date

from compliance.workbooks.cells.text import Read, Say, UnreadableCell, as_text, tidy_text
from compliance.workbooks.choice_synonyms import choice_words
from compliance.workbooks.column_style import PLAIN_STYLE, REGISTRY, ColumnStyle
from compliance.workbooks.messages import render_suggestion
from compliance.workbooks.types import Value
from portal.reference.industry_codes import ISIC, MAX_DIGITS, NACE, NAICS, SIC, find_industry_code

_SEVERAL = re.compile(r"\s*[;|\n]\s*|\s*,\s*(?=\d{2,}\b)|(?<=\d) +(?=\d{4,})|\s*/\s*(?=\d{4,}\b)")
# French codes end in a letter after four digits; otherwise a digit that touches a letter begins a name (3D printing).
_CODE = re.compile(r"\s*(?:[A-Ua-u][ .-]?)?(?:\d{2}\.?\d{2}[A-Za-z]|\d[\d.]*)(?!\w)")
# Written so in our own template, a number is plainly one of the registry.
TEMPLATE_HEADER = "sector"
# The list that a cell names itself: "SIC 10710", "UK SIC 2007: 10.71", "NACE Rev. 2 C10.71".
_NAMED_LIST = re.compile(
    r"\s*(?:uk\s*)?(sic|nace|isic|naics)\b\s*(?:2007\b|rev\.?\s*\d)?\s*(?:code)?s?\s*[:.#-]?\s*(?=(?:[a-u][ .-]?)?\d)",
    re.IGNORECASE,
)
_LISTS = {"sic": SIC, "nace": NACE, "isic": ISIC, "naics": NAICS}


def read_sector(limits: list[str], today: date, style: ColumnStyle = PLAIN_STYLE) -> Read:
    """Return a reader of sectors. A code of another list is said with its words."""
    choices = choice_words("sectors")

    def read(value: Value, say: Say) -> object:
        text = tidy_text(as_text(value))
        if not text:
            return None
        if named := _NAMED_LIST.match(text):
            own = replace(style, code_list=_LISTS[named[1].lower()])
            if sector := _read_code(text[named.end() :], own, say):
                return sector
        if _CODE.match(text) and (sector := _read_code(text, style, say)):
            return sector
        choice = choices.find(text)
        if choice is None:
            raise UnreadableCell("R003", choices=choices.described, suggestion=render_suggestion(choices.nearest(text)))
        if choice.is_other_word:
            say("W005", meaning=choices.label(choice.code))
        return choice.code

    return read


def _read_code(text: str, style: ColumnStyle, say: Say) -> str | None:
    """Return the sector of a number, or None where a name begins with a digit. Raises UnreadableCell."""
    choices = choice_words("sectors")
    first, *others = [part for part in _SEVERAL.split(text) if part]
    digits = re.sub(r"\D", "", first)
    if style.code_list == REGISTRY and len(digits) <= 2 and first.isdecimal() and (choice := choices.find(first)):
        if not (style.is_template and style.header == TEMPLATE_HEADER):
            say(
                "W005", wording="W005 sector", list="the government registry's sector", item=first,
                meaning=choices.label(choice.code),
            )  # fmt: skip
        return choice.code
    if style.code_list in ("", REGISTRY) and len(digits) not in range(3, 6):
        raise UnreadableCell("R003", wording="R003 code list")
    # Where no header says, three to five digits are a code of UK SIC: the registry's numbers have two.
    list_name = SIC if style.code_list in ("", REGISTRY) else style.code_list
    code = find_industry_code(list_name, first, has_lost_zeros=style.has_lost_zeros)
    if code is None:
        if len(digits) > MAX_DIGITS[list_name] or first.replace(".", "").isdecimal():
            raise UnreadableCell("R003", wording="R003 code", list=list_name)
        return None
    rest = f" Not used: {', '.join(others)}." if others else ""
    say(
        "W005", wording="W005 sector", list=list_name, item=f"{code.code}, {code.title}",
        meaning=choices.label(code.sector), because=rest.strip(),
    )  # fmt: skip
    return code.sector
