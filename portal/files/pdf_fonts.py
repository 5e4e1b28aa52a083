"""Removes from the fonts of a PDF the words of their makers; what is no font goes. No Django here.

Shapes and measures stay as they are. Runs only in a sandbox process (portal.core.sandbox).
"""

import re

import pikepdf

from portal.files.image_metadata import Unclean

SFNT_STARTS = (b"\x00\x01\x00\x00", b"true", b"OTTO")
CFF_START = b"\x01\x00"
# Tables that draw and measure (OpenType 1.9). Others are words, signatures, or records of an editor.
TABLES = frozenset(
    {b"cmap", b"cvt ", b"fpgm", b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp", b"prep", b"OS/2", b"post"}
    | {b"vhea", b"vmtx", b"CFF ", b"VORG", b"gasp"}
)
# Of the table of heads: when the font was made and changed. Of OS/2: who made it.
TIMES, MAKER = (20, 36), (58, 62)
HEAD_BYTES, ROW_BYTES = 12, 16
TYPE1_START = b"%!"
TYPE1_WORDS = re.compile(rb"\(([^()\\]*)\)|(?<!\A)%[^\r\n]*")


def clean_program(_opened: pikepdf.Pdf, stream: pikepdf.Object) -> None:
    """Keep of a TrueType or OpenType font the tables that draw; empty what is neither that nor a compact font."""
    body = _read(stream)
    if body.startswith(SFNT_STARTS):
        stream.write(strip_sfnt(body))
    elif not body.startswith(CFF_START):
        stream.write(b"")


def strip_sfnt(body: bytes) -> bytes:
    """Return the font with TABLES only. Raises Unclean for a broken one."""
    count = int.from_bytes(body[4:6])
    rows = [body[at : at + ROW_BYTES] for at in range(HEAD_BYTES, HEAD_BYTES + ROW_BYTES * count, ROW_BYTES)]
    kept = [row for row in rows if row[:4] in TABLES]
    out = bytearray(body[:4] + len(kept).to_bytes(2) + body[6:HEAD_BYTES])
    at, tables = HEAD_BYTES + ROW_BYTES * len(kept), bytearray()
    for row in kept:
        start, length = int.from_bytes(row[8:12]), int.from_bytes(row[12:16])
        if start + length > len(body):
            raise Unclean("a font is broken")
        table = bytearray(body[start : start + length])
        for name, (first, last) in ((b"head", TIMES), (b"OS/2", MAKER)):
            if row[:4] == name and len(table) >= last:
                table[first:last] = bytes(last - first)
        out += row[:8] + (at + len(tables)).to_bytes(4) + length.to_bytes(4)
        tables += table + bytes(-length % 4)
    return bytes(out + tables)


def clean_type1(_opened: pikepdf.Pdf, stream: pikepdf.Object) -> None:
    """Blank the words in the readable part of a Type 1 font; empty what is none."""
    body = _read(stream)
    if not body.startswith(TYPE1_START):
        stream.write(b"")
        return
    length = stream.get("/Length1")
    readable = body[:length] if isinstance(length, int) else body
    stream.write(TYPE1_WORDS.sub(_blank, readable) + body[len(readable) :])


def _blank(match: re.Match[bytes]) -> bytes:
    text = match[0]
    return b"(" + b" " * (len(text) - 2) + b")" if text.startswith(b"(") else b" " * len(text)


def _read(stream: pikepdf.Object) -> bytes:
    try:
        return bytes(stream.read_bytes())
    except pikepdf.PdfError as error:
        raise Unclean("a font cannot be read") from error
