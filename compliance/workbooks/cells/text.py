"""Read text, keys and choices in a cell. Pure (docs/requirements/suppliers.md#cell-values)."""

import html
import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import cache

from compliance.suppliers.rules.references import MAX_REFERENCE_LENGTH, is_valid_reference
from compliance.workbooks.choice_synonyms import choice_words
from compliance.workbooks.messages import render_suggestion
from compliance.workbooks.types import CellError, NoResult, Value
from portal.core.csv_cells import unescape_cell
from portal.core.did_you_mean import NearestValue
from portal.reference.synonyms import (
    find_country,
    fold,
    get_ambiguous_countries,
    get_country_names,
    get_country_synonyms,
)

type Say = Callable[..., None]
type Read = Callable[[Value, Say], object]

PLACEHOLDERS = frozenset(
    {
        *(
            "n/a",
            "na",
            "n.a.",
            "n.a",
            "n a",
            "none",
            "nil",
            "null",
            "-",
            "–",
            "—",
            "--",
            "---",
            "?",
            "??",
            ".",
            "/",
            "x/x",
        ),
        *(
            "tbc",
            "tba",
            "tbd",
            "unknown",
            "not known",
            "not applicable",
            "not available",
            "not provided",
            "#n/a",
            "#n/v",
        ),
        *("#nv", "(blank)", "(leer)", "k.a.", "k. a.", "keine", "keine angabe", "(none)", "<null>", "nan", "no data"),
    }
)
MAX_PLACEHOLDER_LENGTH = 14
MAX_EMAIL_LENGTH = 254
MAX_AREA_LENGTH = 60
# Excel keeps 15 digits of a number; what was typed beyond them is lost.
MAX_EXACT_INTEGER = 10**15
# Hidden marks: zero width, and those that turn the direction of writing.
_HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\u00ad]")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_SHORTENED = re.compile(r"\d[.,]?\d*E\+\d{1,2}", re.I)
# An apostrophe that somebody typed so that a spreadsheet leaves a number alone.
_TYPED_AS_TEXT = re.compile(r"['’]\d[^'’]*$")
# What letters with accents, and quotes, become when UTF-8 is taken for Windows-1252.
_MOJIBAKE = re.compile("[\u00c2-\u00c5][\u0080-\u00bf\u0152-\u0178\u2013-\u2122]|\u00e2\u20ac")
_EMAIL = re.compile(r"[^\s@<>()\",;:]+@[^\s@<>()\",;:]+\.[^\s@.]{2,}")
_OS_ID = re.compile(r"[A-Z]{2}\d{7}[A-Z0-9]{6}")


class UnreadableCell(Exception):
    """A cell cannot be read. code: an R code; values: what its sentence needs.

    wording, among the values: the key of the sentence in data/codes.json where the code has several.
    """

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


