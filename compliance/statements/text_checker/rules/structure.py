"""What a file tells of a line beside its words: heading, item of a list, row of a table.

A letter of the private use area stands at the head of such a line, or between two cells, until the text is written as
plain words for the checker or as simple marks for the editor. Pure.
"""

import re
from collections.abc import Iterable, Iterator

HEADING, BULLET, NUMBERED, ROW = "\ue010", "\ue011", "\ue012", "\ue013"
# Between cells: of a word processor, whose cells are lines of their own in the plain text; and on a line of a PDF.
CELL, GAP = "\ue014", "\ue015"
# Between two paragraphs within a cell.
BREAK = "\ue016"
KINDS = frozenset({HEADING, BULLET, NUMBERED, ROW})
_LINES = str.maketrans({CELL: "\n", BREAK: "\n", GAP: " ", **dict.fromkeys(KINDS, "")})
_SPACES = str.maketrans({CELL: " ", BREAK: " ", GAP: " ", **dict.fromkeys(KINDS, "")})
_FOREIGN = re.compile("[\ue010-\ue016]")
_TYPED_NUMBER = re.compile(r"\d{1,2}[.)]\s+(?=\S)")
PREFIXES = {HEADING: "## ", BULLET: "- ", NUMBERED: "1. "}


def without_foreign(text: str) -> str:
    """Return text of a file without the letters that mean something here."""
    return _FOREIGN.sub("", text)


def plain(text: str) -> str:
    """Return the words alone, one paragraph, item or cell a line."""
    return "\n".join(line for line in text.translate(_LINES).split("\n") if line.strip())


def plain_line(line: str) -> str:
    """Return the words of one line, cells beside each other."""
    return " ".join(line.translate(_SPACES).split())


def get_kind(line: str) -> str:
    """Return HEADING, BULLET, NUMBERED or ROW; "" for a paragraph. A typed number makes an item, too."""
    if line[:1] in KINDS:
        return line[:1]
    return NUMBERED if _TYPED_NUMBER.match(line) else ""


def as_marks(line: str) -> str:
    """Return the line as it is typed in the editor."""
    kind = get_kind(line)
    if kind == ROW:
        cells = (" ".join(cell.translate(_SPACES).split()) for cell in re.split(f"[{CELL}{GAP}]", line[1:]))
        return f"| {' | '.join(cell.replace('|', '\\|') for cell in cells)} |"
    words = plain_line(line)
    return PREFIXES[kind] + words if kind in PREFIXES and line[:1] == kind else words


def join_blocks(blocks: Iterable[str]) -> str:
    """Return blocks of marks set apart by blank lines; items of one list and rows of one table follow each other."""
    return "".join(_with_gaps(blocks))


def _with_gaps(blocks: Iterable[str]) -> Iterator[str]:
    before = None
    for block in blocks:
        kind = _get_mark(block)
        if before is not None:
            yield "\n" if kind and kind == before else "\n\n"
        yield block
        before = kind


def _get_mark(block: str) -> str:
    if block.startswith(("- ", "| ")):
        return block[:2]
    return "1" if _TYPED_NUMBER.match(block) else ""
