"""Tell rows of a sheet that are no data: totals, notes below, headers that are repeated, lines of dashes. Pure.

See docs/requirements/suppliers.md#rows-without-data.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from compliance.workbooks.cells.text import as_text
from compliance.workbooks.columns import FINDINGS, SUPPLIERS
from compliance.workbooks.headers import Header, find_column_name, fold_header
from compliance.workbooks.types import Row, Value
from portal.reference.synonyms import find_country, fold

TOTAL, NOTE, REPEATED, RULE, HEADING, OTHER_TABLE, END = (
    "total", "note", "repeated", "rule", "heading", "other table", "end",
)  # fmt: skip
_TOTAL_WORDS = (
    "total totals subtotal gesamt gesamtsumme summe zwischensumme endsumme sum somme totaal totale suma somma razem "
    "toplam "
    "ergebnis gesamtergebnis"
)
_TOTAL = re.compile(
    rf"(?:grand |sub |overall |net |report |page )?(?:{'|'.join(_TOTAL_WORDS.split())})"
    r"(?: (?:general|generale|suppliers?|vendors?|spend|amount|records|rows|eur|gbp|usd|value|of which|all|for|fur|par|"
    r"\d+).*)?"
    r"|(?:sub ?total|grand total|sous total|zwischensumme|gesamtsumme|endsumme)\b.*"
    r"|.{0,60} (?:sub)?(?:total|summe|ergebnis)|(?:anzahl|count|number of (?:records|rows|suppliers|vendors))\b.*"
)
_MAY_BE_TOTAL = re.compile(r"tot|sum|som|gesamt|ergebnis|razem|toplam|anzahl|count|number", re.I)
_NOTE = re.compile(
    r"\s*(?:\*|note\b|notes?:|source\b|sources?:|quelle|stand\b|printed|generated|exported|prepared|created|report\b|"
    r"run (?:date|by)|page \d|seite \d|end of|\*\*\*|©|confidential|disclaimer|data as|as at|as of|extracted|legend|"
    r"key:|"
    r"please|this (?:list|report|file)|all (?:amounts|figures|values)|selection|anmerkung|hinweis|erstellt|figures)",
    re.I,
)
_RULE = re.compile(r"[-=_*.#~+|\s–—]+")
# The end of a corrective action plan report, and what its form says of its own columns.
_SIGNATURE = re.compile(
    r"\bsignatures?\b|\bunterschrift|签名|please sign|signed by|if you dispute|any comment from the site", re.I
)
_EXPLANATION = re.compile(
    r"for example,|\(completed by|\(?immediate, ?30|desktop ?/ ?follow|^open/ ?closed|is this a new|"
    r"reference number of the|"
    r"details of actions|note if management|details on corrective|^details of non-compliance$",
    re.I,
)
MIN_EXPLANATIONS = 3
MIN_NOTE_LENGTH = 60
MIN_COLUMNS = 2
MOSTLY = 0.6


@dataclass(frozen=True, slots=True)
class RowFilter:
    """Tell the rows below a header that are no data."""

    header: Header
    words: Mapping[int, str]
    name: int | None = None
    country: int | None = None

    @classmethod
    def for_header(cls, header: Header) -> "RowFilter":
        places = {field: at for at, field in header.fields.items()} if header.kind == SUPPLIERS else {}
        words = {at: fold_header(text) for at, text in header.texts.items() if header.row}
        return cls(header, words, places.get("supplier_name"), places.get("country"))

    def get_reason(self, row: Row) -> str:
        """Return why a row is no data, or ""."""
        if self._is_plainly_data(row):
            return ""
        filled = {at: value for at, value in enumerate(row.values) if value not in (None, "")}
        texts = {at: text for at, value in filled.items() if (text := _text(value))}
        if not texts or all(_RULE.fullmatch(text) for text in texts.values()):
            return RULE if filled else ""
        if len(texts) >= MIN_COLUMNS and self._repeats_header(texts):
            return REPEATED
        if self.header.kind == FINDINGS:
            return self._get_finding_reason(texts)
        if self.header.kind != SUPPLIERS:
            return ""
        if self._starts_other_table(texts):
            return OTHER_TABLE
        return self._get_supplier_reason(texts)

    def _is_plainly_data(self, row: Row) -> bool:
        """Return whether a row names a supplier and a country that we know, as nearly every row does."""
        if self.country is None or self.name is None or len(row.values) <= max(self.country, self.name):
            return False
        name, country = row.values[self.name], row.values[self.country]
        if not (isinstance(name, str) and isinstance(country, str)):
            return False
        return find_country(country)[0] is not None and bool(name.strip()) and not _MAY_BE_TOTAL.search(name)

    def _get_finding_reason(self, texts: Mapping[int, str]) -> str:
        """Return whether it is the form's own text: explanations of columns, titles of blocks, and signatures."""
        if any(map(_SIGNATURE.search, texts.values())):
            return END
        if sum(1 for text in texts.values() if _EXPLANATION.search(text)) >= MIN_EXPLANATIONS:
            return REPEATED
        names = {find_column_name(text, FINDINGS) for text in texts.values()}
        if "description" in names and "finding_ref" in names:
            return OTHER_TABLE
        return HEADING if len(texts) == 1 and min(texts) == 0 and len(self.header.fields) > MIN_COLUMNS else ""

    def _starts_other_table(self, texts: Mapping[int, str]) -> bool:
        """Return whether the row is a header of other columns: it names a supplier and a country."""
        if len(texts) < MIN_COLUMNS or any(map(_is_number, texts.values())):
            return False
        known = {find_column_name(text) for text in texts.values()}
        return {"supplier_name", "country"} <= known

    def _repeats_header(self, texts: Mapping[int, str]) -> bool:
        same = sum(1 for at, text in texts.items() if self.words.get(at) and fold_header(text) == self.words[at])
        return same >= max(MIN_COLUMNS, len(texts) * MOSTLY)

    def _get_supplier_reason(self, texts: Mapping[int, str]) -> str:
        """Return whether it is a total or a note; a supplier has a country."""
        by_name = {name: texts[at] for at, name in self.header.fields.items() if at in texts}
        if by_name.get("country") and by_name.get("supplier_name") and not _is_total(by_name["supplier_name"]):
            return ""
        words = [text for text in texts.values() if not _is_number(text)]
        if not words or (len(words) <= MIN_COLUMNS and any(map(_is_total, words))):
            return TOTAL if not by_name.get("country") or (words and _is_total(words[0])) else ""
        if len(texts) == 1 and (len(words[0]) >= MIN_NOTE_LENGTH or _NOTE.match(words[0]) or ":" in words[0]):
            return NOTE
        if _NOTE.match(words[0]) and not by_name.get("country"):
            return NOTE
        is_words = len(texts) == 1 and not re.search(r"\d", words[0])
        return HEADING if is_words and len(self.header.fields) > MIN_COLUMNS else ""


def _text(value: Value) -> str:
    return as_text(value).strip()


def _is_total(text: str) -> bool:
    return _TOTAL.fullmatch(fold(text)) is not None


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[\d.,'’ \-+()%£€$]+", text) is not None
