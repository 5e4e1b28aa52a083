"""What the guard tells of a sheet beside its values, whichever program wrote it and whichever way it was looked at."""

import pytest

from compliance.workbooks.guard import excel, inspect
from compliance.workbooks.guard.sheet_bytes import NeedsParser
from compliance.workbooks.reader import read_workbook
from compliance.workbooks.types import Marks
from tests.compliance.workbooks import made_by_hand
from tests.compliance.workbooks.grids import Error, Formula, Shown
from tests.compliance.workbooks.hostile import long_rows
from tests.compliance.workbooks.shapes import shapes

WRITTEN = {shape.name: shape for shape in shapes() if shape.grids}


@pytest.mark.parametrize("name", WRITTEN)
def test_the_notes_are_what_the_writer_wrote(name):
    check_notes(WRITTEN[name])


@pytest.mark.parametrize("name", [name for name in WRITTEN if "odfpy" not in name and "ods" not in name])
def test_a_parser_notes_what_the_search_notes(name, monkeypatch):
    def always_odd(*_):
        raise NeedsParser

    monkeypatch.setattr(excel, "scan_sheet", always_odd)
    check_notes(WRITTEN[name])


def check_notes(shape):
    for seen in inspect(shape.body).sheets:
        grid, notes = shape.grids[seen.name], seen.notes()
        formulas = {cell for cell, value in grid.cells.items() if isinstance(value, Formula)}
        if "libreoffice" in shape.name:  # it saves a truth as a formula
            formulas |= {cell for cell, value in grid.cells.items() if isinstance(value, bool)}
        errors = {cell for cell, value in grid.cells.items() if isinstance(_result(value, shape), Error)}
        assert {cell for cell in notes.formulas if cell not in errors} == formulas - errors
        assert set(seen.errors) == errors
        assert notes.has_errors == bool(errors)
        assert dict(seen.formats.items()) == {
            cell: _format(value, shape) for cell, value in grid.cells.items() if isinstance(value, Shown)
        }
        assert len(notes.merges) == len(grid.merges)
        assert (notes.hidden_rows, notes.hidden_columns) == (len(grid.hidden_rows), len(grid.hidden_columns))
        assert seen.is_hidden == grid.is_hidden


def _result(value, shape):
    return value.result if isinstance(value, Formula) and "openpyxl" not in shape.name else value


def _format(value, shape):
    return "0%" if "%" in value.format and ("odfpy" in shape.name or shape.name.endswith("ods")) else value.format


def test_the_corners_of_a_merge_are_told():
    seen = inspect(WRITTEN["merged-by_openpyxl"].body).sheets[0]
    assert set(seen.notes().merges) == {(2, 1, 4, 1), (6, 1, 6, 3)}


def test_hidden_columns_to_the_right_of_the_table_do_not_count():
    columns = '<cols><col min="2" max="2" hidden="1"/><col min="3" max="16384" hidden="1"/></cols>'
    sheet = read_workbook(made_by_hand.with_sheet(made_by_hand.sheet(before=columns))).sheets[0]
    assert sheet.notes.hidden_columns == 1


def test_reading_stops_below_two_hundred_empty_rows_and_says_where():
    far = made_by_hand.ROWS + '<row r="204"><c r="A204"><v>1</v></c></row>'
    sheet = read_workbook(made_by_hand.with_sheet(made_by_hand.sheet(far))).sheets[0]
    assert sheet.notes.stopped_after == 3
    assert [row.number for row in sheet.rows] == [1, 2, 3]


def test_a_gap_of_just_under_two_hundred_rows_is_read():
    near = made_by_hand.ROWS + '<row r="203"><c r="A203"><v>1</v></c></row>'
    sheet = read_workbook(made_by_hand.with_sheet(made_by_hand.sheet(near))).sheets[0]
    assert sheet.notes.stopped_after is None
    assert [row.number for row in sheet.rows] == [1, 2, 3, 203]


def test_the_most_rows_a_file_may_have_are_read():
    sheet = read_workbook(long_rows(100_001)).sheets[0]
    assert sum(1 for _ in sheet.rows) == 100_001


def test_a_hidden_sheet_of_any_size_does_not_stop_the_others():
    book = made_by_hand.parts(properties="<bookViews/>")
    hidden = '<sheet name="Big" sheetId="2" state="hidden" r:id="rId3"/></sheets>'
    wide = made_by_hand.sheet('<row r="1"><c r="ZZ1"><v>1</v></c></row>')
    relation = f'<Relationship Id="rId3" Type="{made_by_hand.RELATIONS}/worksheet" Target="worksheets/sheet2.xml"/></R'
    body = made_by_hand.zipped(
        book
        | {
            "xl/workbook.xml": book["xl/workbook.xml"].replace("</sheets>", hidden),
            "xl/_rels/workbook.xml.rels": book["xl/_rels/workbook.xml.rels"].replace("</R", relation),
            "xl/worksheets/sheet2.xml": wide,
        }
    )
    assert [(sheet.name, sheet.is_hidden) for sheet in read_workbook(body).sheets] == [
        ("Suppliers", False),
        ("Big", True),
    ]


def test_marks_are_found_by_cell_and_by_row():
    marks = Marks()
    assert not marks
    marks.mark(17, 3, "00000")
    marks.mark(2, 300)
    assert marks[17, 3] == "00000"
    assert marks.get((17, 4)) is None
    assert (2, 300) in marks
    assert (1, 3) not in marks
    assert list(marks.in_row(17)) == [(3, "00000")]
    assert set(marks) == {(17, 3), (2, 300)}
    assert len(marks) == 2
