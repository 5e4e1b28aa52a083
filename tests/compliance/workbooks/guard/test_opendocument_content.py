"""Words of a drawing over a cell of an OpenDocument sheet are no words of the cell.

See docs/requirements/suppliers.md#never-misread, docs/requirements/suppliers.md#unread-parts.
"""

import pytest

from compliance.workbooks.reader import read_workbook
from compliance.workbooks.types import FileRefused, Unread, UnreadKind
from tests.compliance.workbooks.hostile import ods, ods_content

FIRST = "<text:p>supplier_ref</text:p>"
BOX = Unread(UnreadKind.TEXT_BOX, 1, (), ("Suppliers",))
DRAWINGS = {
    "text_box": (
        "<draw:frame><draw:text-box><text:p>All are</text:p><text:p>closed</text:p></draw:text-box></draw:frame>",
        (BOX,),
    ),
    "shape": ("<draw:custom-shape><text:p>Ask <text:span>Ann</text:span></text:p></draw:custom-shape>", (BOX,)),
    "rectangle": ("<draw:rect><text:p>Ask Ann</text:p></draw:rect>", (BOX,)),
    "group": ("<draw:g><svg:title>Group</svg:title><draw:rect><text:p>Ask Ann</text:p></draw:rect></draw:g>", (BOX,)),
    "picture": (
        '<draw:frame><draw:image xlink:href="a.png"><text:p/></draw:image><svg:title>Logo</svg:title></draw:frame>',
        (),
    ),
}


def read_cells(content: str):
    workbook = read_workbook(ods(content_xml=content))
    return next(workbook.sheets[0].rows).values[:2], workbook.unread


@pytest.mark.parametrize("name", DRAWINGS)
@pytest.mark.parametrize("is_before", [True, False])
def test_what_a_drawing_over_a_cell_says_is_not_read_into_the_cell(name, is_before):
    drawing, unread = DRAWINGS[name]
    cell = drawing + FIRST if is_before else FIRST + drawing
    assert read_cells(ods_content().replace(FIRST, cell, 1)) == (["supplier_ref", "supplier_name"], unread)


def test_a_cell_below_a_drawing_keeps_its_own_lines_and_spaces():
    own = '<text:p>Unit<text:s text:c="2"/>2</text:p><text:p>Plot 5</text:p>'
    plain, _ = read_cells(ods_content().replace(FIRST, own, 1))
    drawn, _ = read_cells(ods_content().replace(FIRST, DRAWINGS["picture"][0] + own, 1))
    assert drawn == plain == ["Unit  2\nPlot 5", "supplier_name"]


def test_a_number_below_a_drawing_stays_a_number_and_an_empty_cell_stays_empty():
    number = '<table:table-cell office:value-type="float" office:value="7"><text:p>7</text:p>'
    cell = f'<table:table-cell office:value-type="string">{FIRST}'
    values, unread = read_cells(ods_content().replace(cell, number + DRAWINGS["text_box"][0], 1))
    assert (values, unread) == ([7, "supplier_name"], (BOX,))
    empty = ods_content().replace(
        f"{cell}</table:table-cell>", f"<table:table-cell>{DRAWINGS['shape'][0]}</table:table-cell>", 1
    )
    assert read_cells(empty) == ([None, "supplier_name"], (BOX,))


def test_spaces_without_end_are_refused_like_any_text_that_is_too_long():
    spaces = '<text:p><text:s text:c="2000000000"/></text:p>'
    with pytest.raises(FileRefused) as refused:
        read_cells(ods_content().replace(FIRST, spaces, 1))
    assert refused.value.code == "F008"
