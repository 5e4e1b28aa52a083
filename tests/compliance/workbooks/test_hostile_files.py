"""Each hostile file gets its code after few steps; what is merely odd is read without harm."""

import pytest

from compliance.workbooks.reader import read_workbook
from compliance.workbooks.types import FileRefused, UnreadKind
from tests.compliance.workbooks.hostile import HARMLESS, REFUSED, ods, ods_content
from tests.compliance.workbooks.made_by_hand import READ
from tests.compliance.workbooks.shapes import trimmed
from tests.support.work import count_steps

# Of a file that is refused: most take a thousand or two. Rows that are too many are counted one by one.
MAX_STEPS, MAX_STEPS_OF_ROWS = 600_000, {"too_many_rows": 6_000_000, "ods_rows_repeated": 20_000_000}


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_is_refused_with_its_code(name):
    code, make = REFUSED[name]
    body = make()
    refused, steps = count_steps(lambda: refuse(body))
    assert refused.code == code
    assert steps < MAX_STEPS_OF_ROWS.get(name, MAX_STEPS)


def refuse(body: bytes) -> FileRefused:
    with pytest.raises(FileRefused) as refused:
        for sheet in read_workbook(body).sheets:
            for _ in sheet.rows:
                pass
    return refused.value


@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_linked_or_active_is_noted_and_not_opened(name):
    make, kinds = HARMLESS[name]
    workbook = read_workbook(make())
    assert tuple(part.kind for part in workbook.unread) == kinds
    assert {row.number: trimmed(row.values) for row in workbook.sheets[0].rows} == READ


CACHED = "<table:table-row/></table:table>"
LINKED = {
    "dde": f"<table:dde-links><table:dde-link><table:table>{CACHED}</table:dde-link></table:dde-links>",
    "another_file": f"<table:table table:name=\"'file:///tmp/other.ods'#Sheet1\">{CACHED}",
    "linked_sheet": f'<table:table table:name="x"><table:table-source/>{CACHED}',
}


@pytest.mark.parametrize("kind", LINKED)
def test_links_of_an_opendocument_sheet_are_noted_and_their_caches_not_read(kind):
    body = ods(content_xml=ods_content().replace("</office:spreadsheet>", LINKED[kind] + "</office:spreadsheet>"))
    workbook = read_workbook(body)
    assert [part.kind for part in workbook.unread] == [
        UnreadKind.PROGRAM_LINK if kind == "dde" else UnreadKind.WORKBOOK_LINK
    ]
    assert [sheet.name for sheet in workbook.sheets if sheet.name != "x"] == ["Suppliers"]
