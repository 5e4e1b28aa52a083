"""Writes a Type 1 font of a PDF again from what draws: measures, hints, the shapes of letters under new names.

From the Adobe Type 1 Font Format 1.1. What its readable part says, comments and programs go. Runs only in a sandbox
process (portal.core.sandbox). No Django here.
"""

import re
from collections.abc import Iterator

import pikepdf
from fontTools.misc import eexec

from portal.files.image_metadata import Unclean
from portal.files.pdf_fonts import read_font
from portal.files.pdf_kinds import GLYPH
from portal.files.pdf_names import Names

START = b"%!"
# A program on its own has its parts between heads of six bytes.
SEGMENT, TEXT_PART, CODED_PART, SEGMENT_HEAD = 0x80, 1, 2, 6
CODED = re.compile(rb"\beexec(?:\r\n|[\r\n \t])")
HEX_START = re.compile(rb"\s*[0-9A-Fa-f\s]{8}")
EEXEC_KEY, RANDOM_BYTES = 55665, 4
NUMBER = rb"[-+.\deE]+"
NUMBERS = rb"[\[{]\s*((?:%b\s*)*)[\]}]" % NUMBER
MATRIX, BOX = (re.compile(rb"/%b\s*%b" % (key, NUMBERS)) for key in (b"FontMatrix", b"FontBBox"))
PAINT = re.compile(rb"/PaintType\s+(\d)")
STANDARD = re.compile(rb"/Encoding\s+StandardEncoding\b")
CODES = re.compile(rb"\bdup\s+(\d+|8#[0-7]+)\s*/([^\s/(){}<>\[\]%]+)\s+put\b")
LISTED_CODES = re.compile(rb"/Encoding\s*\[([^\[\]()]*)\]")
# What is known only of fonts that are several at once.
BLENDED = re.compile(rb"/(?:WeightVector|BlendDesignPositions)\b")
HINTS = re.compile(
    rb"/(BlueValues|OtherBlues|FamilyBlues|FamilyOtherBlues|StdHW|StdVW|StemSnapH|StemSnapV)\s*%b" % NUMBERS
)
SCALES = re.compile(
    rb"/(BlueScale|BlueShift|BlueFuzz|LanguageGroup|ExpansionFactor|ForceBold|RndStemUp|lenIV)\s+(%b|true|false)\s"
    % NUMBER
)
SUBROUTINES = re.compile(rb"/Subrs\s+(\d+)\s+array\b")
SUBROUTINE = re.compile(
    rb"\s*(?:\|\s|NP\s|noaccess put\s|readonly put\s|put\s)?\s*dup\s+(\d+)\s+(\d+)\s+(?:RD|-\||\S+) "
)
SHAPES = re.compile(rb"/CharStrings\s+\d+\s+dict\s+dup\s+begin\b")
SHAPE = re.compile(rb"\s*(?:\|-|ND|noaccess def|readonly def|def)?\s*/(\S+)\s+(\d+)\s+(?:RD|-\||\S+) ")
PRIVATE_START = (
    b"\0\0\0\0dup /Private 20 dict dup begin\n/RD {string currentfile exch readstring pop} executeonly def\n"
    b"/ND {noaccess def} executeonly def\n/NP {noaccess put} executeonly def\n/MinFeature {16 16} def\n"
    b"/password 5839 def\n"
)
TRAILER = (b"0" * 64 + b"\n") * 8 + b"cleartomark\n"


def clean_type1(_opened: pikepdf.Pdf, stream: pikepdf.Object, names: Names) -> None:
    """Write the font again; empty what is none. Raises Unclean for one that cannot be read."""
    body = _joined(read_font(stream))
    if not body.startswith(START):
        stream.write(b"")
        return
    start = CODED.search(body)
    if start is None or BLENDED.search(body, 0, start.start()):
        raise Unclean("a font cannot be read")
    readable, coded = _write_readable(body[: start.start()], names), _write_coded(_decoded(body[start.end() :]), names)
    stream.write(readable + coded + TRAILER)
    stream["/Length1"], stream["/Length2"], stream["/Length3"] = len(readable), len(coded), len(TRAILER)


