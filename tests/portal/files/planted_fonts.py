"""Fonts of one square letter, A, whose makers have written a word wherever such a font can carry one."""

from io import BytesIO

from fontTools.fontBuilder import FontBuilder
from fontTools.misc import eexec
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import newTable
from pikepdf import Array, Dictionary, Name, Pdf

CORNERS = ((100, 0), (100, 700), (800, 700), (800, 0))
EEXEC_KEY, CHARSTRING_KEY = 55665, 4330
# The instructions of the same square, and of an empty letter, in a Type 1 font: hsbw, rmoveto, rlineto, closepath.
SQUARE = [
    0,
    900,
    "hsbw",
    100,
    0,
    "rmoveto",
    0,
    700,
    "rlineto",
    700,
    0,
    "rlineto",
    0,
    -700,
    "rlineto",
    "closepath",
    "end",
]
EMPTY = [0, 900, "hsbw", "end"]
CODES = {"hsbw": b"\x0d", "rmoveto": b"\x15", "rlineto": b"\x05", "closepath": b"\x09", "end": b"\x0e"}


def draw(pen):
    pen.moveTo(CORNERS[0])
    for corner in CORNERS[1:]:
        pen.lineTo(corner)
    pen.closePath()
    return pen


def builder(word: str, *, is_truetype: bool) -> FontBuilder:
    made = FontBuilder(1000, isTTF=is_truetype)
    made.setupGlyphOrder([".notdef", word])
    made.setupCharacterMap({65: word})
    return made


def finish(made: FontBuilder, word: str) -> FontBuilder:
    made.setupHorizontalMetrics(dict.fromkeys((".notdef", word), (900, 100)))
    made.setupHorizontalHeader(ascent=800, descent=-200)
    made.setupNameTable({"familyName": word, "manufacturer": word, "psName": word})
    made.setupOS2()
    return made


def saved(made: FontBuilder) -> bytes:
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def truetype(word: str) -> bytes:
    made = builder(word, is_truetype=True)
    made.setupGlyf({".notdef": TTGlyphPen(None).glyph(), word: draw(TTGlyphPen(None)).glyph()})
    finish(made, word).setupPost()
    own = made.font["TEST"] = newTable("TEST")
    own.data = word.encode()
    return saved(made)


def _compact(word: str) -> FontBuilder:
    made = builder(word, is_truetype=False)
    shapes = {".notdef": T2CharStringPen(900, None), word: draw(T2CharStringPen(900, None))}
    facts = dict.fromkeys(("FullName", "FamilyName", "Notice", "Copyright", "version", "Weight"), word)
    made.setupCFF(word, facts, {name: pen.getCharString() for name, pen in shapes.items()}, {})
    return made


def compact(word: str) -> bytes:
    made = finish(_compact(word), word)
    made.font["CFF "].cff.topDictIndex[0].PostScript = word
    made.setupPost(keepGlyphNames=False)
    return made.font["CFF "].compile(made.font)


def opentype(word: str) -> bytes:
    made = finish(_compact(word), word)
    made.setupPost()
    return saved(made)


def number(value: int) -> bytes:
    if -107 <= value <= 107:
        return bytes([value + 139])
    start, rest = (247, value - 108) if value > 0 else (251, -value - 108)
    return bytes([start + rest // 256, rest % 256])


def charstring(steps: list) -> bytes:
    plain = b"".join(number(step) if isinstance(step, int) else CODES[step] for step in steps)
    return eexec.encrypt(b"\0\0\0\0" + plain, CHARSTRING_KEY)[0]


def type1(word: str) -> bytes:
    name = word.encode()
    readable = (
        b"%%!PS-AdobeFont-1.0: %b\n%% %b\n12 dict begin\n/FontInfo 9 dict dup begin\n/Notice (%b) readonly def\n"
        b"/FullName (%b) def\n/%b 1 def\nend readonly def\n/FontName /%b def\n/PaintType 0 def\n/FontType 1 def\n"
        b"/FontMatrix [0.001 0 0 0.001 0 0] readonly def\n/FontBBox {0 0 900 900} readonly def\n"
        b"/Encoding 256 array\n0 1 255 {1 index exch /.notdef put} for\ndup 65 /%b put\nreadonly def\n"
        b"currentdict end\ncurrentfile eexec\n"
    ) % (name, name, name, name, name, name, name)
    square, empty, subroutine = charstring(SQUARE), charstring(EMPTY), charstring(["end"])
    coded = (
        b"\0\0\0\0dup /Private 9 dict dup begin\n%% %b\n/RD {string currentfile exch readstring pop} executeonly def\n"
        b"/ND {noaccess def} executeonly def\n/NP {noaccess put} executeonly def\n/BlueValues [-10 0 700 710] def\n"
        b"/%b 1 def\n/password 5839 def\n/OtherSubrs [{}{}{}\n%% %b\n{pop 3}] def\n/Subrs 1 array\n"
        b"dup 0 %d RD %b NP\nND\n2 index /CharStrings 2 dict dup begin\n"
        b"/%b %d RD %b ND\n/.notdef %d RD %b ND\nend\nend\nreadonly put\n"
        b"noaccess put\ndup /FontName get exch definefont pop\nmark currentfile closefile\n%%%b\n"
    ) % (name, name, name, len(subroutine), subroutine, name, len(square), square, len(empty), empty, name)
    trailer = (b"0" * 64 + b"\n") * 8 + b"cleartomark\n" + name
    return readable + eexec.encrypt(coded, EEXEC_KEY)[0] + trailer


def decoded(piece: bytes) -> bytes:
    """Return the coded part of a Type 1 font; empty for other bytes."""
    start = piece.find(b"currentfile eexec\n")
    return eexec.decrypt(piece[start + len(b"currentfile eexec\n") :], EEXEC_KEY)[0] if start >= 0 else b""


# The kind of font, the entry of its descriptor and the kind of its program, and what makes it.
FONTS = {
    "type 1": ("Type1", "FontFile", None, type1),
    "truetype": ("TrueType", "FontFile2", None, truetype),
    "compact": ("Type1", "FontFile3", "Type1C", compact),
    "opentype": ("Type1", "FontFile3", "OpenType", opentype),
}


def embedded(made: Pdf, kind: str, word: str) -> Dictionary:
    subtype, entry, program_kind, make = FONTS[kind]
    program = made.make_stream(make(word))
    if program_kind:
        program.Subtype = Name(f"/{program_kind}")
    if make is type1:
        whole = bytes(program.read_bytes())
        start = whole.index(b"eexec\n") + len(b"eexec\n")
        program.Length1, program.Length2, program.Length3 = start, whole.index(b"0" * 64) - start, 532 + len(word)
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=Name(f"/ABCDEF+{word}"), FontFamily=word, Flags=4, FontBBox=[0, 0, 900, 900],
        ItalicAngle=0, Ascent=800, Descent=-200, CapHeight=700, StemV=80,
    )  # fmt: skip
    descriptor[f"/{entry}"] = program
    return Dictionary(
        Type=Name.Font, Subtype=Name(f"/{subtype}"), BaseFont=Name(f"/ABCDEF+{word}"), FirstChar=65, LastChar=65,
        Widths=[900], FontDescriptor=made.make_indirect(descriptor), Name=Name(f"/{word}"),
        Encoding=Dictionary(Type=Name.Encoding, Differences=Array([65, Name(f"/{word}")])),
    )  # fmt: skip
