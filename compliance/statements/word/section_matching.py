"""Which area of the statement each block of a Word document belongs to. No Django here.

An area begins at its bookmark; where that is lost, at its heading. What stands in none is kept as text without an area.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from compliance.statements.word.blocks import Block
from compliance.statements.word.bookmarks import AREA

NUMBERED = re.compile(r"^\s*(?:section|part|area|chapter)?\s*[\divx]+(?:\.\d+)*\s*[.:)\u2013-]?\s+", re.I)

# Of a document that is a statement.
MAX_PARTS = 500

# Headings by which an area is known: code -> its names, in the languages that it may have been written in.
Labels = Mapping[str, Sequence[str]]


class TooMany(ValueError):
    """More chapters than MAX_PARTS: no statement has them."""


@dataclass(eq=False)
class Area:
    """code: empty for text without an area; after: the area that it came after.

    revision: how often the area had been saved when the document was made; None where its bookmark is lost.
    """

    code: str
    blocks: list[Block] = field(default_factory=list)
    revision: int | None = None
    after: str = ""


def split(blocks: Sequence[Block], labels: Labels) -> list[Area]:
    """Return the areas in the order of the document; one that was cut in two is joined where its first part is.

    Raises TooMany.
    """
    starts = _starts(blocks, labels)
    areas: list[Area] = []
    of_code: dict[str, Area] = {}
    area = Area("")
    last = ""
    for index, block in enumerate(blocks):
        if index in starts:
            code, revision = starts[index]
            if code not in of_code:
                of_code[code] = _new(areas, Area(code, [], revision))
            area = of_code[code]
            area.revision = revision if area.revision is None else area.revision
            last = code
            if not _is_heading_of(block, labels[code]):
                area.blocks.append(block)
            elif block.comments:
                area.blocks.append(Block("p", "", "", comments=block.comments))
        elif block.kind == "h" and (block.level or 0) <= 1:
            # A chapter that is none of ours.
            area = _new(areas, Area("", [block], after=last))
        else:
            if not areas:  # what stands before every heading
                _new(areas, area)
            area.blocks.append(block)
    return areas


def _new(match: list[Area], area: Area) -> Area:
    if len(match) >= MAX_PARTS:
        raise TooMany
    match.append(area)
    return area


def _starts(blocks: Sequence[Block], labels: Labels) -> dict[int, tuple[str, int | None]]:
    """By place: the area that begins there, and its revision."""
    starts: dict[int, tuple[str, int | None]] = {}
    for index, block in enumerate(blocks):
        for match in filter(None, map(AREA.match, block.bookmarks)):
            if match[1] in labels and index not in starts:
                starts[index] = (match[1], int(match[2]))
    marked = {code for code, _revision in starts.values()}
    names = {_fold(label): code for code, some in labels.items() for label in some}
    for index, block in enumerate(blocks):
        code = names.get(_fold(block.text)) or names.get(_fold(NUMBERED.sub("", block.text)))
        if code in marked and (block.level or 0) > 1:
            # A heading within a text that is called like another part, which has its own mark.
            continue
        stands_out = block.kind == "h" or (block.kind == "p" and block.is_bold)
        if code and index not in starts and (stands_out or (block.kind in ("p", "ol") and code not in marked)):
            starts[index] = (code, None)
    return starts


def _is_heading_of(block: Block, labels: Sequence[str]) -> bool:
    """A heading that somebody gave other words stays in the text: no word is lost."""
    forms = {_fold(block.text), _fold(NUMBERED.sub("", block.text))}
    return bool(forms & {_fold(label) for label in labels}) or not block.text


def _fold(text: str) -> str:
    return " ".join(text.replace("\u2019", "'").replace("\u2011", "-").split()).strip(" .:").casefold()
