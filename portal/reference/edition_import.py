"""Imports a new edition of a table from a CSV file: strict, and with a message for each row that is wrong."""

import csv
import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from portal.reference.synonyms import fold, get_country_names

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 20_000
MAX_MESSAGES = 100
MAX_VALUE_LENGTH = 1000
TIERS = ("Tier 1", "Tier 2", "Tier 2 Watch List", "Tier 3", "Special Case")
type Check = Callable[[str], str]


@dataclass
class EditionRows:
    """The result. rows: only where there is no message. messages: a sentence each, in the order of the file."""

    rows: list[dict[str, str]] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)


def _country(value: str) -> str:
    return "" if value in get_country_names() else _("must be a two-letter country code, for example GB")


def _text(value: str) -> str:
    return "" if value else _("must not be empty")


def _any(value: str) -> str:
    return ""


def _tier(value: str) -> str:
    return "" if value in TIERS else _("must be one of: {choices}").format(choices=", ".join(TIERS))


def _yes_no(value: str) -> str:
    return "" if value in {"yes", "no"} else _("must be yes or no")


def _rank(value: str) -> str:
    """Parse a percentile rank; empty where there is none."""
    is_rank = not value or (re.fullmatch(r"\d{1,3}(\.\d{1,4})?", value) and float(value) <= 100)
    return "" if is_rank else _("must be a number from 0 to 100, or empty")


def _year(value: str) -> str:
    return "" if re.fullmatch(r"20\d\d", value) else _("must be a year, for example 2025")


def _day(value: str) -> str:
    try:
        date.fromisoformat(value)
    except ValueError:
        return _("must be a date written like 2025-09-29")
    return "" if len(value) == 10 else _("must be a date written like 2025-09-29")


def _folded(value: str) -> str:
    return "" if value and fold(value) == value else _("must be lower case, without accents or punctuation")


@dataclass(frozen=True)
class TableFormat:
    """The format of a table. columns: what each value must be. key: columns that no two rows may share."""

    columns: Mapping[str, Check]
    key: tuple[str, ...]


TABLE_FORMATS = {
    "tip_tiers": TableFormat({"iso2": _country, "name": _text, "tier": _tier}, ("iso2",)),
    "dol_goods": TableFormat(
        {
            "good": _text,
            "iso2": _country,
            "child_labour": _yes_no,
            "forced_labour": _yes_no,
            "forced_child_labour": _yes_no,
            "downstream_good": _yes_no,
        },
        ("good", "iso2"),
    ),
    "governance": TableFormat(
        {
            "iso2": _country,
            "name": _text,
            "rule_of_law": _rank,
            "control_of_corruption": _rank,
            "voice_accountability": _rank,
        },
        ("iso2",),
    ),
    "uflpa_sectors": TableFormat(
        {"sector": _text, "year_added": _year, "hs_prefixes": _any, "words": _text, "activities": _any}, ("sector",)
    ),
    "uflpa_entities": TableFormat(
        {"entity": _text, "iso2": _country, "names": _any, "listed_on": _day}, ("entity", "iso2")
    ),
    "withhold_release_orders": TableFormat(
        {"entity_or_goods": _text, "iso2": _country, "industry": _text, "effective_on": _day, "names": _any},
        ("entity_or_goods", "iso2"),
    ),
    "product_goods": TableFormat({"product": _folded, "good": _text}, ("product",)),
}


def read_csv(table: str, body: bytes) -> EditionRows:
    """Read a CSV file in UTF-8, the columns of the table in any order. Rows are numbered as in a spreadsheet."""
    result = EditionRows()
    if len(body) > MAX_BYTES:
        result.messages.append(_("The file is larger than 5 MB. A table of this type should be much smaller."))
        return result
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        result.messages.append(_("The file is not in UTF-8. Save it as “CSV UTF-8” in your spreadsheet program."))
        return result
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        result.messages.append(_("We cannot read this CSV file. Save it as “CSV UTF-8”."))
        return result
    return _read_lines(TABLE_FORMATS[table], lines, result)


def _read_lines(form: TableFormat, lines: list[list[str]], result: EditionRows) -> EditionRows:
    header = [name.strip() for name in lines[0]] if lines else []
    if sorted(header) != sorted(form.columns):
        wanted = _("The first row must have these column names and no others: {columns}.")
        result.messages.append(wanted.format(columns=", ".join(form.columns)))
        return result
    filled = [(number, line) for number, line in enumerate(lines[1:], start=2) if any(cell.strip() for cell in line)]
    if not filled:
        result.messages.append(_("The file has no rows."))
    if len(filled) > MAX_ROWS:
        result.messages.append(_("The file has more than {most} rows.").format(most=MAX_ROWS))
        return result
    seen: dict[tuple[str, ...], int] = {}
    for number, line in filled:
        result.messages += _check_line(form, header, number, line, result.rows, seen)
        if len(result.messages) >= MAX_MESSAGES:
            result.messages.append(_("There may be more problems. Correct these first."))
            break
    if result.messages:
        result.rows = []
    return result


def _check_line(
    form: TableFormat,
    header: list[str],
    number: int,
    line: list[str],
    rows: list[dict[str, str]],
    seen: dict[tuple[str, ...], int],
) -> list[str]:
    if len(line) != len(header):
        return [
            _("Row {row} has {found} cells but must have {wanted}.").format(
                row=number, found=len(line), wanted=len(header)
            )
        ]
    values = {name: cell.strip() for name, cell in zip(header, line, strict=True)}
    row = {name: values[name] for name in form.columns}
    wrong = [
        _("Row {row}, {column}: “{value}” {problem}.").format(
            row=number, column=name, value=value[:60], problem=problem
        )
        for name, value in row.items()
        if (problem := _("is too long") if len(value) > MAX_VALUE_LENGTH else form.columns[name](value))
    ]
    key = tuple(row[name] for name in form.key)
    if not wrong and (before := seen.setdefault(key, number)) != number:
        wrong.append(_("Row {row} repeats row {before}.").format(row=number, before=before))
    rows.append(row)
    return wrong
