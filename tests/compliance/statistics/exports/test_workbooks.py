"""The rules of "Making spreadsheets accessible" of the Government Analysis Function, on every sheet of both workbooks.

See docs/requirements/statistics.md#workbooks.
"""

import csv
import io
import re
import shutil
import subprocess
from dataclasses import dataclass

import pytest
from odf.dc import Language, Title
from odf.opendocument import load as load_ods
from odf.table import CoveredTableCell, DatabaseRange, Table, TableCell, TableRow
from odf.teletype import extractText
from odf.text import A
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from python_calamine import CalamineWorkbook

from compliance.statistics.exports.book import build_book
from compliance.statistics.exports.ods_file import write_ods
from compliance.statistics.exports.xlsx_file import write_xlsx
from compliance.statistics.models import Release
from compliance.statistics.rule_sets import get_rule_set
from compliance.statistics.rules.tables import Symbol
from tests.factories.published_figures import PUBLISHED_AT, publish_figures

pytestmark = [pytest.mark.django_db, pytest.mark.once]
HIDDEN = {("contacts_by_channel", ("app",)): Symbol.CONFIDENTIAL}
REVISED = [("contacts_by_channel", ("phone",))]


@dataclass(frozen=True)
class Seen:
    """A sheet as a reader of the file finds it. tables: their names and first and last row and column, from 1."""

    name: str
    rows: list[list[str]]
    tables: list[tuple[str, tuple[int, int, int, int]]]
    has_merged: bool
    links: list[str]


def see_xlsx(body: bytes) -> list[Seen]:
    book = load_workbook(io.BytesIO(body))
    return [
        Seen(
            sheet.title,
            [["" if cell.value is None else str(cell.value) for cell in row] for row in sheet.iter_rows()],
            [(table.name, _bounds(table.ref)) for table in sheet.tables.values()],
            bool(sheet.merged_cells.ranges),
            [cell.hyperlink.location for row in sheet.iter_rows() for cell in row if cell.hyperlink],
        )
        for sheet in book.worksheets
    ]


def see_ods(body: bytes) -> list[Seen]:
    book = load_ods(io.BytesIO(body))
    ranges = [
        (one.getAttribute("name"), *one.getAttribute("targetrangeaddress").split(":"))
        for one in book.getElementsByType(DatabaseRange)
    ]
    found = []
    for sheet in book.getElementsByType(Table):
        name = sheet.getAttribute("name")
        rows = [
            [extractText(cell) for cell in row.getElementsByType(TableCell)]
            for row in sheet.getElementsByType(TableRow)
        ]
        tables = [
            (table, _bounds(f"{first.partition('.')[2]}:{last.partition('.')[2]}"))
            for table, first, last in ranges
            if first.partition(".")[0] == name
        ]
        spans = [cell.getAttribute("numbercolumnsspanned") for cell in sheet.getElementsByType(TableCell)]
        links = [link.getAttribute("href") for link in sheet.getElementsByType(A)]
        is_merged = bool(sheet.getElementsByType(CoveredTableCell)) or any(spans)
        found.append(Seen(name, rows, tables, is_merged, links))
    return found


def _bounds(reference: str) -> tuple[int, int, int, int]:
    first_column, first_row, last_column, last_row = range_boundaries(reference)
    return (first_row, last_row, first_column, last_column)


@pytest.fixture(params=["2026-03", "2026-q1", "2026"])
def release(request) -> Release:
    return publish_figures(request.param, {} if request.param == "2026-03" else HIDDEN)


@pytest.fixture(params=["xlsx", "ods"])
def sheets(request, release) -> list[Seen]:
    revised = [] if release.code == "2026-03" else REVISED
    book = build_book(release, revised)
    return (
        see_xlsx(write_xlsx(book, PUBLISHED_AT)) if request.param == "xlsx" else see_ods(write_ods(book, PUBLISHED_AT))
    )


def test_there_is_a_cover_contents_notes_and_a_sheet_for_each_table(sheets, release):
    count = len(get_rule_set().get_tables(release.period.kind)) + 1  # and the waits
    assert [sheet.name for sheet in sheets] == [
        "Cover_sheet", "Contents", "Notes", *(f"Table_{number}" for number in range(1, count + 1))
    ]  # fmt: skip


def test_each_sheet_but_the_cover_has_one_named_table_and_no_name_comes_twice(sheets):
    assert sheets[0].tables == []
    assert all(len(sheet.tables) == 1 for sheet in sheets[1:])
    names = [name for sheet in sheets for name, _bounds in sheet.tables]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z_]+", name) for name in names)


def test_no_cell_is_merged_and_none_within_a_sheet_is_empty(sheets):
    """A row or column without anything in it says to a screen reader that the table ends."""
    for sheet in sheets:
        assert not sheet.has_merged, sheet.name
        for name, (first_row, last_row, first_column, last_column) in sheet.tables:
            assert first_column == 1
            assert last_row == len(sheet.rows), (sheet.name, "something is below the table")
            cells = [row[first_column - 1 : last_column] for row in sheet.rows[first_row - 1 : last_row]]
            assert all(len(row) == last_column and all(row) for row in cells), name
            assert max(len([text for text in row if text]) for row in sheet.rows) == last_column
        assert all(row and row[0] for row in sheet.rows), sheet.name