def tidy_text(value: str, *, is_long: bool = False) -> str:
    """Return text without what nobody sees. Raises UnreadableCell for other control characters."""
    if value.isascii() and value.isprintable() and "  " not in value and "_x" not in value:
        value = value.strip()
        return value if value[:1] != "'" else unescape_cell(value).strip()
    value = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), value)
    value = _HIDDEN.sub("", unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n")))
    if _CONTROL.search(value):
        raise UnreadableCell("R019", wording="R019 damaged")
    value = unescape_cell(value.replace("\xa0", " ").strip())
    return value.strip() if is_long else " ".join(value.split())


def as_text(value: Value) -> str:
    """Return what a person sees in the cell, near enough."""
    if isinstance(value, str):
        return value
    if isinstance(value, CellError):
        return value.text
    if isinstance(value, NoResult):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < MAX_EXACT_INTEGER:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    return "" if value is None else str(value)


def is_placeholder(text: str) -> bool:
    """Return whether people write this text for "nothing here"."""
    return len(text) <= MAX_PLACEHOLDER_LENGTH and text.casefold() in PLACEHOLDERS


def _tell_cell_type(value: Value, say: Say) -> None:
    """Say where a spreadsheet holds a date, a time or a truth value in a cell of a column of texts: 1-2 becomes one."""
    if isinstance(value, bool):
        say("W005", wording="W005 cell type", meaning="true or false")
    elif isinstance(value, date):
        say("W005", wording="W005 cell type", meaning="a date")
    elif isinstance(value, time | timedelta):
        say("W005", wording="W005 cell type", meaning="a time")


def read_text(limits: list[str], today: date, *, is_long: bool = False) -> Read:
    """Return a reader of text up to the limit."""
    limit = int(limits[0])

    def read(value: Value, say: Say) -> object:
        text = tidy_text(as_text(value), is_long=is_long)
        if _TYPED_AS_TEXT.match(text):
            text = text[1:]
            say("W005", meaning=text)
        elif not isinstance(value, str):
            _tell_cell_type(value, say)
        if len(text) > limit:
            raise UnreadableCell("R002", length=f"{len(text):,}", limit=f"{limit:,}")
        return text or None

    return read


def read_long(limits: list[str], today: date) -> Read:
    """Return a reader of text that may have several lines."""
    return read_text(limits, today, is_long=True)


def read_key(limits: list[str], today: date) -> Read:
    """Return a reader of references."""

    def read(value: Value, say: Say) -> object:
        if isinstance(value, int | float) and not isinstance(value, bool):
            if abs(value) >= MAX_EXACT_INTEGER:
                raise UnreadableCell("R019", wording="R019 long number")
            value = str(int(value)) if float(value).is_integer() else str(value)
        _tell_cell_type(value, say)
        written = tidy_text(as_text(value))
        text = " ".join(unicodedata.normalize("NFKC", written).lstrip("'’").split())
        if text != written:
            say("W005", meaning=text)
        elif _SHORTENED.fullmatch(text):
            say("W005", wording="W005 shortened")
        if len(text) > MAX_REFERENCE_LENGTH:
            raise UnreadableCell("R002", length=len(text), limit=MAX_REFERENCE_LENGTH)
        if text and not is_valid_reference(text):
            raise UnreadableCell(
                "R003", wording="R003 characters", choices="letters, numbers, spaces and . , _ - + & / # ( ) ' :"
            )
        return text or None

    return read


# A box, ticked or not, and the words after it, as forms have them: ☒ Major ☐ Minor.
_BOX = re.compile(r"(☒|☑|✓|✔|✗|■|\[ ?[xX✓] ?\]|\( ?[xX✓] ?\))|(☐|□|\[ ?\]|\( ?\))")


def read_ticked(text: str) -> str:
    """Return the words after the one box that is ticked; the text itself where it has no boxes, "" where none is.

    Raises UnreadableCell where several are.
    """
    boxes = list(_BOX.finditer(text))
    if not boxes:
        return text
    ends = [box.start() for box in boxes[1:]] + [len(text)]
    labels = [text[box.end() : end].strip(" ,;/") for box, end in zip(boxes, ends, strict=True) if box[1]]
    if len(labels) > 1:
        raise UnreadableCell("R003", wording="R003 format", choices="one choice with its box ticked")
    return labels[0] if labels else ""


def read_choice(limits: list[str], today: date) -> Read:
    """Return a reader of a choice by code, label or another word for it."""
    choices = choice_words(limits[0])

    def read(value: Value, say: Say) -> object:
        text = read_ticked(tidy_text(as_text(value)))
        if not text:
            return None
        choice = choices.find(text)
        if choice is None:
            raise UnreadableCell("R003", choices=choices.described, suggestion=render_suggestion(choices.nearest(text)))
        if choice.is_other_word:
            say("W005", meaning=choices.label(choice.code))
        return choice.code

    return read


def read_name(limits: list[str], today: date) -> Read:
    """Return a reader of a company's name; one that a program has damaged on its way is mended, and said."""
    read_plain = read_text(limits, today)

    def read(value: Value, say: Say) -> object:
        text = read_plain(value, say)
        if not isinstance(text, str):
            return text
        mended = tidy_text(_mend(text))
        if mended != text:
            say("W005", meaning=mended)
        elif "\ufffd" in text:
            say("W005", wording="W005 damaged")
        return mended

    return read


def _mend(text: str) -> str:
    """Return text with HTML's entities as characters, and UTF-8 that was taken for Windows-1252 as what it was."""
    if "&" in text and ";" in text:
        text = html.unescape(text)
    if _MOJIBAKE.search(text):
        try:
            return text.encode("cp1252").decode()
        except UnicodeError:
            return text
    return text


@cache
def get_country_matcher() -> NearestValue:
    """Return the matcher that suggests a country's name."""
    return NearestValue({word: get_country_names()[code] for word, code in get_country_synonyms().items()})


def read_country(limits: list[str], today: date) -> Read:
    """Return a reader of countries by name or code; a name that may mean another country is said."""
    names = get_country_names()

    def read(value: Value, say: Say) -> object:
        text = unicodedata.normalize("NFKC", tidy_text(as_text(value))).lstrip("'’")
        word = fold(text)
        if not word or (word != "na" and is_placeholder(text)):
            return None
        code, is_usual = find_country(text)
        if code is None:
            raise UnreadableCell("R007", suggestion=render_suggestion(get_country_matcher().find(word)))
        if word in get_ambiguous_countries():
            say("R019", guess=names[code], is_warning=True)
        elif not is_usual:
            say("W005", meaning=names[code])
        return code

    return read


def read_email(limits: list[str], today: date) -> Read:
    """Return a reader of email addresses."""

    def read(value: Value, say: Say) -> object:
        text = tidy_text(as_text(value))
        if text and not (len(text) <= MAX_EMAIL_LENGTH and _EMAIL.fullmatch(text)):
            raise UnreadableCell("R008")
        return text or None

    return read


def read_list(limits: list[str], today: date) -> Read:
    """Return a reader of several entries parted by |, ; or a line end."""
    max_length, max_entries = map(int, limits)

    def read(value: Value, say: Say) -> object:
        text = tidy_text(as_text(value), is_long=True)
        parts = [" ".join(part.split()) for part in re.split(r"[|;\n]", text)]
        parts = list(dict.fromkeys(part for part in parts if part))
        for part in parts:
            if len(part) > max_length:
                raise UnreadableCell("R002", wording="R002 entry", length=f"{len(part):,}", limit=max_length)
        if len(parts) > max_entries:
            raise UnreadableCell("R002", wording="R002 entries", length=f"{len(parts):,}", limit=max_entries)
        return parts or None

    return read


def read_os_id(limits: list[str], today: date) -> Read:
    """Return a reader of Open Supply Hub IDs."""

    def read(value: Value, say: Say) -> object:
        text = tidy_text(as_text(value)).upper()
        if text and not (_OS_ID.fullmatch(text) and text[:2] in get_country_names()):
            raise UnreadableCell(
                "R003", wording="R003 format", choices="a 2-letter country code and 13 more letters and numbers"
            )
        return text or None

    return read


def read_lei(limits: list[str], today: date) -> Read:
    """Return a reader of Legal Entity Identifiers."""

    def read(value: Value, say: Say) -> object:
        text = tidy_text(as_text(value)).upper().replace(" ", "")
        if text and not re.fullmatch(r"[A-Z0-9]{18}\d{2}", text):
            raise UnreadableCell("R003", wording="R003 format", choices="20 letters and numbers")
        return text or None

    return read


def read_days(limits: list[str], today: date) -> Read:
    """Return a reader of periods in days."""
    choices = choice_words("days")

    def read(value: Value, say: Say) -> object:
        text = tidy_text(as_text(value))
        if not text:
            return None
        choice = choices.find(text)
        if choice is None:
            raise UnreadableCell("R003", choices=choices.described, suggestion=render_suggestion(choices.nearest(text)))
        return int(choice.code)

    return read


def read_area(limits: list[str], today: date) -> Read:
    """Return a reader of a code area as written; the row decides which one it is by the scheme's version."""

    def read(value: Value, say: Say) -> object:
        text = tidy_text(as_text(value)).upper()
        if len(text) > MAX_AREA_LENGTH:
            raise UnreadableCell("R003", choices=choice_words("areas").described)
        return text or None

    return read
