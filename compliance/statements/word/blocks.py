"""The body of a Word document as blocks: headings, paragraphs, items of lists, tables, boxes. No Django here."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from lxml import etree

from compliance.statements.word.bookmarks import COMPATIBLE, DRAWING, FIGURE, OLD_PICTURE, PICTURE, RELATION, WORD
from compliance.statements.word.inline import Book, Heard, Piece, as_html, is_mark, pieces_of, plain
from compliance.statements.word.styles import Styles

GONE = (f"{WORD}del", f"{WORD}moveFrom")
KNOWN = frozenset(f"{WORD}{name}" for name in ("p", "tbl", "bookmarkStart", "commentRangeStart", "commentRangeEnd"))
TEXT_BOX = f"{WORD}txbxContent"


@dataclass
class Block:
    """level: of a heading, from 1; 0 for the document's title; None for what is no heading.

    kind: p, h, ul, ol, blockquote, table or figure. html: what stands within its tag; of a table and a figure, whole.
    """

    kind: str
    html: str
    text: str
    level: int | None = None
    is_bold: bool = False
    bookmarks: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    pictures: int = 0
    proposed: list[int] = field(default_factory=list)


class Reader:
    """Reads the blocks of one part. One reader a document: notes and comments are known across its parts.

    take: makes a proposed figure of the picture with that id and description; its number, or None where it cannot.
    """

    def __init__(self, book: Book, styles: Styles, take: Callable[[str, str], int | None] | None = None) -> None:
        self.book, self.styles = book, styles
        self.take = take or (lambda _id, _words: None)

    def blocks(self, container: etree._Element) -> list[Block]:
        """Return the blocks in order; bookmarks between two paragraphs belong to the later one."""
        blocks: list[Block] = []
        waiting = Heard()
        carried: list[Piece] = []
        for element in self._elements(container):
            if element.tag == f"{WORD}p":
                carried = self._paragraph(element, carried, waiting, blocks)
            elif element.tag == f"{WORD}tbl":
                blocks += self._table(element, waiting)
            else:
                is_mark(element, self.book, waiting)
        if carried:
            blocks.append(Block("p", as_html(carried), plain(carried), comments=waiting.comments))
        elif waiting.comments and blocks:
            blocks[-1].comments += waiting.comments
        return blocks

    def _elements(self, container: etree._Element) -> Iterator[etree._Element]:
        for child in container.iterchildren(etree.Element):
            if child.tag in KNOWN:
                yield child
            elif child.tag == f"{COMPATIBLE}AlternateContent":
                yield from self._elements(next(child.iterchildren(etree.Element), child))
            elif child.tag not in (*GONE, f"{WORD}sectPr", f"{WORD}sdtPr", f"{WORD}sdtEndPr"):
                yield from self._elements(child)

    def _paragraph(
        self, element: etree._Element, carried: list[Piece], waiting: Heard, blocks: list[Block]
    ) -> list[Piece]:
        """Puts the paragraph to the others. What is left, where its end was deleted, goes on in the next one."""
        heard = Heard(waiting.bookmarks[:], waiting.comments[:])
        pieces = [*carried, *pieces_of(element, self.book, heard)]
        self.book.hear(" ")
        if _end_is_gone(element):
            waiting.bookmarks, waiting.comments = heard.bookmarks, heard.comments
            blocks += self._read_drawings(heard.drawn)
            return pieces
        waiting.bookmarks, waiting.comments = [], []
        block = self._block(element, pieces)
        block.bookmarks, block.comments = heard.bookmarks, heard.comments
        drawn = self._read_drawings(heard.drawn)
        if block.html or not drawn:
            blocks.append(block)
        else:
            drawn[0].bookmarks += heard.bookmarks
            drawn[0].comments += heard.comments
        blocks += drawn
        return []

    def _block(self, element: etree._Element, pieces: list[Piece]) -> Block:
        style = self.styles.of(element)
        is_heading = style.level is not None and bool(plain(pieces).strip())
        html, text = as_html(pieces, is_heading=is_heading), " ".join(plain(pieces).split())
        is_bold = bool(text) and all(piece.is_bold for piece in pieces if piece.text.strip() and not piece.is_note)
        if is_heading:
            return Block("h", html, text, level=style.level)
        return Block(style.list_kind or ("blockquote" if style.is_quote else "p"), html, text, is_bold=is_bold)

    def _read_drawings(self, drawings: Iterable[etree._Element]) -> list[Block]:
        """Text boxes as blocks of their own; our figures by their number; other pictures counted."""
        blocks: list[Block] = []
        for drawing in drawings:
            boxes = list(_text_boxes(drawing))
            for box in boxes:
                blocks += self.blocks(box)
            named = [properties.get("name") or "" for properties in drawing.iter(f"{DRAWING}docPr")]
            if ours := next((match for name in named if (match := FIGURE.match(name))), None):
                blocks.append(Block("figure", _figure(int(ours[1])), ""))
            elif not boxes:
                words = _words_in(drawing)
                taken = self._take_pictures(drawing)
                blocks.append(Block("p", as_html([Piece(words)]), words, pictures=0 if taken else 1))
                blocks += [Block("figure", _figure(number), "", proposed=[number]) for number in taken]
        return blocks

    def _take_pictures(self, drawing: etree._Element) -> list[int]:
        """Numbers of the proposed figures that the pictures of a drawing become."""
        words = next((properties.get("descr") or "" for properties in drawing.iter(f"{DRAWING}docPr")), "")
        drawn = drawing.iter(PICTURE, OLD_PICTURE)
        ids = [image.get(f"{RELATION}embed") or image.get(f"{RELATION}id") or "" for image in drawn]
        return [number for relation in ids if (number := self.take(relation, words)) is not None]

    def _table(self, table: etree._Element, waiting: Heard) -> list[Block]:
        rows = [row for row in _parts(table, "tr") if row.find(f"{WORD}trPr/{WORD}del") is None]
        cells = [[self._cell(cell) for cell in self._cells(row)] for row in rows]
        cells = [row for row in cells if row]
        inner = [block for row in cells for blocks, _span in row for block in blocks]
        bookmarks = [*waiting.bookmarks, *(name for block in inner for name in block.bookmarks)]
        comments = [*waiting.comments, *(number for block in inner for number in block.comments)]
        waiting.bookmarks, waiting.comments = [], []
        pictures = sum(block.pictures for block in inner)
        proposed = [number for block in inner for number in block.proposed]
        if not any(block.html for block in inner):
            return []
        if len(cells) == 1 and len(cells[0]) == 1:
            html, kind = _box_html([block for block in inner if block.html]), "aside"
        else:
            html, kind = _table_html(cells), "table"
        text = " ".join(block.text for block in inner)
        return [Block(kind, html, text, bookmarks=bookmarks, comments=comments, pictures=pictures, proposed=proposed)]

    def _cells(self, row: etree._Element) -> Iterator[etree._Element]:
        return (cell for cell in _parts(row, "tc") if cell.find(f"{WORD}tcPr/{WORD}cellDel") is None)

    def _cell(self, cell: etree._Element) -> tuple[list[Block], int]:
        """Its blocks, and how many columns it is wide."""
        span = cell.find(f"{WORD}tcPr/{WORD}gridSpan")
        value = (span.get(f"{WORD}val") or "1") if span is not None else "1"
        return self.blocks(cell), min(int(value), 60) if value.isascii() and value.isdigit() else 1


def _figure(number: int) -> str:
    return f'<figure data-number="{number}"></figure>'


def _parts(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, those within content controls too; not those of a table within."""
    for child in element.iterchildren(etree.Element):
        if child.tag == f"{WORD}{name}":
            yield child
        elif child.tag in (f"{WORD}sdt", f"{WORD}sdtContent", f"{WORD}ins", f"{WORD}customXml", f"{WORD}moveTo"):
            yield from _parts(child, name)


