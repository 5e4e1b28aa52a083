"""The lines of a PDF, a Word document or a text file. Only in a sandbox (portal.core.sandbox). No Django here.

Answers with the repaired text. Raises Refused.
"""

import codecs
import re
import statistics
import sys
import zipfile
import zlib
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium
from lxml import etree

from compliance.statements.text_checker.pdf_layout import Row, in_order
from compliance.statements.text_checker.rules import dehyphenate
from portal.files import docx

MAX_PAGES = 500
SPACE = 32
# A line is spaced out where so great a part of its letters stand apart; words are so many times further apart.
FEWEST_LETTERS, SPACED, WORD_GAP = 8, 0.8, 1.6
# A gap of so many heights of a letter parts what stands beside each other.
WIDE = 1.2
MAX_CHARACTERS = 800_000
WORD = docx.WORD
SKIPPED = frozenset(
    {f"{WORD}del", f"{WORD}moveFrom", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
)
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    etree.XMLSyntaxError,
    OSError,
    ValueError,
    RuntimeError,
    NotImplementedError,
    EOFError,
)
PDF, ZIP, OLD_OFFICE = b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEAD = 1024
# Text without a byte order mark is one of these.
ENCODINGS = ("utf-8-sig", "cp1252")
# A later look-up would find no file to open.
for _name in (*ENCODINGS, "utf-16", "utf-16-le", "utf-16-be"):
    codecs.lookup(_name)


class Refused(Exception):
    """The text is one of the codes: no_text, too_big, damaged, locked, refused."""


def read(body: bytes) -> str:
    if PDF in body[:HEAD]:
        return dehyphenate.repair([[dehyphenate.Line(*line) for line in page] for page in _pdf(body)])
    if body.startswith(ZIP):
        return dehyphenate.from_paragraphs(_docx(body))
    if body.startswith(OLD_OFFICE):
        # A Word document with a password is such a file too.
        raise Refused("locked" if "EncryptedPackage".encode("utf-16-le") in body else "refused")
    return dehyphenate.from_text(_text(body))


# --- PDF -----------------------------------------------------------------------------------------------------------


def _pdf(body: bytes) -> list[list[tuple[str, bool, float]]]:
    try:
        opened = pypdfium2.PdfDocument(body)
    except pypdfium2.PdfiumError as error:
        raise Refused("locked" if getattr(error, "err_code", 0) == pdfium.FPDF_ERR_PASSWORD else "damaged") from None
    if len(opened) > MAX_PAGES:
        raise Refused("too_big")
    if not len(opened):
        raise Refused("damaged")
    pages, read, left = [], 0, MAX_CHARACTERS
    for number in range(len(opened)):
        try:
            rows = _rows(opened[number])
            read += 1
        except pypdfium2.PdfiumError:
            rows = []
        left -= sum(len(row.text) for row in rows)
        if left < 0:
            raise Refused("too_big")
        pages.append(in_order(rows))
    if not read:
        raise Refused("damaged")
    return pages


def _rows(page: pypdfium2.PdfPage) -> list[Row]:
    """Lines as the file has them, with where they stand; PDFium says where a line ends."""
    opened = page.get_textpage()
    count = opened.count_chars()
    if not count:
        return []
    codes = [pdfium.FPDFText_GetUnicode(opened.raw, index) for index in range(count)]
    rows, start = [], 0
    for index in [*(n for n, code in enumerate(codes) if code in (10, 13)), count]:
        rows += _split_columns(opened, codes, start, index)
        start = index + 1
    return rows


def _split_columns(opened: pypdfium2.PdfTextPage, codes: list[int], start: int, end: int) -> list[Row]:
    """One line, or what stands on it side by side: PDFium puts two columns on one line where they were drawn so."""
    rows, first, last = [], None, start
    is_spaced = _is_spaced([index for index in range(start, end) if codes[index] > SPACE])
    for index in range(start, end):
        if codes[index] <= SPACE:
            continue
        if first is not None and index > last + 1 and not is_spaced:
            before, after = opened.get_charbox(last, loose=True), opened.get_charbox(index, loose=True)
            if after[0] - before[2] > WIDE * (before[3] - before[1]):
                rows.append(_row(opened, codes, first, last))
                first = index
        first, last = index if first is None else first, index
    return rows if first is None else [*rows, _row(opened, codes, first, last)]


