"""What is in the workbooks of a release, whatever program writes them: a sheet each for cover, contents, notes, tables.

The sheets follow "Making spreadsheets accessible" of the Government Analysis Function: one table a sheet, named, from
the first column, below a title and a line of text; no merged cells, no blank rows or columns, no cell left empty, and
every symbol explained in the notes.

See docs/requirements/statistics.md#workbooks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from compliance.statistics.models import Release
from compliance.statistics.presenters.labels import KINDS
from compliance.statistics.presenters.release_page import LICENCE, cite, get_title, is_provisional, summarise
from compliance.statistics.presenters.tables import REVISED, DisplayRow, DisplayTable, Revised, build_tables
from compliance.statistics.rule_sets import get_rule_set
from compliance.statistics.rules.release_content import read_content
from compliance.statistics.rules.rule_set import RuleSet

COVER, CONTENTS, NOTES = "Cover_sheet", "Contents", "Notes"

type Value = str | int


@dataclass(frozen=True)
class BookSheet:
    """title: its first line. lines: of text below. rows: of its table, the heads first; none on the cover.

    table: the name of the table. links: the sheet that the first cell of a row leads to, by the number of the row.
    """

    name: str
    title: str
    lines: Sequence[str]
    table: str = ""
    rows: Sequence[Sequence[Value]] = ()
    links: Sequence[str] = ()


@dataclass(frozen=True)
class Book:
    title: str
    sheets: Sequence[BookSheet]


def build_book(release: Release, revised: Revised) -> Book:
    content = read_content(release.content)
    rules = get_rule_set(content.rule_set)
    tables = build_tables(content, rules, revised)
    title = _("Helpline statistics: %(title)s") % {"title": get_title(release)}
    texts = _note_texts(tables, rules)
    sheets = [_table_sheet(table, release, _notes_of(table, texts)) for table in tables]
    cover = BookSheet(COVER, title, list(_cover_lines(release, summarise(release, content))))
    return Book(title, [cover, _contents(tables), _notes(tables, rules, texts), *sheets])


def _cover_lines(release: Release, summary: str) -> Iterator[str]:
    day = date_format(timezone.localdate(release.published_at), "j F Y")
    yield _("%(kind)s, published on %(day)s.") % {"kind": KINDS[release.period.kind], "day": day}
    yield summary
    if is_provisional(release):
        yield _("These figures are provisional. Every number is rounded to the nearest 5, and they are not revised.")
    if release.note:
        yield _("What was corrected: %(note)s") % {"note": release.note}
    yield _(
        "A rise probably means that more people know about the helpline."
        " It does not show how much exploitation there is."
    )
    yield _("How to cite: %(citation)s") % {"citation": cite(release)}
    yield _("Licence: %(name)s, %(url)s") % LICENCE


def _contents(tables: Sequence[DisplayTable]) -> BookSheet:
    rows = [[_("Worksheet"), _("Title")], [NOTES, _("Notes")], *([_name(table), table.title] for table in tables)]
    links = [NOTES, *(_name(table) for table in tables)]
    return BookSheet(CONTENTS, _("Contents"), [_one_table()], "contents", rows, links)


def _notes(tables: Sequence[DisplayTable], rules: RuleSet, texts: Sequence[str]) -> BookSheet:
    symbols = [f for f in rules.symbols if any(f in table.symbols for table in tables)]
    rows = [
        [_("Note or symbol"), _("Meaning")],
        *([f"[{symbol}]", rules.symbols[symbol]] for symbol in symbols),
        *([f"[note {number}]", text] for number, text in enumerate(texts, start=1)),
    ]
    return BookSheet(NOTES, _("Notes"), [_one_table()], "notes", rows)


def _note_texts(tables: Sequence[DisplayTable], rules: RuleSet) -> list[str]:
    """Return the counting rule of each unit, then each note of a table, once."""
    units = [f"{unit.label}: {unit.note}" for unit in rules.units if any(table.unit == unit.label for table in tables)]
    return list(dict.fromkeys([*units, *(table.note for table in tables if table.note)]))


def _notes_of(table: DisplayTable, texts: Sequence[str]) -> str:
    mine = [n for n, text in enumerate(texts, start=1) if text == table.note or text.startswith(f"{table.unit}: ")]
    return " ".join(f"[note {number}]" for number in mine)


def _table_sheet(table: DisplayTable, release: Release, marks: str) -> BookSheet:
    title = _("Table %(number)s: %(title)s, %(period)s %(notes)s") % {
        "number": table.number,
        "title": table.title,
        "period": get_title(release),
        "notes": marks,
    }
    lines = [_one_table(), *([_("Symbols are explained on the Notes worksheet.")] if table.symbols else [])]
    has_revised = REVISED in table.symbols
    heads = [*table.heads, *([_("Revised numbers")] if has_revised else [])]
    rows = [_row(table, row, has_revised=has_revised) for row in table.rows]
    return BookSheet(_name(table), title.strip(), lines, table.id, [heads, *rows])


def _row(table: DisplayTable, row: DisplayRow, *, has_revised: bool) -> list[Value]:
    """Return the cells of a row. Which numbers are revised has a column of its own, so that numbers stay numbers."""
    values: list[Value] = [row.label]
    for cell in row.cells:
        hidden = " ".join(f"[{symbol}]" for symbol in cell.symbols if symbol != REVISED)
        values.append(hidden if cell.number is None else cell.number)
    if has_revised:
        changed = [head for head, cell in zip(table.heads[1:], row.cells, strict=True) if REVISED in cell.symbols]
        values.append(f"[{REVISED}] {', '.join(changed)}" if changed else _("None"))
    return values


def _name(table: DisplayTable) -> str:
    return f"Table_{table.number}"


def _one_table() -> str:
    return _("This worksheet contains one table.")
