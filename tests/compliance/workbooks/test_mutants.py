"""Honest workbooks with damage at random: read or refused, and nothing else, whatever the damage."""

import io
import random
import warnings
import zipfile

import pytest

from compliance.workbooks.reader import read_workbook
from compliance.workbooks.types import FileRefused
from tests.compliance.workbooks.shapes import Shape, shapes

PIECES = [b"", b'"', b"'", b"<", b">", b"/>", b"&", b"\0", b"\xff", b"<!--", b'<c r="A1"', b"</c>", b"<v>", b' t="e"']
PIECES += [
    b"9" * 30,
    b"-1",
    b"NaN",
    b"1e999",
    b'r="ZZZZ1"',
    b'<row r="3">',
    b' s="99"',
    b'number-rows-repeated="1048576"',
]


@pytest.mark.parametrize("seed", range(4))
def test_a_damaged_workbook_is_read_or_refused(seed):
    damage_many(random.Random(seed), 60)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 120))
def test_ten_thousand_damaged_workbooks_are_read_or_refused(seed):
    damage_many(random.Random(seed), 500)


def damage_many(chance: random.Random, count: int) -> None:
    chosen = [shape for shape in shapes() if len(shape.body) < 20_000]
    refused = 0
    for _ in range(count):
        body = damaged(chance, chance.choice(chosen))
        try:
            with warnings.catch_warnings(action="ignore"):
                for sheet in read_workbook(body).sheets:
                    list(sheet.rows)
        except FileRefused:
            refused += 1
    assert 0 < refused < count


def damaged(chance: random.Random, shape: Shape) -> bytes:
    if chance.random() < 0.2:
        body = bytearray(shape.body)
        body[chance.randrange(len(body))] = chance.randrange(256)
        return bytes(body)
    with zipfile.ZipFile(io.BytesIO(shape.body)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice([name for name, content in files.items() if name.endswith((".xml", ".rels")) and content])
    at, content = chance.randrange(len(files[name])), files[name]
    gone = chance.choice((0, 1, 8, 40, len(content)))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, kept in (files | {name: content[:at] + chance.choice(PIECES) + content[at + gone :]}).items():
            archive.writestr(each, kept)
    return out.getvalue()
