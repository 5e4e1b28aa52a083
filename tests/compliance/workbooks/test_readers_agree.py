"""Every honest workbook of the corpus is read as it was written, and by both libraries alike."""

import pytest

from compliance.workbooks.guard import inspect
from compliance.workbooks.guard.types import Package
from compliance.workbooks.reader import Libraries, complete_rows, read_workbook
from tests.compliance.workbooks.shapes import shapes, trimmed

SHAPES = {shape.name: shape for shape in shapes()}


def can_be_read_by_both(package: Package) -> bool:
    is_for_one = package.kind == "ods" or package.is_strict or not package.is_plain
    return not is_for_one and not any(seen.is_scattered for seen in package.sheets)


PACKAGES = {name: package for name, shape in SHAPES.items() if can_be_read_by_both(package := inspect(shape.body))}


def test_the_corpus_is_wide_enough():
    writers = {name.split("-")[1] for name in SHAPES}
    assert len(SHAPES) >= 60
    assert writers == {"by_openpyxl", "by_xlsxwriter", "by_odfpy", "by_libreoffice", "by_hand"}


@pytest.mark.parametrize("name", SHAPES)
def test_a_workbook_is_read_as_it_was_written(name):
    shape = SHAPES[name]
    found = {
        sheet.name: {row.number: trimmed(row.values) for row in sheet.rows}
        for sheet in read_workbook(shape.body).sheets
    }
    assert found == {sheet: _trimmed(rows_) for sheet, rows_ in shape.sheets.items()}


def test_there_are_enough_that_both_can_read():
    assert len(PACKAGES) >= 60


@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")  # openpyxl, of what it leaves unread
@pytest.mark.parametrize("name", PACKAGES)
def test_both_libraries_read_the_same(name):
    package = PACKAGES[name]
    for seen in package.sheets:
        libraries = Libraries(package)
        by_calamine, by_openpyxl = (
            {row.number: trimmed(row.values) for row in complete_rows(seen, numbered)}
            for numbered in (libraries.by_calamine(seen), libraries.by_openpyxl(seen))
        )
        assert by_calamine == by_openpyxl


def _trimmed(found):
    return {number: trimmed(values) for number, values in found.items()}
