"""Find which row of a sheet holds the headers, and which column is which. Pure.

See docs/requirements/suppliers.md#header-rows.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from types import MappingProxyType
from typing import NamedTuple

from openpyxl.utils import get_column_letter

from compliance.workbooks import header_words
from compliance.workbooks.cells.text import as_text
from compliance.workbooks.columns import ACTIONS, FINDINGS, SUPPLIERS, sheet_kinds
from compliance.workbooks.messages import truncate_value
from compliance.workbooks.types import Row, Value
from portal.core.text import fold

# So many non-empty rows are looked at, and so many headers must be known.
MAX_HEADER_ROWS = 30
MIN_KNOWN_HEADERS = {SUPPLIERS: 2, FINDINGS: 3, ACTIONS: 3}
# Of each group one is needed.
REQUIRED_COLUMNS = {
    SUPPLIERS: (("supplier_name", "site_name", "parent_company"), ("country",)),
    FINDINGS: (("description",), ("grade", "code_area", "finding_ref")),
    ACTIONS: (("finding_ref",), ("status", "corrective_action")),
}
# Columns that the portal itself adds to a result, an export or a download; an upload passes over them. Written in
# another way, like "Portal key", they are somebody else's.
PORTAL_COLUMNS = re.compile(
    r"portal_(result|messages|key|statement|statement_year|statement_address|registry_file_date|supplier|site|title)"
)

# What a person answers of a column that is to be passed over.
NOT_USED = ""


class Answer(NamedTuple):
    """Hold what a person said of a header row.

    kind: of its rows. columns: column name or NOT_USED by header key. constants: what holds for every row, by column.
    """

    kind: str
    columns: Mapping[str, str]
    constants: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Header:
    """Hold where the header is.

    row: the last of its rows; 0 is a sheet without one. fields: column name by position, from 0. unknown: position to
    header as written. texts: every header as written, by position. guessed: positions whose header is no name of ours.
    rivals: by column name, positions of other headers that could be it too. constants: as an Answer's.
    units: the row below that says in which units the columns are, 0 where there is none. left_out: positions of columns
    that a person said are not to be used.
    """

    kind: str
    row: int
    fields: dict[int, str]
    unknown: dict[int, str]
    twice: tuple[str, ...] = ()
    texts: Mapping[int, str] = MappingProxyType({})
    guessed: frozenset[int] = frozenset()
    rivals: Mapping[str, tuple[int, ...]] = MappingProxyType({})
    constants: Mapping[str, str] = MappingProxyType({})
    units: int = 0
    left_out: frozenset[int] = frozenset()

    @property
    def score(self) -> float:
        """Return how much of it is known; a guess counts half."""
        return len(self.fields) - len(self.guessed & self.fields.keys()) / 2


def fold_header(value: Value) -> str:
    """Return a header as it is compared: small letters, no accents, no brackets, words parted by one space.

    The first 100 characters count, as a page shows them: what is asked there is found again in the file.
    """
    return _fold(truncate_value(as_text(value)))


@lru_cache(maxsize=20_000)
def _fold(text: str) -> str:
    return fold(re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", text))


def get_header_keys(values: Sequence[Value]) -> list[str]:
    """Return headers as answers are kept by: folded, the second of the same with its number.

    An empty header and one of our own give "".
    """
    counts: Counter[str] = Counter()
    header_keys = []
    for value in values:
        word = fold_header(value)
        counts[word] += 1
        is_portal_column = not word or is_own_column(value)
        header_keys.append("" if is_portal_column else word if counts[word] == 1 else f"{word} #{counts[word]}")
    return header_keys


def is_own_column(value: Value) -> bool:
    """Return whether a header is of a column that the portal itself adds to a file."""
    return PORTAL_COLUMNS.fullmatch(as_text(value).strip()) is not None


@cache
def get_column_names(kind: str) -> dict[str, str]:
    """Return column name by folded header. A column's own name goes before another's alias."""
    return {word: name for word, (name, _rank) in _ranked_names(kind).items()}


@cache
def _ranked_names(kind: str) -> dict[str, tuple[str, int]]:
    """Return column name and rank by folded header: the lower the rank, the surer."""
    columns = sheet_kinds()[kind].columns
    names: dict[str, tuple[str, int]] = {}
    for column in reversed(columns):
        names |= {_fold(alias): (column.name, rank) for rank, alias in reversed([*enumerate(column.aliases, 1)])}
    return names | {_fold(column.name.replace("_", " ")): (column.name, 0) for column in columns}


def find_header(
    rows: Sequence[Row], kind: str, answer: Answer | None = None, *, needs_country: bool = True
) -> Header | None:
    """Return the best header among the first rows of a sheet, in one row or two, or None.

    answer: what a person said, before any alias. needs_country: whether a list of suppliers must have a column of it.
    """
    best: Header | None = None
    filled = [row for row in rows if any(value not in (None, "") for value in row.values)][:MAX_HEADER_ROWS]
    for index, row in enumerate(filled):
        header = _read_header(row, kind, answer)
        if answer is None and index + 1 < len(filled) and filled[index + 1].number == row.number + 1:
            header = _read_two_rows(row, filled[index + 1], header)
        if best is None or header.score > best.score:
            best = header
    return best if best and is_usable(best, needs_country=needs_country) else None


def is_usable(header: Header, *, needs_country: bool = True) -> bool:
    """Return whether the header has enough known columns, and one of each group that its kind needs."""
    columns = set(header.fields.values()) | set(header.constants)
    if header.kind == SUPPLIERS and header_words.is_of_people(map(fold_header, header.texts.values())):
        return False
    groups = [group for group in REQUIRED_COLUMNS[header.kind] if needs_country or group != ("country",)]
    return len(columns) >= MIN_KNOWN_HEADERS[header.kind] and all(columns & set(group) for group in groups)


def has_required_columns(kind: str, have: Collection[str]) -> bool:
    """Return whether every column is there that each row needs, and that has no default."""
    columns = sheet_kinds()[kind].columns
    return all(c.name in have for c in columns if c.required == "always" and c.default is None)


GUESS_RANK = 1000


def _read_header(row: Row, kind: str, answer: Answer | None = None) -> Header:
    answered = answer.columns if answer else {}
    texts = {position: as_text(value) for position, value in enumerate(row.values) if value not in (None, "")}
    candidates: dict[str, list[tuple[int, int]]] = {}  # rank and position, by column name
    unknown: dict[int, str] = {}
    left_out = set()
    for position, key in enumerate(get_header_keys(row.values)):
        if not key:
            continue
        if answered.get(key) == NOT_USED:
            left_out.add(position)
        name, rank = _find_column(key, texts[position], kind, answered)
        if name:
            candidates.setdefault(name, []).append((rank, position))
        else:
            unknown[position] = texts[position]
    header = _choose_columns(kind, row.number, candidates, unknown, texts, answer)
    return replace(header, left_out=frozenset(left_out)) if left_out else header


def _find_column(key: str, written: str, kind: str, answered: Mapping[str, str]) -> tuple[str | None, int]:
    """Return column name and rank of a header. A sign for "number" counts; brackets only where nothing else fits."""
    if key in answered:
        return answered[key] or None, -1
    folded = fold_header(written)
    if _NUMBER_SIGN.search(written) and not folded.endswith("number"):
        numbered = fold_header(_NUMBER_SIGN.sub(" number ", written))
        if found := _look_up(numbered, kind):
            return found
    return _look_up(folded, kind) or _look_up(fold(truncate_value(written)), kind) or (None, GUESS_RANK)


def find_column_name(written: str, kind: str = SUPPLIERS) -> str | None:
    """Return the column that a header means, or None."""
    return _find_column("", written, kind, {})[0]


_NUMBER_SIGN = re.compile(r"[#№]|\bn[°º]", re.I)


def _look_up(folded: str, kind: str) -> tuple[str, int] | None:
    if folded in _ranked_names(kind):
        return _ranked_names(kind)[folded]
    guess = header_words.guess_column(folded) if kind == SUPPLIERS else None
    return (guess, GUESS_RANK) if guess else None


def _choose_columns(
    kind: str,
    number: int,
    candidates: Mapping[str, list[tuple[int, int]]],
    unknown: dict[int, str],
    texts: Mapping[int, str],
    answer: Answer | None,
) -> Header:
    """Choose of the headers that mean one column the surest; the same header twice is for a person to decide."""
    joined = {column.name for column in sheet_kinds()[kind].columns if column.joined}
    fields: dict[int, str] = {}
    guessed: set[int] = set()
    rivals: dict[str, tuple[int, ...]] = {}
    twice: list[str] = []
    for name, found in candidates.items():
        found.sort()
        sure = [position for rank, position in found if rank < GUESS_RANK]
        positions = sure if name in joined and sure else [found[0][1]]
        fields |= dict.fromkeys(positions, name)
        guessed |= set() if sure else set(positions)
        others = [position for _rank, position in found if position not in positions]
        unknown |= {position: texts[position] for position in others}
        if others:
            rivals[name] = tuple(others)
            written = texts[positions[0]].strip().casefold()
            is_same_key = any(rank == 0 for rank, _position in found) and len(sure) > 1
            if any(texts[position].strip().casefold() == written for position in others) or (
                is_same_key and name in NEVER_TWICE
            ):
                twice.append(name)
    return Header(
        kind, number, dict(sorted(fields.items())), dict(sorted(unknown.items())), tuple(twice), texts,
        frozenset(guessed), rivals, answer.constants if answer else {},
    )  # fmt: skip


# Where our own name and another header both name the record, nobody can say which does.
NEVER_TWICE = frozenset({"supplier_ref", "site_ref", "audit_ref", "finding_ref"})


def is_help_row(row: Row) -> bool:
    """Return whether a row explains the columns, as row 2 of our template does.

    Its first cell starts with # and a word; one like #1001 is a reference.
    """
    first = next((value for value in row.values if value not in (None, "")), "")
    return isinstance(first, str) and _HELP.match(first) is not None


_HELP = re.compile(r"\s*#\s*[^\W\d_]+(?:\s|$)")


def _read_two_rows(upper: Row, lower: Row, one_row: Header) -> Header:
    """Return the header of two rows, where they say more together than either alone: groups above, columns below."""
    if is_help_row(lower) or any(
        isinstance(value, int | float) and not isinstance(value, bool) for value in lower.values
    ):
        return one_row
    lower_alone = _read_header(lower, one_row.kind)
    group = ""
    values: list[Value] = []
    for position in range(max(len(upper.values), len(lower.values))):
        above, below = (
            as_text(row.values[position]).strip() if position < len(row.values) else "" for row in (upper, lower)
        )
        group = above or group
        values.append(_join_headers(group, above, below, one_row.kind))
    both = _read_header(Row(lower.number, values), one_row.kind)
    return both if both.score > max(one_row.score, lower_alone.score) and len(lower_alone.fields) else one_row


def _join_headers(group: str, above: str, below: str, kind: str) -> str:
    """Return the header of a column: the lower word where it is known, else both."""
    if not below:
        return above
    folded = fold_header(below)
    is_known = folded in _ranked_names(kind)
    return below if is_known and folded not in GENERIC_HEADERS else f"{group} {below}".strip()


# What these mean depends on the group above them.
GENERIC_HEADERS = frozenset({"name", "code", "ref", "reference", "account", "mail", "email", "street", "address"})


def detect_header(sheet: str | None, rows: Sequence[Row], wanted: Iterable[str]) -> Header | None:
    """Return the header of the kind that fits a sheet best.

    The sheet's name decides, then our own row_version, then what is needed, then the most columns.
    """
    headers = [header for kind in wanted if (header := find_header(rows, kind))]
    if any(header.kind == SUPPLIERS for header in headers):
        headers = [header for header in headers if header.kind != FINDINGS or _is_of_findings(header)]
    by_name = get_kind_by_name(sheet)

    def how_well(header: Header) -> tuple[bool, bool, bool, float]:
        columns = set(header.fields.values())
        return (
            header.kind == by_name,
            "row_version" in columns,
            has_required_columns(header.kind, columns),
            header.score,
        )

    return max(headers, key=how_well, default=None)


# Headers that a list of suppliers has as often as a report of an audit.
COMMON_HEADERS = frozenset((
    "description", "details", "category", "type", "rating", "level", "status", "ref", "section", "area", "issue",
    "country", "site", "site name", "no", "number", "nr", "result", "score", "version", "land", "pays", "pais",
    "standort", "estado", "statut", "状态", "国家", "编号", "序号", "comments", "owner", "responsible", "due date",
))  # fmt: skip


def _is_of_findings(header: Header) -> bool:
    """Return whether a header has a word of audits, where it could also be of a list of suppliers."""
    return any(fold_header(header.texts[position]) not in COMMON_HEADERS for position in header.fields)


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


def read_block_header(row: Row, kind: str) -> Header | None:
    """Return the header of a table below another: a report's observations and good examples say which they are."""
    header = find_header([row], kind)
    words = " ".join(fold_header(value) for value in row.values)
    is_note = next(
        (code for word, code in (("observation", "observation"), ("good example", "good_example")) if word in words), ""
    )
    return replace(header, constants={"kind": is_note}) if header and is_note and kind == FINDINGS else header


def name_columns(rows: Sequence[Row]) -> Row:
    """Return a row of headers for a sheet that has none: Column A, Column B."""
    width = max((len(row.values) for row in rows), default=0)
    while width and all(len(row.values) < width or row.values[width - 1] in (None, "") for row in rows):
        width -= 1
    names: list[Value] = [f"Column {get_column_letter(position)}" for position in range(1, width + 1)]
    return Row(0, names)
