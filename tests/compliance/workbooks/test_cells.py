"""Cells as the file format knows them, one by one: both libraries hand on the same, with what the guard saw."""

from datetime import date, datetime

import pytest

from compliance.workbooks.guard import inspect
from compliance.workbooks.reader import Libraries, complete_rows, read_workbook
from compliance.workbooks.types import CellError, NoResult
from tests.compliance.workbooks.made_by_hand import sheet, with_sheet
from tests.compliance.workbooks.shapes import trimmed

CELLS = {
    "iso_date": ('<c r="A1" t="d"><v>2026-05-14</v></c>', [date(2026, 5, 14)]),
    "iso_moment": ('<c r="A1" t="d"><v>2026-05-14T13:30:00</v></c>', [datetime.fromisoformat("2026-05-14 13:30:00")]),
    "escape": ('<c r="A1" t="str"><v>two_x000D_lines</v></c>', ["two\rlines"]),
    "inline_escape": ('<c r="A1" t="inlineStr"><is><t>two_x000D_lines</t></is></c>', ["two\rlines"]),
    "rich": ('<c r="A1" t="inlineStr"><is><r><t>a</t></r><r><t xml:space="preserve"> b</t></r></is></c>', ["a b"]),
    "entities": ('<c r="A1" t="inlineStr"><is><t>&lt;a&gt; &amp;amp; &#65;</t></is></c>', ["<a> &amp; A"]),
    "number_as_text": ('<c r="A1" t="str"><v>0123</v></c>', ["0123"]),
    "power_of_ten": ('<c r="A1"><v>1E+3</v></c>', [1000]),
    "truth": ('<c r="A1" t="b"><v>1</v></c><c r="B1" t="b"><v>0</v></c>', [("truth", True), ("truth", False)]),
    "formula": ('<c r="A1"><f>1+1</f><v>2</v></c>', [2]),
    "array_formula": ('<c r="A1"><f t="array" ref="A1:B1">X</f><v>1</v></c><c r="B1"><v>2</v></c>', [1, 2]),
    "shared_formula": ('<c r="A1"><f t="shared" si="0"/><v>6</v></c>', [6]),
    "formula_of_nothing": ('<c r="A1" t="str"><f>IF(1,"")</f><v></v></c><c r="B1"><v>1</v></c>', [None, 1]),
    "no_result": ('<c r="A1"><f>X</f></c>', [NoResult()]),
    "empty_result": ('<c r="A1"><f>X</f><v></v></c>', [NoResult()]),
    "closed_result": ('<c r="A1"><f>X</f><v/></c>', [NoResult()]),
    "shared_without_result": ('<c r="A1"><f t="shared" si="0"/></c>', [NoResult()]),
    "error": ('<c r="A1" t="e"><v>#N/A</v></c>', [CellError("#N/A")]),
    "formula_error": ('<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>', [CellError("#DIV/0!")]),
    "text_like_an_error": ('<c r="A1" t="str"><v>#N/A</v></c>', ["#N/A"]),
    "nothing": ('<c r="A1" t="s"/><c r="B1"><v></v></c><c r="C1"><v>7</v></c>', [None, None, 7]),
}


@pytest.mark.parametrize("name", CELLS)
def test_a_cell_is_read_alike_by_both(name):
    written, expected = CELLS[name]
    package = inspect(with_sheet(sheet(f'<row r="1">{written}</row>')))
    (seen,) = package.sheets
    libraries = Libraries(package)
    for numbered in (libraries.by_calamine(seen), libraries.by_openpyxl(seen)):
        assert [trimmed(row.values) for row in complete_rows(seen, numbered)] == [expected]


@pytest.mark.parametrize("error", ["#SPILL!", "#CALC!", "#GETTING_DATA", "#FIELD!"])
def test_errors_that_came_with_newer_programs_are_read(error):
    (found,) = read_workbook(with_sheet(sheet(f'<row r="1"><c r="A1" t="e"><v>{error}</v></c></row>'))).sheets
    assert [row.values for row in found.rows] == [[CellError(error)]]
