"""Find which row of a sheet holds the headers, and which column is which. Pure.

See docs/requirements/suppliers.md#header-rows.
"""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from compliance.workbooks.cells.text import as_text
from compliance.workbooks.columns import ACTIONS, FINDINGS, SUPPLIERS, sheet_kinds
from compliance.workbooks.messages import truncate_value
from compliance.workbooks.types import Row, Value

# So many non-empty rows are looked at, and so many headers must be known.
MAX_HEADER_ROWS = 30
MIN_KNOWN_HEADERS = 3
# Of each group one is needed.
REQUIRED_COLUMNS = {
    SUPPLIERS: (("supplier_name", "site_name", "parent_company"), ("country",)),
    FINDINGS: (("description",), ("grade", "code_area", "finding_ref")),
    ACTIONS: (("finding_ref",), ("status", "corrective_action")),
}
# Columns that the portal itself adds to a result, an export or a download; an upload passes over them.
PORTAL_COLUMNS = re.compile(
    r"portal (result|messages|key|statement|statement year|statement address|registry file date|supplier|site|title)"
)

# What a person answers of a column that is to be passed over.
NOT_USED = ""


class Answer(NamedTuple):
    """Hold what a person said of a header row: the kind of its rows, and column name or NOT_USED by header key."""

    kind: str
    columns: Mapping[str, str]


@dataclass(frozen=True)
class Header:
    """Hold where the header is. fields: column name by position, from 0. unknown: position to header as written."""

    kind: str
    row: int
    fields: dict[int, str]
    unknown: dict[int, str]
    twice: tuple[str, ...] = ()


def fold_header(value: Value) -> str:
    """Return a header as it is compared: small letters, no accents, no brackets, words parted by one space.

    The first 100 characters count, as a page shows them: what is asked there is found again in the file.
    """
    return _fold(truncate_value(as_text(value)))


@lru_cache(maxsize=20_000)
def _fold(text: str) -> str:
    text = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", text)
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()
    return " ".join(re.findall(r"[^\W_]+", plain))


def get_header_keys(values: Sequence[Value]) -> list[str]:
    """Return headers as answers are kept by: folded, the second of the same with its number.

    An empty header and one of our own give "".
    """
    counts: Counter[str] = Counter()
    header_keys = []
    for word in map(fold_header, values):
        counts[word] += 1
        is_portal_column = not word or PORTAL_COLUMNS.fullmatch(word)
        header_keys.append("" if is_portal_column else word if counts[word] == 1 else f"{word} #{counts[word]}")
    return header_keys


@cache
def get_column_names(kind: str) -> dict[str, str]:
    """Return column name by folded header. A column's own name goes before another's alias."""
    columns = sheet_kinds()[kind].columns
    names = {_fold(alias): column.name for column in reversed(columns) for alias in column.aliases}
    return names | {_fold(column.name.replace("_", " ")): column.name for column in columns}


def find_header(rows: Sequence[Row], kind: str, answered: Mapping[str, str] | None = None) -> Header | None:
    """Return the best header among the first rows of a sheet, or None.

    answered: an Answer's columns, before any alias.
    """
    best: Header | None = None
    for row in [row for row in rows if any(value not in (None, "") for value in row.values)][:MAX_HEADER_ROWS]:
        header = _read_header(row, kind, answered or {})
        if best is None or len(header.fields) > len(best.fields):
            best = header
    return best if best and is_usable(best) else None


def is_usable(header: Header) -> bool:
    """Return whether the header has enough known columns, and one of each group that its kind needs."""
    columns = set(header.fields.values())
    return len(header.fields) >= MIN_KNOWN_HEADERS and all(
        columns & set(group) for group in REQUIRED_COLUMNS[header.kind]
    )


def has_required_columns(kind: str, have: Collection[str]) -> bool:
    """Return whether every column is there that each row needs, and that has no default."""
    columns = sheet_kinds()[kind].columns
    return all(c.name in have for c in columns if c.required == "always" and c.default is None)


def _read_header(row: Row, kind: str, answered: Mapping[str, str]) -> Header:
    names_by_header = get_column_names(kind)
    fields: dict[int, str] = {}
    unknown: dict[int, str] = {}
    twice: list[str] = []
    joined = {column.name for column in sheet_kinds()[kind].columns if column.joined}
    for position, key in enumerate(get_header_keys(row.values)):
        if not key:
            continue
        field = answered.get(key, names_by_header.get(fold_header(row.values[position])))
        if not field:
            unknown[position] = as_text(row.values[position])
        elif field in fields.values() and field not in joined:
            twice.append(field)
        else:
            fields[position] = field
    return Header(kind, row.number, fields, unknown, tuple(twice))


def detect_header(sheet: str | None, rows: Sequence[Row], wanted: Iterable[str]) -> Header | None:
    """Return the header of the kind that fits a sheet best.

    The sheet's name decides, then our own row_version, then what is needed, then the most columns.
    """
    headers = [header for kind in wanted if (header := find_header(rows, kind))]
    by_name = get_kind_by_name(sheet)

    def how_well(header: Header) -> tuple[bool, bool, bool, int]:
        columns = set(header.fields.values())
        return (
            header.kind == by_name,
            "row_version" in columns,
            has_required_columns(header.kind, columns),
            len(header.fields),
        )

    return max(headers, key=how_well, default=None)


def get_kind_by_name(sheet: str | None) -> str | None:
    """Return the kind that a sheet's name says, or None."""
    word = fold_header((sheet or "").replace("_", " ").replace("-", " "))
    for kind in sheet_kinds().values():
        if word in {fold_header(kind.sheet), kind.code, *(_fold(alias) for alias in kind.sheet_aliases)}:
            return kind.code
    return None


def get_fingerprint(row: Row) -> str:
    """Return the SHA-256 of the sorted headers: what a person's answer is kept under. Our own columns do not count."""
    return hashlib.sha256("\n".join(sorted(filter(None, get_header_keys(row.values)))).encode()).hexdigest()


BLOCK_LABELS = {
    "audit ref": "audit_ref",
    "audit reference": "audit_ref",
    "report number": "audit_ref",
    "report no": "audit_ref",
    "site": "site_ref",
    "site name": "site_ref",
    "site reference": "site_ref",
    "site country": "site_country",
    "country": "site_country",
    "audit date": "audit_end",
    "date of audit": "audit_end",
    "audit dates": "audit_end",
    "audit type": "audit_type",
    "type of audit": "audit_type",
    "audit company": "audit_company",
    "scheme": "scheme",
    "audit standard": "scheme",
}


def read_block(rows: Iterable[Row], header_row: int) -> dict[str, tuple[Value, int, int]]:
    """Return "label: value" cells above a header, as reports have them: column name to value, row, position from 0."""
    block: dict[str, tuple[Value, int, int]] = {}
    for row in rows:
        if row.number >= header_row:
            break
        for position, value in enumerate(row.values):
            if not isinstance(value, str):
                continue
            label, colon, rest = value.partition(":")
            field = BLOCK_LABELS.get(fold_header(label))
            if not field or field in block:
                continue
            if colon and rest.strip():
                block[field] = (rest.strip(), row.number, position)
            elif (after := _next(row, position)) is not None:
                block[field] = (row.values[after], row.number, after)
    return block


def _next(row: Row, position: int) -> int | None:
    return next((i for i in range(position + 1, len(row.values)) if row.values[i] not in (None, "")), None)
