"""The words of one paragraph, with what is bold, in italics, a link or a note. No Django here."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from html import escape
from itertools import groupby
from operator import attrgetter

from lxml import etree

from compliance.statements.word.bookmarks import COMPATIBLE, MATHS, RELATION, WORD

# What a reader of the paper does not see: properties, what was deleted or moved away, the orders of fields.
UNSEEN = frozenset(
    f"{WORD}{name}"
    for name in (
        *("pPr", "rPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "del", "moveFrom", "delText", "instrText"),
        *("delInstrText", "annotationRef", "footnoteRef", "endnoteRef", "separator", "continuationSeparator"),
        *("lastRenderedPageBreak", "softHyphen", "tblPr", "tblGrid", "rubyPr", "fldChar"),
    )
)
AS_TEXT = {
    f"{WORD}tab": " ",
    f"{WORD}ptab": " ",
    f"{WORD}br": "\n",
    f"{WORD}cr": "\n",
    f"{WORD}noBreakHyphen": "\u2011",
}
DRAWN = frozenset({f"{WORD}drawing", f"{WORD}pict", f"{WORD}object"})
NOTES = {f"{WORD}footnoteReference": "footnotes", f"{WORD}endnoteReference": "endnotes"}
OFF = frozenset({"0", "false", "off"})
# Characters of symbol fonts, which have no meaning of their own.
PRIVATE = range(0xE000, 0xF900)
# Blanks before and after a paragraph. The end is looked for from the first blank of each row of them alone.
_START = re.compile(r"^(?:<br>|\s)+")
_END = re.compile(r"(?<!\s)(?<!<br>)(?:<br>|\s)+$")
LINK = re.compile(r"(https://|mailto:)[^\s()<>\"]{1,2000}$")
MAX_MARKED, MAX_LINKED = 2000, 500
LOOK = attrgetter("is_bold", "is_italic", "href", "is_note")


@dataclass(frozen=True)
class Piece:
    """Words with one look. note: they stand in a note at the foot of the page."""

    text: str
    is_bold: bool = False
    is_italic: bool = False
    href: str = ""
    is_note: bool = False


@dataclass
class Heard:
    """What a paragraph holds beside its words: bookmarks, comments that begin, and what is drawn."""

    bookmarks: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    drawn: list[etree._Element] = field(default_factory=list)


@dataclass
class Book:
    """What the whole document knows: addresses of links, notes by part and number, and words that comments are on."""

    links: dict[str, str] = field(default_factory=dict)
    notes: dict[tuple[str, str], str] = field(default_factory=dict)
    quotes: dict[str, list[str]] = field(default_factory=dict)
    open_comments: set[str] = field(default_factory=set)
    used_notes: set[tuple[str, str]] = field(default_factory=set)

    def hear(self, text: str) -> None:
        for number in self.open_comments:
            self.quotes[number].append(text)


def pieces_of(element: etree._Element, book: Book, heard: Heard, look: Piece = Piece("")) -> Iterator[Piece]:
    """Return the pieces in the order of reading. heard is filled on the way."""
    for child in element.iterchildren(etree.Element):
        tag = child.tag
        if tag in UNSEEN:
            continue
        if tag in AS_TEXT:
            yield from _said(AS_TEXT[tag], look, book)
        elif tag in (f"{WORD}t", f"{MATHS}t"):
            yield from _said(child.text or "", look, book)
        elif tag == f"{WORD}sym":
            yield from _said(_symbol(child), look, book)
        elif tag in DRAWN:
            heard.drawn.append(child)
        elif tag == f"{COMPATIBLE}AlternateContent":
            yield from pieces_of(_one_of(child), book, heard, look)
        elif tag in NOTES:
            yield from _note(NOTES[tag], child, book)
        elif not is_mark(child, book, heard):
            yield from pieces_of(child, book, heard, _look(child, look, book))


def _said(text: str, look: Piece, book: Book) -> Iterator[Piece]:
    if text:
        book.hear(text)
        yield replace(look, text=text)


def _one_of(choices: etree._Element) -> etree._Element:
    """The first way that is offered to draw one thing: the others say the same again."""
    return next(choices.iterchildren(etree.Element), choices)


def _note(part: str, reference: etree._Element, book: Book) -> Iterator[Piece]:
    key = (part, reference.get(f"{WORD}id") or "")
    if text := book.notes.get(key):
        book.used_notes.add(key)
        yield Piece(text, is_note=True)


def is_mark(element: etree._Element, book: Book, heard: Heard) -> bool:
    """Tell whether it is a bookmark or the end of a comment, with nothing in it to read; it is heard then."""
    name, number = element.tag, element.get(f"{WORD}id") or ""
    if name == f"{WORD}bookmarkStart":
        heard.bookmarks.append(element.get(f"{WORD}name") or "")
    elif name == f"{WORD}commentRangeStart":
        book.open_comments.add(number)
        book.quotes.setdefault(number, [])
        heard.comments.append(number)
    elif name == f"{WORD}commentRangeEnd":
        book.open_comments.discard(number)
    elif name == f"{WORD}commentReference":
        if number not in book.quotes:
            book.quotes[number] = []
            heard.comments.append(number)
    else:
        return False
    return True


def _look(element: etree._Element, look: Piece, book: Book) -> Piece:
    if element.tag == f"{WORD}hyperlink":
        href = book.links.get(element.get(f"{RELATION}id") or "", "")
        return replace(look, href=href if LINK.match(href) else "")
    properties = element.find(f"{WORD}rPr") if element.tag == f"{WORD}r" else None
    if properties is None:
        return look
    return replace(
        look,
        is_bold=_is_on(properties.find(f"{WORD}b"), otherwise=look.is_bold),
        is_italic=_is_on(properties.find(f"{WORD}i"), otherwise=look.is_italic),
    )


def _is_on(element: etree._Element | None, *, otherwise: bool) -> bool:
    return otherwise if element is None else element.get(f"{WORD}val") not in OFF


def _symbol(element: etree._Element) -> str:
    try:
        code = int(element.get(f"{WORD}char") or "", 16)
    except ValueError:
        return ""
    return "" if code in PRIVATE or not 31 < code < 0x110000 or 0xD7FF < code < 0xE000 else chr(code)


def plain(pieces: Iterable[Piece]) -> str:
    """Return the words alone, white space as it is in the document; notes left out."""
    return "".join(piece.text for piece in pieces if not piece.is_note)


def as_html(pieces: Iterable[Piece], *, is_heading: bool = False) -> str:
    """Return HTML of richtext. Marks that could not be typed again are left out, never a word."""
    looks = (list(group) for _look, group in groupby(pieces, key=LOOK))
    joined = [replace(group[0], text="".join(piece.text for piece in group)) for group in looks]
    out: list[str] = []
    for index, piece in enumerate(joined):
        after = joined[index + 1].text if index + 1 < len(joined) else ""
        while piece.is_note and out and out[-1].endswith(" "):
            out[-1] = out[-1].rstrip(" ")
            out = out if out[-1] else out[:-1]
        before = out[-1][-1:] if out else ""
        if html := _html(replace(piece, is_bold=piece.is_bold and not is_heading), before, after):
            out.append(html)
    return _END.sub("", _START.sub("", "".join(out)))


def _html(piece: Piece, before: str, after: str) -> str:
    if piece.is_note:
        words = " ".join(piece.text.replace("[", "(").replace("]", ")").split())
        return f' <span class="footnote">{escape(words, quote=False)}</span>'
    if piece.href and "\n" not in piece.text and piece.text.strip() and len(piece.text) <= MAX_LINKED:
        start, words, end = _trimmed(piece.text.replace("[", "(").replace("]", ")"))
        return f'{start}<a href="{escape(piece.href)}">{escape(words, quote=False)}</a>{end}'
    return "<br>".join(_emphasised(line, piece, before, after) for line in piece.text.split("\n"))


def _emphasised(line: str, piece: Piece, before: str, after: str) -> str:
    start, words, end = _trimmed(line)
    text = escape(words, quote=False)
    if not words or "*" in words or len(words) > MAX_MARKED:
        return start + text + end
    if piece.is_bold:
        return f"{start}<strong>{text}</strong>{end}"
    stands_alone = not re.search(r"[*\w]$", before + start) and not re.match(r"[*\w]", end + after)
    return f"{start}<em>{text}</em>{end}" if piece.is_italic and stands_alone else start + text + end


def _trimmed(text: str) -> tuple[str, str, str]:
    """White space before, the words, white space after."""
    words = text.strip()
    if not words:
        return text, "", ""
    start = text.index(words)
    return text[:start], words, text[start + len(words) :]