def test_the_table_comes_below_a_title_and_what_the_sheet_has(sheets):
    for sheet in sheets[1:]:
        first_row = sheet.tables[0][1][0]
        assert sheet.rows[1][0] == "This worksheet contains one table."
        assert first_row in {3, 4}
        for row in sheet.rows[: first_row - 1]:
            assert not any(row[1:]), (sheet.name, "what is above the table is in its first column")
    assert sheets[3].rows[0][0].startswith("Table 1: Contacts by channel, ")


def test_heads_are_each_of_their_own(sheets):
    for sheet in sheets[1:]:
        heads = sheet.rows[sheet.tables[0][1][0] - 1]
        shown = [head for head in heads if head]
        assert len(set(shown)) == len(shown), sheet.name


def test_every_symbol_and_note_that_occurs_is_explained(sheets):
    explained = {row[0] for row in sheets[2].rows[3:]}
    marks = {
        mark
        for sheet in sheets[3:]
        for row in sheet.rows
        for text in row
        for mark in re.findall(r"\[[a-z0-9 ]+\]", text)
    }
    assert marks
    assert marks <= explained
    assert {mark for mark in explained if not mark.startswith("[note")} <= marks
    assert all(len(row[1]) > 5 for row in sheets[2].rows[3:])


def test_the_contents_lead_to_every_sheet(sheets):
    targets = [re.sub(r"[#'$]|[!.]A1$", "", link) for link in sheets[1].links]
    assert targets == [sheet.name for sheet in sheets[2:]]
    assert [row[0] for row in sheets[1].rows[3:]] == targets


def test_the_cover_says_who_what_when_and_under_which_licence(sheets, release):
    cover = "\n".join(row[0] for row in sheets[0].rows)
    for part in ("Helpline statistics: ", "published on 7 May 2026", f"/statistics/{release.code}/", "Attribution 4.0"):
        assert part in cover
    assert ("provisional" in cover) is (release.code == "2026-03")


def test_numbers_are_numbers_and_revisions_have_a_column_of_their_own(release):
    """Of 2026-q1 with a symbol, so that its column is not all numbers."""
    revised = [] if release.code == "2026-03" else REVISED
    body = write_xlsx(build_book(release, revised), PUBLISHED_AT)
    sheet = load_workbook(io.BytesIO(body))["Table_1"]
    values = [cell.value for cell in sheet["B"][4 if sheet["A3"].value.startswith("Symbols") else 3 :]]
    assert all(isinstance(value, int) or value == "[c]" for value in values)
    assert (sheet["D4"].value == "Revised numbers") is bool(revised)


def test_the_files_say_their_title_and_language(release):
    book = build_book(release, [])
    facts = load_workbook(io.BytesIO(write_xlsx(book, PUBLISHED_AT))).properties
    assert facts.title == book.title
    assert facts.language == "en-GB"
    document = load_ods(io.BytesIO(write_ods(book, PUBLISHED_AT)))
    assert [extractText(element) for element in document.meta.getElementsByType(Title)] == [book.title]
    assert [extractText(element) for element in document.meta.getElementsByType(Language)] == ["en-GB"]


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_reader_that_neither_writer_knows_reads_the_same_cells(kind, tmp_path):
    """Calamine reads both formats, and was written apart from openpyxl and odfdo."""
    book = build_book(publish_figures("2026-q1", HIDDEN), REVISED)
    file = write_xlsx(book, PUBLISHED_AT) if kind == "xlsx" else write_ods(book, PUBLISHED_AT)
    read = CalamineWorkbook.from_filelike(io.BytesIO(file))
    assert read.sheet_names == [sheet.name for sheet in book.sheets]
    for sheet in book.sheets[3:]:
        rows = read.get_sheet_by_name(sheet.name).to_python()
        written = [[plain(cell) for cell in row] for row in rows[-len(sheet.rows) :]]
        assert written == [[plain(cell) for cell in row] for row in sheet.rows]


def plain(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) else str(cell)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed: see CONTRIBUTING.md")
@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_libreoffice_opens_both(kind, tmp_path):
    """It reads every sheet, and writes the numbers of the first table as they are."""
    release = publish_figures("2026-q1", HIDDEN)
    book = build_book(release, REVISED)
    file = tmp_path / f"figures.{kind}"
    file.write_bytes(write_xlsx(book, PUBLISHED_AT) if kind == "xlsx" else write_ods(book, PUBLISHED_AT))
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to",
         'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1', "--outdir", tmp_path, file],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    written = {path.stem.removeprefix("figures-"): path.read_text() for path in tmp_path.glob("*.csv")}
    assert set(written) == {sheet.name for sheet in book.sheets}
    rows = list(csv.reader(io.StringIO(written["Table_1"])))
    expected = book.sheets[3].rows
    assert [row[1] for row in rows[-len(expected) + 1 :]] == [str(row[1]) for row in expected[1:]]
