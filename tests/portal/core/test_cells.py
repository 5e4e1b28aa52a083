"""Cells of CSV files and workbooks: one rule says what could be a formula, and every writer follows it."""

import csv
import io
import re
from collections.abc import Callable
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.workbooks.cells.text import tidy_text
from compliance.workbooks.types import Notes, Row, Sheet
from compliance.workbooks.writing import plan, result
from portal.core import csv_cells, xlsx
from tests.support.hostile_cells import CELLS

HOSTILE = [text for text, acts in CELLS if acts]
ERRORS = ("#N/A", "#REF!", "#DIV/0!")


@pytest.mark.parametrize(("text", "acts"), CELLS)
def test_what_could_be_a_formula_gets_an_apostrophe_and_nothing_else(text, acts):
    assert csv_cells.could_be_formula(text) == acts
    assert csv_cells.escape_cell(text) == (f"'{text}" if acts else text)


@pytest.mark.parametrize("text", [text for text, _acts in CELLS if not text.startswith("'")])
def test_what_we_put_before_a_cell_is_taken_off_when_the_file_comes_back(text):
    assert csv_cells.unescape_cell(csv_cells.escape_cell(text)) == text
    assert tidy_text(csv_cells.escape_cell(text)) == " ".join(text.split())


PHONES = (
    "+44 20 7946 0000",
    "+44 (0)20 7946 0000",
    "+1 (212) 555-0100",
    "+44 20 7946 0000 ext 12",
    "+44 20 7946 0000 ext. 12",
    "+44 20 7946 0000 x12",
    "+84 24-3825-2654",
)


@pytest.mark.parametrize("text", PHONES)
def test_a_phone_number_stays_as_it_was_typed(text):
    """See docs/requirements/security.md#exports."""
    assert csv_cells.escape_cell(text) == text
    assert tidy_text(text) == text
    # Earlier exports put an apostrophe before it.
    assert tidy_text(f"'{text}") == text
    # In a workbook it keeps the mark of typed text, which nobody sees.
    assert csv_cells.could_be_formula(text)


@given(st.from_regex(r"\A[+][0-9 ()xet.-]{1,24}\Z") | st.text(" +-=@|%()0123456789AX!:,'\"\t", max_size=20))
def test_what_stays_without_an_apostrophe_is_no_formula(text):
    """It has two numbers and no operator between them, which no spreadsheet calculates; no name, cell or program."""
    if csv_cells.could_be_formula(text) and csv_cells.escape_cell(text) == text:
        assert set(text) <= set("+ ()-.0123456789xet")
        assert text.count("+") == 1
        assert re.search(r"[0-9)] +[(]?[0-9]", text)


def result_sheet() -> tuple[Sheet, result.Results]:
    head = ("supplier_ref", "name")
    rows = [Row(1, head), *(Row(number, (f"S{number}", text)) for number, text in enumerate(HOSTILE, start=2))]
    sheet = Sheet(None, is_hidden=False, rows=iter(rows), notes=Notes())
    found = {("", row.number): result.RowResult("error", key=row.values[1]) for row in rows[1:]}
    return sheet, result.Results(found, {"": 1})


def _registers() -> bytes:
    return xlsx.build_workbook([xlsx.Sheet("Suppliers", tuple(HOSTILE), [HOSTILE, [*ERRORS]])])


def _plans() -> bytes:
    rows = [{"comment": text, "portal_supplier": text, "audit_ref": text} for text in (*HOSTILE, *ERRORS)]
    return plan.render_workbook(rows, plan.BUSINESS_LAYOUT, read_me=HOSTILE)


WORKBOOKS: tuple[Callable[[], bytes], ...] = (_registers, _plans)


@pytest.mark.parametrize("build", WORKBOOKS)
def test_text_in_a_workbook_stays_text_and_says_so_when_it_is_edited(build):
    book = openpyxl.load_workbook(io.BytesIO(build()))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    texts = [cell for cell in cells if isinstance(cell.value, str)]
    assert {cell.value for cell in texts} >= {text for text in (*HOSTILE, *ERRORS) if text.isprintable()}
    assert [cell.value for cell in texts if csv_cells.could_be_formula(cell.value) and not cell.quotePrefix] == []


def test_the_csv_with_results_escapes_what_was_uploaded_and_what_we_say_of_it():
    sheet, results = result_sheet()
    body = result.render_csv(sheet, results).decode()
    assert body.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(body.removeprefix("\ufeff"), newline="")))
    assert len(rows) == len(HOSTILE) + 1
    assert [value for row in rows for value in row if csv_cells.could_be_formula(value)] == []
    assert [csv_cells.unescape_cell(row[1]) for row in rows[1:]] == HOSTILE


def test_numbers_dates_and_what_is_longer_than_a_cell():
    values = [-5, date(2026, 1, 2), datetime.fromisoformat("2026-01-02T03:00"), "x" * 40_000, None, "end"]
    body = xlsx.build_workbook([xlsx.Sheet("A", ("Number",), [values])])
    sheet = openpyxl.load_workbook(io.BytesIO(body)).active
    number, day, moment, text, nothing, _end = next(sheet.iter_rows(min_row=2, max_row=2))
    assert (number.value, number.data_type) == (-5, "n")
    assert (day.number_format, moment.number_format) == ("yyyy-mm-dd", "yyyy-mm-dd")
    assert len(text.value) == xlsx.MAX_CELL_LENGTH
    assert nothing.value is None
