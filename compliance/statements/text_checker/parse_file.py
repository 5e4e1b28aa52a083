"""The lines of a PDF, a Word document or a text file. Only in a sandbox (portal.core.sandbox). No Django here.

Answers with the repaired text. Raises Refused.
"""

import codecs
import re
import statistics
import sys
import zipfile
import zlib
from collections.abc import Callable
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium
from lxml import etree

from compliance.statements.text_checker.pdf_layout import Row, in_order
from compliance.statements.text_checker.rules import dehyphenate
from compliance.statements.text_checker.rules.structure import (
    BREAK,
    BULLET,
    CELL,
    HEADING,
    NUMBERED,
    ROW,
    plain,
    without_foreign,
)
from compliance.statements.word.styles import Styles
from portal.files import docx

MAX_PAGES = 500
SPACE = 32
# A line is spaced out where so great a part of its letters stand apart; words are so many times further apart.
MIN_LETTERS, SPACED, WORD_GAP = 8, 0.8, 1.6
# A gap of so many heights of a letter parts what stands beside each other.
WIDE = 1.2
# Five hundred pages have fewer of both.
MAX_CHARACTERS, MAX_LINES = 800_000, 40_000
# A table has so many rows and columns at least, and no cell as long as this, in characters.
MIN_ROWS, MAX_CELL = 2, 1_500
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
# A program or a picture is full of control characters; a text that a reader made may hold a few, which are taken out.
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
MAX_CONTROL_SHARE = 0.03
# Text without a byte order mark is one of these.
ENCODINGS = ("utf-8-sig", "cp1252")
# A later look-up would find no file to open.
for _name in (*ENCODINGS, "utf-16", "utf-16-le", "utf-16-be"):
    codecs.lookup(_name)


class Refused(Exception):
    """The text is one of the codes: no_text, too_big, damaged, locked, refused."""


def _no_limit() -> None:
    """Leave a page its time."""


def read(body: bytes) -> str:
    """Return the repaired words of a file. Raises Refused."""
    return plain(read_marked(body))


def read_marked(body: bytes, *, at_page: Callable[[], None] = _no_limit) -> str:
    """Return the repaired text with what is known of its lines, as rules/structure.py has it.

    at_page: called before the file is opened and before each page of a PDF. Raises Refused.
    """
    at_page()
    marked = _read_marked(body, at_page)
    if marked.count("\n") > MAX_LINES:
        raise Refused("too_big")
    return marked


def _read_marked(body: bytes, at_page: Callable[[], None]) -> str:
    if PDF in body[:HEAD]:
        pages = [[dehyphenate.Line(*line) for line in page] for page in _pdf(body, at_page)]
        return dehyphenate.repair(pages, is_marked=True)
    if body.startswith(ZIP):
        return dehyphenate.from_paragraphs(_docx(body), is_marked=True)
    if body.startswith(OLD_OFFICE):
        # A Word document with a password is such a file too.
        raise Refused("locked" if "EncryptedPackage".encode("utf-16-le") in body else "refused")
    return dehyphenate.from_text(without_foreign(_text(body)), is_marked=True)


# --- PDF -----------------------------------------------------------------------------------------------------------


def _pdf(body: bytes, at_page: Callable[[], None]) -> list[list[tuple[str, bool, float]]]:
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
        at_page()
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
    return len(gaps) >= MIN_LETTERS and sum(gaps) >= SPACED * len(gaps)


def _letters(codes: list[int]) -> str:
    """PDFium counts in units of UTF-16: halves of a pair are put together."""
    units = "".join(chr(code) for code in codes if 0 < code <= sys.maxunicode)
    return without_foreign(units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))


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
    styles = Styles(_part(parts, "word/styles.xml"), _part(parts, "word/numbering.xml"))
    _walk(root, paragraphs, styles)
    if sum(map(len, paragraphs)) > MAX_CHARACTERS:
        raise Refused("too_big")
    return paragraphs


def _part(parts: dict[str, bytes], name: str) -> etree._Element | None:
    return docx._parsed(parts[name]) if name in parts else None


def _walk(root: etree._Element, paragraphs: list[str], styles: Styles) -> None:
    """Paragraphs in the order of the text, without deleted ones; a text box comes after the paragraph it hangs on."""
    waiting: list[etree._Element] = [root]
    while waiting:
        element = waiting.pop()
        if element.tag in SKIPPED or not isinstance(element.tag, str):
            continue
        if element.tag == f"{WORD}p":
            inner: list[etree._Element] = []
            paragraphs.append(_kind(element, styles) + without_foreign("".join(_runs(element, inner))))
            waiting.extend(reversed(inner))
        elif element.tag == f"{WORD}tbl" and (rows := _table(element)):
            paragraphs += rows
        else:
            waiting.extend(reversed(element))


def _kind(paragraph: etree._Element, styles: Styles) -> str:
    """What the paragraph is by its style, "" where that tells nothing."""
    style = styles.of(paragraph)
    if style.list_kind:
        return BULLET if style.list_kind == "ul" else NUMBERED
    return HEADING if style.level else ""


def _table(table: etree._Element) -> list[str]:
    """The rows of a table of two rows and two columns at least; none of one that only lays out a page.

    A table with another inside, or with long texts in its cells, is a layout.
    """
    if any(True for inner in table.iter(f"{WORD}tbl") if inner is not table):
        return []
    rows = []
    for row in table.iter(f"{WORD}tr"):
        cells = []
        for cell in row.iter(f"{WORD}tc"):
            inner: list[etree._Element] = []
            lines = ["".join(_runs(paragraph, inner)) for paragraph in cell.iter(f"{WORD}p")]
            cells.append(BREAK.join(without_foreign(line).replace("\n", BREAK) for line in lines if line.strip()))
        rows.append(cells)
    widths = {len(cells) for cells in rows}
    is_layout = len(rows) < MIN_ROWS or max(widths, default=0) < MIN_ROWS or _is_long(rows)
    return [] if is_layout else [ROW + CELL.join(cells) for cells in rows]


def _is_long(rows: list[list[str]]) -> bool:
    return any(len(cell) > MAX_CELL for cells in rows for cell in cells)


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
    if len(CONTROLS.findall(text)) > MAX_CONTROL_SHARE * len(text):
        raise Refused("refused")
    if len(text) > MAX_CHARACTERS:
        raise Refused("too_big")
    return text
