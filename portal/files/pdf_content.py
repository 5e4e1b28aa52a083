"""Removes from the programs of a PDF what draws nothing: comments, and properties of marked content.

Content streams, tables of characters and calculations are written again. Runs only in a sandbox process
(portal.core.sandbox). No Django here.
"""

import re

import pikepdf

from portal.files import pdf_images
from portal.files.image_metadata import Unclean
from portal.files.pdf_kinds import TAGS

TEXT = rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*+\))*+\))*+\)"
# A string, or marked content with its properties written in place.
PIECES = re.compile(
    rb"(%b)|/([^\s()<>\[\]{}/%%]+)\s*<<((?:%b|<[0-9A-Fa-f\s]*+>|[^<>()%%])*+)>>\s*(BDC|DP)\b" % (TEXT, TEXT), re.S
)
MARK_NUMBER = re.compile(rb"/MCID\s+(\d+)")
MARKS = re.compile(rb"\b(?:BDC|BMC|DP|MP)\b")
PLAIN_MARK = re.compile(rb"/(\w+)\s*(?:<</MCID \d+>>\s*BDC|/[^\s()<>\[\]{}/%]+\s+BDC|\s*BMC)\b")
MARK_OPERATORS = frozenset({"BDC", "BMC", "DP", "MP"})
# Of a table of characters (ISO 32000-2, 9.7.5.4): its sections, and the rest that readers need.
SECTIONS = re.compile(
    rb"\d+\s+begin(codespacerange|bfchar|bfrange|cidchar|cidrange|notdefchar|notdefrange)\b(.*?)\bend\1", re.S
)
CELLS = re.compile(rb"<[0-9A-Fa-f\s]*>|[\[\]]|\d+")
WRITING_MODE = re.compile(rb"/WMode\s+(\d)\s+def")
COMMENT = re.compile(rb"%[^\r\n]*")


def clean_content(opened: pikepdf.Pdf, content: pikepdf.Object) -> None:
    """Write the instructions again, without comments, each inline picture stripped, each mark with its number alone."""
    try:
        body = bytes(content.read_bytes())
        rewritten = PIECES.sub(_clean_piece, body)
        if _needs_parsing(rewritten):
            content.write(_parsed(opened, content))
        elif rewritten != body:
            content.write(rewritten)
    except pikepdf.PdfError as error:
        raise Unclean("a page cannot be read") from error


def _clean_piece(match: re.Match[bytes]) -> bytes:
    if match[1] is not None:
        return match[1]
    number = MARK_NUMBER.search(re.sub(TEXT, b"", match[3]))
    if match[4] == b"DP":
        return b"/Span MP"
    return b"/%b <</MCID %b>> BDC" % (_tag(match[2]), number[1]) if number else b"/%b BMC" % _tag(match[2])


def _tag(name: bytes) -> bytes:
    return name if f"/{name.decode('latin-1')}" in TAGS else b"Span"


def _needs_parsing(body: bytes) -> bool:
    """Say whether the content holds a picture, a comment, or a mark that its looks do not clear; parsing takes long."""
    plain = [match for match in PLAIN_MARK.finditer(body) if f"/{match[1].decode('latin-1')}" in TAGS]
    return pdf_images.needs_parsing(body) or len(plain) != len(MARKS.findall(body)) - body.count(b"/Span MP")


def _parsed(opened: pikepdf.Pdf, content: pikepdf.Object) -> bytes:
    pieces: list[bytes] = []
    for instruction in pikepdf.parse_content_stream(content):
        stripped = b""
        if isinstance(instruction, pikepdf.ContentStreamInlineImage):
            stripped = pdf_images.stripped_inline(opened, instruction)
        elif str(instruction.operator) in MARK_OPERATORS:
            stripped = _mark(instruction)
        pieces.append(stripped or pikepdf.unparse_content_stream([instruction]))
    return b"\n".join(pieces)


def _mark(instruction: pikepdf.ContentStreamInstruction) -> bytes:
    operator, operands = str(instruction.operator), list(instruction.operands)
    if operator in {"DP", "MP"}:
        return b"/Span MP"
    tag = str(operands[0]) if operands else ""
    tag = tag if tag in TAGS else "/Span"
    properties = operands[1] if operator == "BDC" and len(operands) > 1 else None
    if isinstance(properties, pikepdf.Name):
        return f"{tag} ".encode() + properties.unparse() + b" BDC"
    number = properties.get("/MCID") if isinstance(properties, pikepdf.Dictionary) else None
    return f"{tag} <</MCID {number}>> BDC".encode() if isinstance(number, int) else f"{tag} BMC".encode()


def clean_cmap(_opened: pikepdf.Pdf, stream: pikepdf.Object) -> None:
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


def clean_calculation(_opened: pikepdf.Pdf, stream: pikepdf.Object) -> None:
    """Remove the comments of a function that is a program."""
    body = _read(stream)
    if b"%" in body:
        stream.write(COMMENT.sub(b"", body))


def _read(stream: pikepdf.Object) -> bytes:
    try:
        return bytes(stream.read_bytes())
    except pikepdf.PdfError as error:
        raise Unclean("a stream cannot be read") from error
