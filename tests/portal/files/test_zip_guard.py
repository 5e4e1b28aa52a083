"""Hostile ZIP files at each of the three doors: Word documents, workbooks, and archives of an organisation."""

import hashlib
import io
import json
import random
import re
import struct
import warnings
import zipfile
from collections.abc import Callable

import pytest

from compliance.archive import validation
from compliance.workbooks import guard
from compliance.workbooks.types import FileRefused
from portal.files import docx
from portal.files.zip_guard import Flaw, GuardedZip, Limits
from tests.compliance.workbooks import made_by_hand
from tests.factories import told_files

MB = 1024 * 1024


def word_entries() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(told_files.docx())) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def workbook_entries() -> dict[str, bytes]:
    return {name: part if isinstance(part, bytes) else part.encode() for name, part in made_by_hand.parts().items()}


def archive_entries() -> dict[str, bytes]:
    entries = {"README.txt": b"About this archive. " * 20, "data/audits.Audit.json": b"[\n]\n"}
    files = {name: {"size": len(body), "sha256": hashlib.sha256(body).hexdigest()} for name, body in entries.items()}
    return entries | {"manifest.json": json.dumps({"format": "archive-1", "files": files}).encode()}


def word_door(body: bytes, tmp_path) -> str:
    return docx.check(body)


def workbook_door(body: bytes, tmp_path) -> str:
    try:
        return "F002 may be CSV" if guard.inspect(body) is None else ""
    except FileRefused as refusal:
        return f"{refusal.code} {refusal.values.get('reason', '')}".strip()


def archive_door(body: bytes, tmp_path) -> str:
    path = tmp_path / "archive.zip"
    path.write_bytes(body)
    try:
        validation.OpenedArchive(path).close()
    except validation.Refused as refusal:
        return str(refusal)
    return ""


# The door, an honest file's entries, one of them, and a name that the door knows.
DOORS = {
    "word": (word_door, word_entries, "word/document.xml", "word/media/image7.png"),
    "workbook": (workbook_door, workbook_entries, "xl/workbook.xml", "xl/media/image7.png"),
    "archive": (archive_door, archive_entries, "README.txt", "files/0123456789abcdef-image7.png"),
}


