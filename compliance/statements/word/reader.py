"""A Word document that came back, taken apart. Only in a process of its own. No Django here.

See docs/requirements/security.md#sandbox.
"""

import json
import re

from lxml import etree

from compliance.statements.types import ProposedPicture, ReadArea, ReadDocument, RefusedDocument
from compliance.statements.word.blocks import Block, Reader, to_html
from compliance.statements.word.bookmarks import VERSION, WORD, fold_line, is_own_line
from compliance.statements.word.inline import Book
from compliance.statements.word.pictures import Pictures
from compliance.statements.word.section_matching import Area, TooMany, split
from compliance.statements.word.styles import Styles
from portal.files.docx import MAIN, Unsafe, read_parts

RELS = "word/_rels/document.xml.rels"
RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
BODY, COMMENT = f"{WORD}body", f"{WORD}comment"
AROUND = re.compile(r"word/(header|footer)\d*\.xml$")
DIAGRAM = re.compile(r"word/diagrams/data\d*\.xml$")
SEPARATE = frozenset({"separator", "continuationSeparator", "continuationNotice"})
# Of all parts: a statement of ninety pages with thirty figures has 36,000, two thirds of them styles.
MAX_TAGS = 200_000
DRAWN_TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"


def read(order: bytes) -> ReadDocument | RefusedDocument:
    """Read a document. order: a line of JSON with "labels" (areas) and "ours" (our lines around it), and the file.

    Answers {"version": 16 characters or "", "areas": [{"code", "revision", "after", "html", "pictures", "proposed",
    "comments": [{"author", "at", "quote", "text"}]}]}, or {"refused": a key of PROBLEMS in services.word}.
    pictures: how many were only counted. proposed: those that can be figures, with their number in html, see pictures.
    """
    head, _line, body = order.partition(b"\n")
    request = json.loads(head)
    try:
        parts = read_parts(body)
        if sum(map(count_tags, parts.items())) > MAX_TAGS:
            return {"refused": "too_much"}
        return _read_document(parts, request["labels"], {fold_line(line) for line in request["ours"]})
    except Unsafe as problem:
        return {"refused": str(problem)}
    except TooMany:
        return {"refused": "too_many_chapters"}


def count_tags(part: tuple[str, bytes]) -> int:
    """Return how many tags begin or end in a part, given with its name; none in what is no XML."""
    name, content = part
    return content.count(b"<") if name.endswith((".xml", ".rels")) else 0


def _read_document(parts: dict[str, bytes], labels: dict[str, list[str]], ours: set[str]) -> ReadDocument:
    styles = Styles(_root(parts, "word/styles.xml"), _root(parts, "word/numbering.xml"))
    book = Book(links=_links(parts, RELS))
    for part, tag in (("footnotes", "footnote"), ("endnotes", "endnote")):
        book.notes |= _notes(_root(parts, f"word/{part}.xml"), part, tag, book)
    pictures = Pictures(parts, RELS)
    reader = Reader(book, styles, pictures.take)
    main = etree.fromstring(parts[MAIN])
    container = main.find(BODY)
    blocks = reader.blocks(main if container is None else container)
    around = _around(parts, Reader(book, styles))
    areas = [*split(blocks, labels), Area("", [*around, *_forgotten(book), *_diagrams(parts)])]
    comments = _comments(_root(parts, "word/comments.xml"), book)
    marks = (mark.get(f"{WORD}name") or "" for mark in main.iter(f"{WORD}bookmarkStart"))
    return {
        "version": next((match[1] for match in map(VERSION.match, marks) if match), ""),
        "areas": [
            area_data for area in areas if _has_content(area_data := _area(area, comments, ours, pictures.taken))
        ],
    }


def _area(
    area: Area, comments: dict[str, dict[str, str]], ours: set[str], taken: dict[int, ProposedPicture]
) -> ReadArea:
    numbers = dict.fromkeys(number for block in area.blocks for number in block.comments)
    return {
        "code": area.code,
        "revision": area.revision,
        "after": area.after,
        "html": to_html(block for block in area.blocks if _is_theirs(block, ours)),
        "pictures": sum(block.pictures for block in area.blocks),
        "proposed": [taken[number] for block in area.blocks for number in block.proposed],
        "comments": [comments[number] for number in numbers if number in comments],
    }


def _has_content(area: ReadArea) -> bool:
    return bool(area["code"] or area["html"] or area["comments"] or area["pictures"])


def _is_theirs(block: Block, ours: set[str]) -> bool:
    """Tell whether a block is not a line of ours: by its mark, or by its words in a file that has lost its marks."""
    if block.kind == "figure":
        return True
    return not is_own_line(block.bookmarks, block.text) and fold_line(block.text) not in ours


def _root(parts: dict[str, bytes], name: str) -> etree._Element | None:
    return etree.fromstring(parts[name]) if name in parts else None


def _links(parts: dict[str, bytes], name: str) -> dict[str, str]:
    root = _root(parts, name)
    relationships = () if root is None else root.iter(RELATIONSHIP)
    return {
        relationship.get("Id") or "": relationship.get("Target") or ""
        for relationship in relationships
        if relationship.get("TargetMode") == "External"
    }


def _notes(root: etree._Element | None, part: str, tag: str, book: Book) -> dict[tuple[str, str], str]:
    notes_by_id = {}
    for note in () if root is None else root.iter(f"{WORD}{tag}"):
        if note.get(f"{WORD}type") not in SEPARATE:
            blocks = Reader(book, Styles(None, None)).blocks(note)
            if words := " ".join(block.text for block in blocks if block.text):
                notes_by_id[part, note.get(f"{WORD}id") or ""] = words
    return notes_by_id


def _forgotten(book: Book) -> list[Block]:
    """Notes that nothing in the text refers to."""
    return [Block("p", _escaped(text), text) for key, text in book.notes.items() if key not in book.used_notes]


def _around(parts: dict[str, bytes], reader: Reader) -> list[Block]:
    """What stands above and below the pages, once, without page numbers."""
    blocks_by_id: dict[str, Block] = {}
    for name in sorted(filter(AROUND.match, parts)):
        for block in reader.blocks(etree.fromstring(parts[name])):
            if re.search(r"[^\W\d]", re.sub(r"^page\b|\bof\b", "", block.text, flags=re.I)):
                blocks_by_id.setdefault(block.text, block)
    return list(blocks_by_id.values())


def _diagrams(parts: dict[str, bytes]) -> list[Block]:
    texts = (
        " ".join(piece.text or "" for piece in etree.fromstring(parts[name]).iter(DRAWN_TEXT))
        for name in sorted(filter(DIAGRAM.match, parts))
    )
    return [Block("p", _escaped(text), text) for text in texts if text.strip()]


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _comments(root: etree._Element | None, book: Book) -> dict[str, dict[str, str]]:
    comments_by_id = {}
    for comment in () if root is None else root.iter(COMMENT):
        number = comment.get(f"{WORD}id") or ""
        blocks = Reader(Book(), Styles(None, None)).blocks(comment)
        text = "\n".join(block.text for block in blocks if block.text)
        if text:
            comments_by_id[number] = {
                "author": " ".join((comment.get(f"{WORD}author") or "").split())[:200],
                "at": (comment.get(f"{WORD}date") or "")[:10],
                "quote": " ".join("".join(book.quotes.get(number, [])).split())[:500],
                "text": text,
            }
    return comments_by_id