def _joined(body: bytes) -> bytes:
    """Return the font without the heads of its parts."""
    parts, at = [], 0
    while body[at : at + 1] == bytes([SEGMENT]) and body[at + 1 : at + 2] in {b"\x01", b"\x02"}:
        length = int.from_bytes(body[at + 2 : at + SEGMENT_HEAD], "little")
        parts.append(body[at + SEGMENT_HEAD : at + SEGMENT_HEAD + length])
        at += SEGMENT_HEAD + length
    return b"".join(parts) if parts else body


def _decoded(coded: bytes) -> bytes:
    if HEX_START.match(coded):
        digits = re.sub(rb"[^0-9A-Fa-f]", b"", coded)
        coded = bytes.fromhex(digits[: len(digits) // 2 * 2].decode())
    return bytes(eexec.decrypt(coded, EEXEC_KEY)[0][RANDOM_BYTES:])


def _write_readable(text: bytes, names: Names) -> bytes:
    matrix, box, paint = MATRIX.search(text), BOX.search(text), PAINT.search(text)
    codes = b"StandardEncoding def\n"
    if not STANDARD.search(text):
        listed = LISTED_CODES.search(text)
        pairs = [(_code(code), name) for code, name in CODES.findall(text)]
        pairs += enumerate(listed[1].replace(b"/", b" ").split()) if listed else []
        rows = [b"dup %d /%b put\n" % (code, _renamed(name, names)) for code, name in pairs]
        codes = b"256 array\n0 1 255 {1 index exch /.notdef put} for\n" + b"".join(rows) + b"readonly def\n"
    return (
        b"%%!PS-AdobeFont-1.0: F\n12 dict begin\n/FontName /F def\n/PaintType %b def\n/FontType 1 def\n"
        b"/FontMatrix [%b] readonly def\n/FontBBox {%b} readonly def\n/Encoding %bcurrentdict end\ncurrentfile eexec\n"
        % (
            paint[1] if paint else b"0",
            _spaced(matrix[1]) if matrix else b"0.001 0 0 0.001 0 0",
            _spaced(box[1]) if box else b"0 0 0 0",
            codes,
        )
    )


def _spaced(numbers: bytes) -> bytes:
    return b" ".join(numbers.split())


def _code(written: bytes) -> int:
    return int(written[2:], 8) if written.startswith(b"8#") else int(written)


def _renamed(name: bytes, names: Names) -> bytes:
    return names.rename(GLYPH, name.decode("latin-1")).encode("latin-1")


def _write_coded(program: bytes, names: Names) -> bytes:
    shapes_start, subroutines_start = SHAPES.search(program), SUBROUTINES.search(program)
    if shapes_start is None:
        raise Unclean("a font cannot be read")
    head = program[: min(one.start() for one in (shapes_start, subroutines_start) if one)]
    shapes = list(_read_rows(program, shapes_start.end(), SHAPE))
    subroutines = list(_read_rows(program, subroutines_start.end(), SUBROUTINE)) if subroutines_start else []
    if not shapes:
        raise Unclean("a font cannot be read")
    lines = [
        PRIVATE_START,
        *(b"/%b [%b] def\n" % (name, _spaced(numbers)) for name, numbers in HINTS.findall(head)),
        *(b"/%b %b def\n" % row for row in SCALES.findall(head)),
    ]
    if subroutines:
        count = max(int(number) for number, _body in subroutines) + 1
        lines += [b"/OtherSubrs [{}{}{}{pop 3}] def\n/Subrs %d array\n" % count]
        lines += [b"dup %b %d RD %b NP\n" % (number, len(body), body) for number, body in subroutines]
        lines += [b"ND\n"]
    lines += [b"2 index /CharStrings %d dict dup begin\n" % len(shapes)]
    lines += [b"/%b %d RD %b ND\n" % (_renamed(name, names), len(body), body) for name, body in shapes]
    lines += [
        b"end\nend\nreadonly put\nnoaccess put\ndup /FontName get exch definefont pop\nmark currentfile closefile\n"
    ]
    return bytes(eexec.encrypt(b"".join(lines), EEXEC_KEY)[0])


def _read_rows(program: bytes, at: int, row: re.Pattern[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Yield the names or numbers of the programs that follow one another, and their bytes."""
    while match := row.match(program, at):
        start, length = match.end(), int(match[2])
        yield match[1], program[start : start + length]
        at = start + length