def _row(opened: pypdfium2.PdfTextPage, codes: list[int], first: int, last: int) -> Row:
    left, bottom, _right, top = opened.get_charbox(first, loose=True)
    _left, _bottom, right, _top = opened.get_charbox(last, loose=True)
    return Row(_letters(_close_up(opened, codes, first, last)), left, right, bottom, top)


def _close_up(opened: pypdfium2.PdfTextPage, codes: list[int], first: int, last: int) -> list[int]:
    """A line that is set with space between its letters, "B o a r d": without it, and with that between its words."""
    seen = [index for index in range(first, last + 1) if codes[index] > SPACE]
    if not _is_spaced(seen):
        return codes[first : last + 1]
    boxes = {index: opened.get_charbox(index, loose=True) for index in seen}
    widths = {index: boxes[index][0] - boxes[before][2] for before, index in pairwise(seen)}
    between_words = WORD_GAP * statistics.median(widths.values())
    closed = [codes[first]]
    for index in seen[1:]:
        closed += [SPACE, codes[index]] if widths[index] > between_words else [codes[index]]
    return closed


def _is_spaced(seen: list[int]) -> bool:
    """seen: places of the letters of a line, in order."""
    gaps = [index - before > 1 for before, index in pairwise(seen)]
    return len(gaps) >= FEWEST_LETTERS and sum(gaps) >= SPACED * len(gaps)


def _letters(codes: list[int]) -> str:
    """PDFium counts in units of UTF-16: halves of a pair are put together."""
    units = "".join(chr(code) for code in codes if 0 < code <= sys.maxunicode)
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


# --- Word ----------------------------------------------------------------------------------------------------------


def _docx(body: bytes) -> list[str]:
    try:
        parts = docx.read_parts(body)
        root = docx._parsed(parts[docx.MAIN])
    except docx.Unsafe as unsafe:
        raise Refused(str(unsafe) if str(unsafe) in {"locked", "damaged"} else "refused") from None
    except DAMAGED:
        raise Refused("damaged") from None
    paragraphs: list[str] = []
    _walk(root, paragraphs)
    if sum(map(len, paragraphs)) > MAX_CHARACTERS:
        raise Refused("too_big")
    return paragraphs


def _walk(root: etree._Element, paragraphs: list[str]) -> None:
    """Paragraphs in the order of the text, without deleted ones; a text box comes after the paragraph it hangs on."""
    waiting: list[etree._Element] = [root]
    while waiting:
        element = waiting.pop()
        if element.tag in SKIPPED or not isinstance(element.tag, str):
            continue
        if element.tag == f"{WORD}p":
            inner: list[etree._Element] = []
            paragraphs.append("".join(_runs(element, inner)))
            waiting.extend(reversed(inner))
        else:
            waiting.extend(reversed(element))


def _runs(paragraph: etree._Element, inner: list[etree._Element]) -> list[str]:
    texts: list[str] = []
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        if not isinstance(element.tag, str) or element.tag in SKIPPED:
            continue
        name = element.tag.rpartition("}")[2]
        if name == "txbxContent" or element.tag == f"{WORD}p":
            inner.append(element)
        elif element.tag == f"{WORD}t":
            texts.append(element.text or "")
        elif name in {"tab", "noBreakHyphen"} and element.tag.startswith(WORD):
            texts.append("\t" if name == "tab" else "-")
        elif name in {"br", "cr"}:
            texts.append("\n")
        elif name != "pPr":
            waiting.extend(reversed(element))
    return texts


# --- Text ----------------------------------------------------------------------------------------------------------


def _text(body: bytes) -> str:
    if body[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ENCODINGS
    for encoding in encodings:
        try:
            text = body.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Refused("refused")
    if "\x00" in text or len(re.findall(r"[\x01-\x08\x0e-\x1f]", text[:4096])) > 8:
        raise Refused("refused")
    if len(text) > MAX_CHARACTERS:
        raise Refused("too_big")
    return text
