"""Each hostile file gets its code, and quickly; what is merely odd is read without harm."""

import time

import pytest

from compliance.workbooks.reader import read
from compliance.workbooks.sheets import FileRefused
from tests.compliance.workbooks.hostile import HARMLESS, REFUSED
from tests.compliance.workbooks.made_by_hand import READ
from tests.compliance.workbooks.shapes import trimmed

MOST_SECONDS = 2


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_is_refused_with_its_code(name):
    code, make = REFUSED[name]
    body = make()
    begun = time.process_time()
    with pytest.raises(FileRefused) as refused:
        for sheet in read(body).sheets:
            for _ in sheet.rows:
                pass
    assert refused.value.code == code
    assert time.process_time() - begun < MOST_SECONDS


@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_linked_or_active_is_noted_and_not_opened(name):
    make, ignored = HARMLESS[name]
    workbook = read(make())
    assert workbook.ignored == ignored
    assert {row.number: trimmed(row.values) for row in workbook.sheets[0].rows} == READ
