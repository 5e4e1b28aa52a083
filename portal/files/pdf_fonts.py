"""Removes from the fonts of a PDF the words of their makers, and gives letters new names; what is no font goes.

Shapes and measures stay as they are. Runs only in a sandbox process (portal.core.sandbox). No Django here.
"""

from collections import Counter
from collections.abc import Callable
from io import BytesIO
from types import SimpleNamespace

import pikepdf
from fontTools.cffLib import CFFFontSet, TopDict

from portal.files.image_metadata import Unclean
from portal.files.pdf_kinds import GLYPH
from portal.files.pdf_names import Names

SFNT_STARTS = (b"\x00\x01\x00\x00", b"true", b"OTTO")
COMPACT_START = b"\x01\x00"
# Tables that draw and measure (OpenType 1.9). Others are words, signatures, or records of an editor.
TABLES = frozenset(
    {b"cmap", b"cvt ", b"fpgm", b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp", b"prep", b"OS/2", b"post"}
    | {b"vhea", b"vmtx", b"CFF ", b"VORG", b"gasp"}
)
# Of the table of heads: when the font was made and changed. Of OS/2: who made it.
TIMES, MAKER = (20, 36), (58, 62)
HEAD_BYTES, ROW_BYTES = 12, 16
# Of the table of names of letters: the bytes before them, the version that has them, and the one that has none.
POST_BYTES, NAMED_POST, NAMELESS_POST, STANDARD_POSTS = (
    32,
    b"\x00\x02\x00\x00",
    b"\x00\x03\x00\x00",
    (b"\x00\x01\x00\x00",),
)
STANDARD_GLYPHS = 258
# Of a compact font (Adobe Technical Note 5176): what draws and measures.
COMPACT_ENTRIES = frozenset(
    {"ROS", "FontMatrix", "FontBBox", "PaintType", "CharstringType", "StrokeWidth", "charset", "Encoding", "Private"}
    | {"CharStrings", "FDSelect", "FDArray", "CIDCount", "isFixedPitch", "ItalicAngle"}
)
COMPACT_NAME, NO_GLYPH = "F", ".notdef"
PREDEFINED_CHARSETS = frozenset({0, 1, 2})
# What the library asks of the font around a compact one.
NO_TABLES = SimpleNamespace(recalcBBoxes=False)


def clean_program(_opened: pikepdf.Pdf, stream: pikepdf.Object, names: Names) -> None:
    """Keep of a TrueType, OpenType or compact font what draws; empty what is none. Raises Unclean."""
    body = read_font(stream)
    if body.startswith(SFNT_STARTS):
        stream.write(strip_sfnt(body, names))
    else:
        stream.write(strip_compact(body, names) if body.startswith(COMPACT_START) else b"")


def strip_sfnt(body: bytes, names: Names) -> bytes:
    """Return the font with TABLES only. Raises Unclean for a broken one."""
    count = int.from_bytes(body[4:6])
    rows = [body[at : at + ROW_BYTES] for at in range(HEAD_BYTES, HEAD_BYTES + ROW_BYTES * count, ROW_BYTES)]
    kept = [row for row in rows if row[:4] in TABLES]
    out = bytearray(body[:4] + len(kept).to_bytes(2) + body[6:HEAD_BYTES])
    at, tables = HEAD_BYTES + ROW_BYTES * len(kept), bytearray()
    strippers: dict[bytes, Callable[[bytes], bytes]] = {
        b"head": lambda table: _zeroed(table, TIMES),
        b"OS/2": lambda table: _zeroed(table, MAKER),
        b"post": lambda table: _strip_post(table, names),
        b"CFF ": lambda table: strip_compact(table, names),
    }
    for row in kept:
        start, length = int.from_bytes(row[8:12]), int.from_bytes(row[12:16])
        if start + length > len(body):
            raise Unclean("a font is broken")
        table = strippers.get(row[:4], bytes)(body[start : start + length])
        out += row[:8] + (at + len(tables)).to_bytes(4) + len(table).to_bytes(4)
        tables += table + bytes(-len(table) % 4)
    return bytes(out + tables)


def _zeroed(table: bytes, span: tuple[int, int]) -> bytes:
    first, last = span
    return table[:first] + bytes(last - first) + table[last:] if len(table) >= last else table


def _strip_post(table: bytes, names: Names) -> bytes:
    """Return the table with new names of letters; without any where they cannot be read."""
    head = table[4:POST_BYTES]
    if table.startswith(STANDARD_POSTS):
        return table[:POST_BYTES]
    count = int.from_bytes(table[POST_BYTES : POST_BYTES + 2])
    at = POST_BYTES + 2 + 2 * count
    places = [int.from_bytes(table[start : start + 2]) for start in range(POST_BYTES + 2, at, 2)]
    own = max(places, default=0) - STANDARD_GLYPHS + 1
    spelled: list[str] = []
    while len(spelled) < own and at < len(table):
        spelled.append(table[at + 1 : at + 1 + table[at]].decode("latin-1"))
        at += 1 + table[at]
    if not table.startswith(NAMED_POST) or len(spelled) < own:
        return NAMELESS_POST + head
    used = set(places)
    renamed = [
        names.rename(GLYPH, name).encode("latin-1") if number in used else b""
        for number, name in enumerate(spelled, start=STANDARD_GLYPHS)
    ]
    listed = table[POST_BYTES : POST_BYTES + 2 + 2 * count]
    return NAMED_POST + head + listed + b"".join(bytes([len(name)]) + name for name in renamed)


def strip_compact(body: bytes, names: Names) -> bytes:
    """Return a compact font that has no words but new names of its letters. Raises Unclean for a broken one."""
    out, fonts = BytesIO(), CFFFontSet()
    try:
        fonts.decompile(BytesIO(body), NO_TABLES, isCFF2=False)
        font: TopDict = fonts.topDictIndex[0]
        fonts.fontNames = [COMPACT_NAME]
        _strip_entries(font)
        if "ROS" in font.rawDict:
            _strip_numbered(font)
        else:
            _rename_glyphs(font, names)
        fonts.compile(out, NO_TABLES, isCFF2=False)
    except Exception as error:  # the library raises whatever a broken font leads it to
        raise Unclean("a font cannot be read") from error
    return out.getvalue()


def _strip_entries(font: TopDict) -> None:
    for entry in set(font.rawDict) - COMPACT_ENTRIES:
        del font.rawDict[entry]
        font.__dict__.pop(entry, None)


def _strip_numbered(font: TopDict) -> None:
    """Strip a font whose letters have numbers."""
    if font.rawDict.get("charset", 0) in PREDEFINED_CHARSETS:
        font.charset = [NO_GLYPH, *(f"cid{number:05}" for number in range(1, font.numGlyphs))]
    font.ROS = ("Adobe", "Identity", font.ROS[2])
    for part in font.FDArray:
        _strip_entries(part)


def _rename_glyphs(font: TopDict, names: Names) -> None:
    # Asked for before they are renamed: both are read with the old names.
    shapes, encoding, old = font.CharStrings, font.Encoding, font.charset
    used: Counter[str] = Counter()
    new = []
    for name in old:
        renamed = names.rename(GLYPH, name)
        used[renamed] += 1
        # Readers take the first of several.
        new.append(renamed if used[renamed] == 1 else names.make_glyph())
    shapes.charStrings = {name: number for number, name in enumerate(new)}
    if isinstance(encoding, list):
        font.Encoding = _renamed_codes(encoding, dict(zip(old, new, strict=True)), new, shapes.charStrings, names)
    font.charset = shapes.charset = new


def _renamed_codes(
    encoding: list[str], changed: dict[str, str], charset: list[str], numbers: dict[str, int], names: Names
) -> list[str]:
    """Return the letter of each code. One that has a second code is listed again: the library writes one for each."""
    coded, codes = set(), []
    for old in encoding:
        name = changed.get(old, NO_GLYPH)
        if name in coded:
            again = names.make_glyph()
            numbers[again] = numbers[name]
            charset.append(again)
            name = again
        coded |= {name} - {NO_GLYPH}
        codes.append(name)
    return codes


def read_font(stream: pikepdf.Object) -> bytes:
    """Return the font as it is unpacked. Raises Unclean."""
    try:
        return bytes(stream.read_bytes())
    except pikepdf.PdfError as error:
        raise Unclean("a font cannot be read") from error