def _end_is_gone(paragraph: etree._Element) -> bool:
    ends = paragraph.find(f"{WORD}pPr/{WORD}rPr")
    return ends is not None and any(ends.find(tag) is not None for tag in GONE)


def _text_boxes(drawing: etree._Element) -> Iterator[etree._Element]:
    """The outermost ones, each once: what a newer Word reads, not the same again for an older."""
    for child in drawing.iterchildren(etree.Element):
        if child.tag == TEXT_BOX:
            yield child
        elif child.tag == f"{COMPATIBLE}AlternateContent":
            yield from _text_boxes(next(child.iterchildren(etree.Element), child))
        else:
            yield from _text_boxes(child)


def _words_in(drawing: etree._Element) -> str:
    """Words drawn as a picture of letters (WordArt), and the text of a DrawingML shape."""
    letters = [element.get("string") or "" for element in drawing.iter("{urn:schemas-microsoft-com:vml}textpath")]
    shapes = [e.text or "" for e in drawing.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}t")]
    return " ".join(" ".join([*letters, *shapes]).split())


def _box_html(blocks: list[Block]) -> str:
    """A table of one cell is a box; what stands out at its beginning is its title."""
    if blocks[0].is_bold and blocks[0].kind == "p":
        blocks[0].kind, blocks[0].html = "h", re.sub("</?strong>", "", blocks[0].html)
    return f"<aside>{to_html(blocks, first=3)}</aside>"


def _table_html(cells: list[list[tuple[list[Block], int]]]) -> str:
    rows = [[html for blocks, span in row for html in [_in_one_line(blocks), *([""] * (span - 1))]] for row in cells]
    width = max(map(len, rows))
    rows = [row + [""] * (width - len(row)) for row in rows]
    head = "".join(f'<th scope="col">{re.sub("</?strong>", "", cell)}</th>' for cell in rows[0])
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows[1:])
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _in_one_line(blocks: Iterable[Block]) -> str:
    """A cell holds one line; a table within a cell gives its words."""
    parts = [re.sub(r"<(?!/?(?:strong|em|a|span)\b)[^>]*>", " ", block.html) for block in blocks]
    return " ".join(" ".join(part for part in parts if part).split())


def to_html(blocks: Iterable[Block], *, first: int = 2) -> str:
    """Return HTML of richtext. first: the level that the highest heading within an area has."""
    out = []
    for kind, group in groupby((block for block in blocks if block.html), key=_group):
        inner = list(group)
        if kind in ("ul", "ol"):
            out.append(f"<{kind}>{''.join(f'<li>{block.html}</li>' for block in inner)}</{kind}>")
        elif kind == "blockquote":
            out.append(f"<blockquote><p>{'<br>'.join(block.html for block in inner)}</p></blockquote>")
        elif kind in ("table", "figure", "aside"):
            out += [block.html for block in inner]
        elif kind == "h":
            out += [_heading(block, first) for block in inner]
        else:
            out += [f"<p>{block.html}</p>" for block in inner]
    return "\n".join(out)


def _group(block: Block) -> str:
    return block.kind


def _heading(block: Block, first: int) -> str:
    level = min(max(block.level or first, first), 3)
    return f"<h{level}>{block.html}</h{level}>"