def packed(entries: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(out, "w", method) as archive:
        for name, body in entries.items():
            archive.writestr(name, body)
    return out.getvalue()


def added(body: bytes, name: str | zipfile.ZipInfo, content: bytes = b"x", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO(body)
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(out, "a", method) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def directory_changed(body: bytes, name: str, at: int, code: str, change) -> bytes:
    """Change one field of an entry in the central directory; at counts from the entry's signature."""
    start = body.rindex(name.encode()) - 46
    assert body[start : start + 4] == b"PK\x01\x02"
    field = struct.Struct(code)
    value = field.pack(change(*field.unpack_from(body, start + at)))
    return body[: start + at] + value + body[start + at + field.size :]


def link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = 0o120777 << 16
    return info


def overlapping(entries: dict[str, bytes], part: str) -> bytes:
    body = packed(entries, zipfile.ZIP_STORED)
    for at in (20, 24):
        body = directory_changed(body, part, at, "<I", lambda size: size + 60)
    return body


def renamed(body: bytes, part: str) -> bytes:
    """The entry's own header bears another name than the directory."""
    at = body.index(part.encode())
    return body[:at] + b"X" + body[at + 1 :]


# By flaw: the file, of an honest one's entries, one of them and a name that could be there.
HOSTILE: dict[str, Callable[[dict[str, bytes], str, str], bytes]] = {
    "empty": lambda entries, part, name: packed({}),
    "cut": lambda entries, part, name: packed(entries)[:-40],
    "cut in the middle": lambda entries, part, name: packed(entries)[60:],
    "locked": lambda entries, part, name: directory_changed(packed(entries), part, 8, "<H", lambda flags: flags | 1),
    "same name": lambda entries, part, name: added(packed(entries), part),
    "same name in capitals": lambda entries, part, name: added(packed(entries), part.upper()),
    "leads outside": lambda entries, part, name: added(packed(entries), f"files/../../{name}"),
    "absolute": lambda entries, part, name: added(packed(entries), f"/{name}"),
    "backslashes outside": lambda entries, part, name: added(packed(entries), f"..\\{name}"),
    "drive": lambda entries, part, name: added(packed(entries), f"C:{name}"),
    "link": lambda entries, part, name: added(packed(entries), link(name), b"/etc/passwd"),
    "another packing": lambda entries, part, name: added(packed(entries), name, b"x" * 99, zipfile.ZIP_BZIP2),
    "bomb": lambda entries, part, name: added(packed(entries), name, b"\0" * 40 * MB),
    "bomb that lies": lambda entries, part, name: directory_changed(
        added(packed(entries), name, b"\0" * 40 * MB), name, 24, "<I", lambda size: 1000
    ),
    "says too little": lambda entries, part, name: directory_changed(
        packed(entries), part, 24, "<I", lambda size: size - 10
    ),
    "says too much": lambda entries, part, name: directory_changed(
        packed(entries), part, 24, "<I", lambda size: size + 10
    ),
    "another sum": lambda entries, part, name: directory_changed(packed(entries), part, 16, "<I", lambda crc: crc ^ 1),
    "over one another": lambda entries, part, name: overlapping(entries, part),
    "another name inside": lambda entries, part, name: renamed(packed(entries), part),
    "too many": lambda entries, part, name: packed(entries | {f"{name}{number}": b"" for number in range(50_001)}),
}


@pytest.mark.parametrize("door", DOORS)
def test_an_honest_file_passes(door, tmp_path):
    enter, entries, _part, _name = DOORS[door]
    assert enter(packed(entries()), tmp_path) == ""
    assert enter(packed(entries(), zipfile.ZIP_STORED), tmp_path) == ""


@pytest.mark.parametrize("flaw", HOSTILE)
@pytest.mark.parametrize("door", DOORS)
def test_a_hostile_file_is_refused_in_words_of_its_door(door, flaw, tmp_path):
    enter, entries, part, name = DOORS[door]
    problem = enter(HOSTILE[flaw](entries(), part, name), tmp_path)
    assert problem
    if door == "word":
        assert problem in {"damaged", "locked", "too_much"}
    elif door == "workbook":
        assert problem.partition(" ")[0] in {"F002", "F003", "F006", "F007"}
    else:
        assert "\n" not in problem


LIMITS = Limits(entries=10, total_bytes=30 * MB, entry_bytes=20 * MB, held_bytes=MB, ratio=100, total_ratio=50)


def opened(body: bytes) -> GuardedZip:
    def refuse(flaw: Flaw, name: str) -> Exception:
        return ValueError(flaw, name)

    return GuardedZip(io.BytesIO(body), LIMITS, refuse=refuse)


def noise(size: int) -> bytes:
    return random.Random(7).randbytes(size)


@pytest.mark.parametrize(
    ("entries", "flaw"),
    [
        ({str(number): b"" for number in range(11)}, Flaw.TOO_MANY_PARTS),
        ({"a": noise(16 * MB), "b": noise(16 * MB)}, Flaw.BOMB),
        ({"a": noise(21 * MB)}, Flaw.BOMB),
        ({"a": b"\0" * 2 * MB, "b": noise(MB)}, Flaw.BOMB),
        ({str(number): noise(8192) + b"\0" * 900_000 for number in range(3)}, Flaw.BOMB),
    ],
)
def test_limits_are_data(entries, flaw):
    with pytest.raises(ValueError, match=re.escape(repr(flaw))):
        opened(packed(entries))


def test_what_is_below_the_limits_is_read_in_pieces_and_whole():
    body = noise(3 * MB)
    archive = opened(packed({"a": body, "b/c": b"short"}))
    assert b"".join(archive.chunks("a")) == body
    assert max(map(len, archive.chunks("a"))) <= MB
    assert archive.read("b/c") == b"short"
    assert archive.open("b/c").read() == b"short"
    with pytest.raises(ValueError, match="bomb"):
        archive.read("a")
