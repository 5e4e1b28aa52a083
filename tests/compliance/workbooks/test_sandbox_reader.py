"""The process of its own tells what the reader reads, under its limits, and dies where it must."""

import json
import re
import struct
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from compliance.workbooks import reader, sandbox_reader
from compliance.workbooks.types import CellError, FileRefused, Marks, NoResult
from portal.core.sandbox import run_in_sandbox
from tests.compliance.workbooks.hostile import REFUSED, long_rows, with_dtd
from tests.compliance.workbooks.made_by_hand import workbook
from tests.compliance.workbooks.shapes import shapes, trimmed

pytestmark = pytest.mark.usefixtures("own_processes")

MANY_VALUES = [date(2026, 5, 14), datetime.fromisoformat("2026-05-14 13:30:00"), time(8, 30), timedelta(hours=30)]
MANY_VALUES += [CellError("#N/A"), NoResult(), True, 1.5, "শ্রমিক", None]


def whole(read) -> list:
    return [
        (sheet.name, sheet.is_hidden, sheet.notes, [(row.number, trimmed(row.values)) for row in sheet.rows])
        for sheet in read.sheets
    ]


@pytest.mark.parametrize("value", MANY_VALUES)
def test_every_kind_of_value_survives_the_way(value):
    told = json.dumps([value], default=sandbox_reader._encode_value)
    assert json.loads(told, object_hook=sandbox_reader._decode_value) == [value]


def tell_all(bodies: bytes) -> bytes:
    """Read many files in one process: each with its length before it."""
    answers = bytearray()
    while bodies:
        (length,), bodies = struct.unpack_from("<I", bodies), bodies[4:]
        answer, bodies = sandbox_reader.serialise_workbook(b"\n" + bodies[:length]), bodies[length:]
        answers += struct.pack("<I", len(answer)) + answer
    return bytes(answers)


def test_every_workbook_of_the_corpus_is_read_alike_there():
    bodies = b"".join(struct.pack("<I", len(shape.body)) + shape.body for shape in shapes())
    answers = run_in_sandbox(tell_all, bodies, seconds=60, megabytes=sandbox_reader.MEGABYTES)
    for shape in shapes():
        (length,), answers = struct.unpack_from("<I", answers), answers[4:]
        read, answers = sandbox_reader._parse_answer(answers[:length]), answers[length:]
        assert whole(read) == whole(reader.read_workbook(shape.body)), shape.name


def test_one_file_goes_the_whole_way():
    body = workbook()
    assert whole(sandbox_reader.read_workbook(body)) == whole(reader.read_workbook(body))


def test_the_encoding_is_handed_on_and_a_guess_of_it_comes_back():
    body = "supplier_name\nSociété Inventée\n".encode("cp1252")
    (sheet,) = sandbox_reader.read_workbook(body).sheets
    assert sheet.notes.encoding == "cp1252"
    assert whole(sandbox_reader.read_workbook(body, encoding="cp1252"))[0][3] == [
        (1, ["supplier_name"]),
        (2, ["Société Inventée"]),
    ]


def test_a_refusal_comes_back_with_the_values_of_its_message():
    with pytest.raises(FileRefused) as refused:
        sandbox_reader.read_workbook(long_rows(2, cells=301))
    assert refused.value.wording == "F008 columns"
    assert refused.value.values == {"sheet": "Suppliers", "rows": "301", "limit": "300"}


def test_a_hostile_file_ends_there_and_not_here():
    with pytest.raises(FileRefused, match="F007"):
        sandbox_reader.read_workbook(with_dtd("xl/worksheets/sheet1.xml"))


@pytest.mark.parametrize("limit", ["SECONDS", "MEGABYTES"])
def test_one_that_takes_too_long_or_too_much_is_given_up(limit, monkeypatch):
    monkeypatch.setattr(sandbox_reader, limit, {"SECONDS": 1, "MEGABYTES": 60}[limit])
    with pytest.raises(FileRefused, match="F014"):
        sandbox_reader.read_workbook(long_rows(100_000, cells=8, before="<!-- to be walked by expat, for seconds -->"))


@pytest.mark.parametrize("answer", [b"", b"\n{}", b'\n{"kind": 1}', b"\n[]", b'\n{"refused": 1}', b"no end"])
def test_nonsense_from_a_process_that_was_taken_over_is_a_damaged_file(answer, monkeypatch):
    monkeypatch.setattr(sandbox_reader, "run_in_sandbox", lambda *_, **__: answer)
    with pytest.raises(FileRefused, match="F006"):
        sandbox_reader.read_workbook(b"")


def test_marks_survive_the_way():
    marks = Marks()
    marks.mark(17, 3, "00000")
    marks.mark(2, 300)
    back = Marks.unpacked(json.loads(json.dumps(marks.packed())))
    assert dict(back) == dict(marks)


def peak(body: bytes) -> list:
    """The code of a refusal, and the most memory this process had, in MB."""
    told = json.loads(sandbox_reader.serialise_workbook(b"\n" + body).rpartition(b"\n")[2])
    most = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return [told["refused"][0] if "refused" in told else None, int(most[1]) / 1024]


@pytest.mark.soak
@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_takes_no_more_than_half_a_gigabyte(name):
    code, make = REFUSED[name]
    body = make()
    found, megabytes = run_in_sandbox(
        peak, body, seconds=sandbox_reader.SECONDS, megabytes=sandbox_reader.MEGABYTES, may_open=True
    )
    assert found == code
    assert megabytes < 512
