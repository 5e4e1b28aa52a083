"""Choose between columns of a list of suppliers by what is in them, where their headers leave it open. Pure.

See docs/requirements/suppliers.md#header-words.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from compliance.workbooks.cells.text import as_text, is_placeholder
from compliance.workbooks.choice_synonyms import choice_words
from compliance.workbooks.column_style import read_header_style
from compliance.workbooks.columns import SUPPLIERS
from compliance.workbooks.headers import Header, fold_header, name_columns
from compliance.workbooks.types import Row
from portal.reference.synonyms import find_country, get_country_names

# The share of a column's cells that must be codes, names or countries for the column to be of them.
MOSTLY = 0.6
MIN_ROWS_WITHOUT_HEADER = 3
MIN_LEGAL_FORMS = 0.3
_CODE = re.compile(r"#?[A-Za-z]{0,4}[-/._ ]?\d[\d\-/._ ]*[A-Za-z]{0,2}")
_LEGAL_FORM = re.compile(
    r"\b(?:ltd|limited|plc|llp|inc|llc|corp|gmbh|ag|kg|ohg|srl|spa|s\.?p\.?a|s\.?r\.?l|sarl|sas|sa|bv|nv|oy|oyj|ab|as|aps|"
    r"a/s|co|company|pvt|pte|sdn|bhd|kft|doo|sro|zoo|s\.?a|lda|ltda|tbk|jsc|k\.?k)\b\.?",
    re.I,
)
_UK_POSTCODE = re.compile(r"\b(?:GIR ?0AA|[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2})$")
_YEAR = re.compile(r"(?:20)?(\d{2})(?!\d)")


def settle_columns(header: Header, rows: Sequence[Row]) -> Header:
    """Return the header with each column of suppliers where its cells say it belongs. rows: some below the header."""
    if header.kind != SUPPLIERS:
        return _settle_deadline(header, rows)
    header = _settle_parent(header)
    header = _read_units(header, rows)
    header = _drop_percentages(header)
    header = _choose_latest_spend(header)
    header = _choose(header, rows, "supplier_name", _looks_like_names)
    header = _choose(header, rows, "country", _looks_like_countries)
    return _take_codes(header, rows)


def _cells(rows: Sequence[Row], position: int) -> list[str]:
    texts = (as_text(row.values[position]).strip() for row in rows if position < len(row.values))
    return [text for text in texts if text and not is_placeholder(text)]


def _share(texts: Sequence[str], fits: re.Pattern[str]) -> float:
    return sum(1 for text in texts if fits.fullmatch(text)) / len(texts) if texts else 0.0


def _looks_like_names(texts: Sequence[str]) -> bool:
    return bool(texts) and _share(texts, _CODE) < MOSTLY


def _looks_like_countries(texts: Sequence[str]) -> bool:
    return bool(texts) and sum(1 for text in texts if find_country(text)[0]) / len(texts) >= MOSTLY


def _position(header: Header, name: str) -> int | None:
    return next((position for position, field in header.fields.items() if field == name), None)


def _swap(header: Header, name: str, old: int, new: int) -> Header:
    fields = {position: field for position, field in header.fields.items() if position != old} | {new: name}
    unknown = {position: text for position, text in header.unknown.items() if position != new}
    rivals = tuple(old if position == new else position for position in header.rivals.get(name, ()))
    return replace(
        header, fields=dict(sorted(fields.items())), unknown=dict(sorted((unknown | {old: header.texts[old]}).items())),
        rivals={**header.rivals, name: rivals}, guessed=header.guessed | {new},
    )  # fmt: skip


def _choose(header: Header, rows: Sequence[Row], name: str, fits: Callable[[list[str]], bool]) -> Header:
    """Return the header with the first rival whose cells fit, where those of the chosen column do not."""
    chosen = _position(header, name)
    if chosen is None or fits(_cells(rows, chosen)):
        return header
    fitting = [position for position in header.rivals.get(name, ()) if fits(_cells(rows, position))]
    return _swap(header, name, chosen, fitting[0]) if fitting else header


def _take_codes(header: Header, rows: Sequence[Row]) -> Header:
    """Return the header with a column of codes that is called "Supplier" as their reference, where no other is."""
    if _position(header, "supplier_ref") is not None:
        return header
    for position in header.rivals.get("supplier_name", ()):
        texts = _cells(rows, position)
        if texts and _share(texts, _CODE) >= MOSTLY and len(set(texts)) > len(texts) * MOSTLY:
            unknown = {at: text for at, text in header.unknown.items() if at != position}
            fields = dict(sorted((header.fields | {position: "supplier_ref"}).items()))
            return replace(header, fields=fields, unknown=unknown, guessed=header.guessed | {position})
    return header


# What a list of the Open Supply Hub calls the site; its owner is then in the column of parent companies.
HUB_NAME = "name"


_DAY = re.compile(r"\d{1,4}[./-]\d{1,2}|\d{1,2}\.? \w+ \d{4}")


def _settle_deadline(header: Header, rows: Sequence[Row]) -> Header:
    """Return the header with a column of due dates as one of days allowed, where its cells are like "30 days"."""
    position = _position(header, "due_date")
    if position is None or _position(header, "timescale") is not None:
        return header
    texts = [text for row in rows if position < len(row.values) and isinstance(text := row.values[position], str)]
    days = [text for text in texts if not _DAY.search(text) and choice_words("days").find(text)]
    if not days or len(days) < len(texts) * MOSTLY:
        return header
    fields = {at: "timescale" if at == position else name for at, name in header.fields.items()}
    return replace(header, fields=fields, guessed=header.guessed | {position})


def _settle_parent(header: Header) -> Header:
    """Return the header with a parent company as the supplier where sites are listed, else as a note.

    An owner of a supplier is not the supplier: it stays a note wherever another column names the supplier.
    """
    position, fields = _position(header, "parent_company"), set(header.fields.values())
    if position is None:
        return header
    names = _position(header, "supplier_name")
    if names is None and "site_name" in fields:
        renamed = {at: "supplier_name" if at == position else field for at, field in header.fields.items()}
        return replace(header, fields=renamed, guessed=header.guessed | {position})
    is_hub = names is not None and fold_header(header.texts[names]) == HUB_NAME and "address" in fields
    if is_hub and "site_name" not in fields:
        return header
    kept = {at: field for at, field in header.fields.items() if at != position}
    return replace(header, fields=kept, unknown={**header.unknown, position: header.texts[position]})


def _read_units(header: Header, rows: Sequence[Row]) -> Header:
    """Return the header with the units that the row below it gives, such as "k€" below "Spend"."""
    spend, country, name = (_position(header, field) for field in ("annual_spend_gbp", "country", "supplier_name"))
    first = next((row for row in rows if row.is_filled and row.number > header.row), None)
    if spend is None or first is None or not header.row:
        return header
    cells = {at: as_text(value).strip() for at, value in enumerate(first.values) if value not in (None, "")}
    has_country = country is not None and find_country(cells.get(country, ""))[0] is not None
    has_numbers = any(isinstance(value, int | float) for value in first.values)
    if has_country or has_numbers or _LEGAL_FORM.search(cells.get(name if name is not None else -1, "")):
        return header
    style = read_header_style(cells.get(spend, ""))
    if re.search(r"\d{2}", cells.get(spend, "").replace("000", "")) or not (style.currency or style.factor > 1):
        return header
    texts = {at: f"{text} {cells[at]}" if at in cells else text for at, text in header.texts.items()}
    return replace(header, texts=texts, units=first.number)


def _drop_percentages(header: Header) -> Header:
    """Return the header without shares and percentages: 25 in "Spend (%)" is no amount."""
    for position, name in header.fields.items():
        if name == "annual_spend_gbp" and read_header_style(header.texts[position]).is_percent:
            amounts = [
                at for at in header.rivals.get(name, ()) if not read_header_style(header.texts[at]).is_percent
            ]  # fmt: skip
            if amounts:
                return _swap(header, name, position, amounts[0])
            fields = {at: field for at, field in header.fields.items() if at != position}
            return replace(header, fields=fields, unknown={**header.unknown, position: header.texts[position]})
    return header


def _choose_latest_spend(header: Header) -> Header:
    """Return the header with the latest of several years of spend."""
    chosen = _position(header, "annual_spend_gbp")
    rivals = header.rivals.get("annual_spend_gbp", ())
    if chosen is None or not rivals:
        return header
    years = {at: max(map(int, _YEAR.findall(header.texts[at])), default=0) for at in (chosen, *rivals)}
    latest = max(years, key=lambda at: years[at])
    return _swap(header, "annual_spend_gbp", chosen, latest) if years[latest] > years[chosen] else header


def find_outline_column(header: Header, rows: Sequence[Row]) -> int | None:
    """Return the position of a column of countries that names each once, for it and the rows below it, as pivots do."""
    country, name = _position(header, "country"), _position(header, "supplier_name")
    if country is None or name is None or country > name:
        return None
    cells = [as_text(row.values[country]).strip() if country < len(row.values) else "" for row in rows if row.is_filled]
    filled = [cell for cell in cells if cell]
    is_outline = len(filled) > 1 and len(set(filled)) == len(filled) and len(filled) * 2 <= len(cells)
    return country if is_outline and cells[0] else None


# What may say in which country a supplier is, where no column of countries does.
PLACE_COLUMNS = frozenset({"vat_number", "address", "postcode", "town"})


def find_country_of_row(values: Mapping[str, Any]) -> tuple[str, str]:
    """Return country and what it was read from: the letters of a VAT number, the end of an address, a UK postcode.

    Both are "" where nothing says.
    """
    vat = re.match(r"([A-Z]{2})[ .-]?[A-Z0-9]{2}", str(values.get("vat_number") or "").upper())
    code = {"EL": "GR", "XI": "GB"}.get(vat[1], vat[1]) if vat else ""
    if code in get_country_names():
        return code, str(values["vat_number"])
    address = str(values.get("address") or "")
    tail = re.split(r"[,;\n]", address)[-1].strip()
    if "," in address and len(tail) > len("xx") and (country := find_country(tail)[0]):
        return country, tail
    for text in (str(values.get("postcode") or ""), tail, str(values.get("town") or "")):
        if match := _UK_POSTCODE.search(text.upper()):
            return "GB", match[0]
    return "", ""


def has_country_in_rows(header: Header, rows: Sequence[Row]) -> bool:
    """Return whether most rows say in which country they are, without a column of countries."""
    positions = {name: position for position, name in header.fields.items() if name in PLACE_COLUMNS}
    found = [
        find_country_of_row(
            {name: as_text(row.values[at]) for name, at in positions.items() if at < len(row.values)}
        )[0]
        for row in rows
        if row.is_filled
    ]  # fmt: skip
    return bool(found) and sum(map(bool, found)) >= len(found) * MOSTLY


def guess_without_header(rows: Sequence[Row]) -> Header | None:
    """Return a header of row 0 for a sheet of suppliers that has none: a column of countries, one of names."""
    if len(rows) < MIN_ROWS_WITHOUT_HEADER:
        return None
    width = max(len(row.values) for row in rows)
    countries = [at for at in range(width) if _looks_like_countries(_filled(rows, at))]
    names = [at for at in range(width) if at not in countries and _has_legal_forms(_filled(rows, at))]
    if len(countries) != 1 or not names:
        return None
    fields = {names[0]: "supplier_name", countries[0]: "country"}
    codes = [at for at in range(width) if at not in fields and _is_reference(_filled(rows, at))]
    if codes and codes[0] < names[0]:
        fields[codes[0]] = "supplier_ref"
    texts = {at: str(name) for at, name in enumerate(name_columns(rows).values)}
    unknown = {at: text for at, text in texts.items() if at not in fields and _cells(rows, at)}
    return Header(
        SUPPLIERS, 0, dict(sorted(fields.items())), unknown, texts=texts, guessed=frozenset(fields),
    )  # fmt: skip


def _filled(rows: Sequence[Row], position: int) -> list[str]:
    """Return the texts of a column that most rows fill, else nothing."""
    texts = _cells(rows, position)
    return texts if len(texts) >= len(rows) * MOSTLY else []


def _has_legal_forms(texts: Sequence[str]) -> bool:
    return bool(texts) and sum(1 for text in texts if _LEGAL_FORM.search(text)) / len(texts) >= MIN_LEGAL_FORMS


def _is_reference(texts: Sequence[str]) -> bool:
    return bool(texts) and len(set(texts)) == len(texts) and _share(texts, _CODE) == 1


def describe_choices(header: Header) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    """Yield position, column name and the other headers of each column that was guessed or chosen among several."""
    for position, name in header.fields.items():
        others = tuple(header.texts[at] for at in header.rivals.get(name, ()) if at in header.unknown)
        if position in header.guessed or others:
            yield position, name, others
