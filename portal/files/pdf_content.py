"""Removes from the programs of a PDF what draws nothing: comments, properties of marked content, names of resources.

Content streams, tables of characters and calculations are written again. Runs only in a sandbox process
(portal.core.sandbox). No Django here.
"""

import re
from collections.abc import Iterator

import pikepdf

from portal.files.image_metadata import Unclean
from portal.files.pdf_instructions import clean_instructions
from portal.files.pdf_names import Names

# Instructions take fifty times the memory of their text, so a long content is read in pieces.
PIECE_BYTES = 1_000_000
TEXT = rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*+\))*+\))*+\)"
# The end of an instruction that is in no text, comment or picture.
ENDS = re.compile(rb"%b|<[0-9A-Fa-f\s]*+>|%%[^\r\n]*+|(?<=\s)(f|f\*|S|n|Q|ET|EMC)(?=\s)" % TEXT, re.S)
INLINE_PICTURE = re.compile(rb"\bBI\b")
# Of a table of characters (ISO 32000-2, 9.7.5.4): its sections, and the rest that readers need.
SECTIONS = re.compile(
    rb"\d+\s+begin(codespacerange|bfchar|bfrange|cidchar|cidrange|notdefchar|notdefrange)\b(.*?)\bend\1", re.S
)
CELLS = re.compile(rb"<[0-9A-Fa-f\s]*>|[\[\]]|\d+")
WRITING_MODE = re.compile(rb"/WMode\s+(\d)\s+def")
COMMENT = re.compile(rb"%[^\r\n]*")
# Of a function that is a program (ISO 32000-2, 7.10.5).
CALCULATION_WORD = re.compile(rb"[{}]|[^\s{}]+")
CALCULATION_NUMBER = re.compile(rb"[-+]?[\d.]+(?:[eE][-+]?\d+)?")
CALCULATION_OPERATORS = frozenset(
    b"abs add and atan bitshift ceiling copy cos cvi cvr div dup eq exch exp false floor ge gt idiv if ifelse index "
    b"le ln log lt mod mul ne neg not or pop roll round sin sqrt sub true truncate xor { }".split()
)


def clean_content(opened: pikepdf.Pdf, content: pikepdf.Object, names: Names) -> None:
    """Write the instructions again, without comments, with new names, each inline picture stripped."""
    pieces = []
    try:
        for piece in _split(_read(content)):
            instructions = pikepdf.parse_content_stream(opened.make_stream(piece))
            pieces.append(clean_instructions(opened, instructions, names))
    except pikepdf.PdfError as error:
        raise Unclean("a page cannot be read") from error
    content.write(b"\n".join(pieces))


def _split(body: bytes) -> Iterator[bytes]:
    """Yield the body in pieces that end with an instruction."""
    start = 0
    if len(body) > PIECE_BYTES and not INLINE_PICTURE.search(body):
        for match in ENDS.finditer(body):
            if match[1] and match.end() - start > PIECE_BYTES:
                yield body[start : match.end()]
                start = match.end()
    yield body[start:]


def clean_cmap(_opened: pikepdf.Pdf, stream: pikepdf.Object, _names: Names) -> None:
    """Write a table of characters again from its rows."""
    body = COMMENT.sub(b"", _read(stream))
    mode = WRITING_MODE.search(body)
    sections = [
        b"%d begin%b\n%b\nend%b\n" % (_count_rows(name, cells), name, b" ".join(cells), name)
        for name, rows in SECTIONS.findall(body)
        for cells in [CELLS.findall(rows)]
    ]
    head = b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /Identity def\n/CMapType 2 def\n"
    head += b"/WMode %b def\n" % mode[1] if mode else b""
    tail = b"endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    stream.write(head + b"".join(sections) + tail)


def _count_rows(name: bytes, cells: list[bytes]) -> int:
    """Return the number of rows, of which an array is one cell."""
    depth, count = 0, 0
    for cell in cells:
        depth += (cell == b"[") - (cell == b"]")
        count += depth == 0
    return count // (3 if name in {b"bfrange", b"cidrange", b"notdefrange"} else 2)


def clean_calculation(_opened: pikepdf.Pdf, stream: pikepdf.Object, _names: Names) -> None:
    """Write a function that is a program again, from numbers and operators."""
    words = CALCULATION_WORD.findall(COMMENT.sub(b"", _read(stream)))
    stream.write(
        b" ".join(word for word in words if word in CALCULATION_OPERATORS or CALCULATION_NUMBER.fullmatch(word))
    )


def _read(stream: pikepdf.Object) -> bytes:
    try:
        return bytes(stream.read_bytes())
    except pikepdf.PdfError as error:
        raise Unclean("a stream cannot be read") from error
