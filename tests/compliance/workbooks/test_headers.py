"""The header of a sheet: which row it is, and what belongs to it."""

import io

import openpyxl

from compliance.workbooks import headers
from compliance.workbooks.types import Row
from compliance.workbooks.writing import template


def test_the_help_row_of_our_template_is_no_part_of_its_header():
    """Its words name code lists and units, which would change how the column below is read."""
    book = openpyxl.load_workbook(io.BytesIO(template.render_small_template()))
    names, help_row, *_ = book["Suppliers"].values
    assert any("SIC" in str(text) for text in help_row)
    header = headers.find_header([Row(1, list(names)), Row(2, list(help_row))], "suppliers")
    assert header.row == 1
    assert [header.texts[position] for position in range(len(names))] == list(names)
