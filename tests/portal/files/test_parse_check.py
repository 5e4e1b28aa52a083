"""Files that are made to break whoever reads them: refused with a sentence, and the portal goes on."""

import struct
import zlib
from functools import cache, reduce

import pikepdf
import pytest

from portal.files import file_types, parse_check
from portal.files.file_types import Refused
from tests.portal.files.test_services import picture, take

pytestmark = pytest.mark.django_db
MEGABYTE = 1024 * 1024


@cache
def blown_up(megabytes):
    """Spaces that take a thousandth of their length: one megabyte is packed, and repeated."""
    spaces, packer = b" " * MEGABYTE, zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    piece, end = packer.compress(spaces) + packer.flush(zlib.Z_FULL_FLUSH), packer.flush()
    checksum = reduce(lambda sum_so_far, _: zlib.adler32(spaces, sum_so_far), range(megabytes), 1)
    return b"\x78\xda" + piece * megabytes + end + struct.pack(">I", checksum)


def pdf_bomb(megabytes):
    """The catalogue lies in a stream that unpacks to far more than it seems."""
    packed = blown_up(megabytes)
    body = b"%PDF-1.5\n"
    at = len(body)
    body += b"3 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>\nstream\n" % len(packed)
    body += packed + b"\nendstream\nendobj\n"
    start = len(body)
    rows = [(0, 0, 255), (2, 3, 0), (0, 0, 0), (1, at, 0), (1, start, 0)]
    table = b"".join(struct.pack(">BIB", *row) for row in rows)
    body += b"4 0 obj\n<</Type/XRef/Size 5/W[1 4 1]/Root 1 0 R/Length %d>>\nstream\n" % len(table)
    return body + table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % start


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_with(*chunks):
    head = struct.pack(">IIBBBBB", 4, 4, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + b"".join(chunks) + chunk(b"IEND", b"")


def looped_pdf():
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[2 0 R]>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF"
    )


def nested_pdf():
    return b"%PDF-1.4\n1 0 obj" + b"[" * 3_000_000 + b"endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


HOSTILE = [
    ("bomb.pdf", lambda: pdf_bomb(800)),
    ("looped.pdf", looped_pdf),
    ("nested.pdf", nested_pdf),
    ("text.png", lambda: png_with(chunk(b"zTXt", b"Comment\0\0" + blown_up(800)))),
    ("profile.png", lambda: png_with(chunk(b"iCCP", b"x\0\0" + blown_up(800)))),
    ("rows.png", lambda: png_with(chunk(b"IDAT", b"\x78\x9c" + b"\0" * 50))),
    ("wide.png", lambda: picture()[:16] + struct.pack(">II", 2**31 - 1, 2**31 - 1) + picture()[24:]),
]


@pytest.mark.parametrize(("name", "make"), HOSTILE, ids=[name for name, _make in HOSTILE])
def test_a_hostile_file_is_refused_with_a_sentence(name, make):
    with pytest.raises(Refused, match=r"damaged|larger inside|too many pixels|no pages"):
        take(name, make())


def test_a_reading_that_takes_too_much_is_refused_with_a_way_on(monkeypatch):
    monkeypatch.setattr(file_types, "MEGABYTES", 20)
    with pytest.raises(Refused, match="Print it to a new PDF"):
        take("scan.png", picture(size=(30_000, 1_000)))


def test_a_pdf_of_more_than_500_pages_is_refused(tmp_path):
    made = pikepdf.new()
    for _ in range(parse_check.MAX_PAGES + 1):
        made.add_blank_page()
    made.save(tmp_path / "long.pdf")
    with pytest.raises(Refused, match="more than 500 pages"):
        take("long.pdf", (tmp_path / "long.pdf").read_bytes())


def test_a_photo_as_large_as_is_taken_can_be_read_within_the_limits():
    take("photo.jpg", picture("JPEG", (8000, 6000)))
