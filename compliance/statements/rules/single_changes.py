"""The changes of a text one by one, so that some can be used and others left out. Texts are simple marks (richtext.py).

Changes are told apart by block, within a block by line, and within a line by words. What cannot be used in part without
breaking a table, a box or formatting is one change.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import count

from compliance.statements.rules.difference import BREAK, by_word, pair_blocks
from compliance.statements.rules.richtext import to_html
from compliance.statements.rules.text import plain_text

# Part of formatting: words that hold one of these are used together with the rest of their line, or not at all.
FORMATTING = re.compile(r"[*\[\]|\\^>#`]|^:::|^\W+$")
BOX = ":::"
CONTEXT_WORDS = 6
# Two changes with a single word between them are one.
MIN_KEPT_WORDS = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """Words as they were and as they would be. number: of the change; 0 for words that stay."""

    old: str
    new: str
    number: int = 0

    def choose(self, chosen: Collection[int]) -> str:
        return self.new if not self.number or self.number in chosen else self.old


type Line = tuple[Piece, ...]
type Block = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One change for people to decide on: plain words, with a few that stay before and after."""

    number: int
    before: str
    removed: str
    added: str
    after: str


class Comparison:
    """Two texts, and the changes from one to the other."""

    def __init__(self, earlier: str, later: str) -> None:
        self._numbers = count(1)
        blocks = _split(earlier, BREAK), _split(later, BREAK)
        if any(line.startswith(BOX) for text in (earlier, later) for line in text.splitlines()) and _boxes_changed(
            *blocks
        ):
            self.blocks: list[Block] = [((self._change(earlier, later),),)]
        else:
            self.blocks = list(self._compare_blocks(*blocks))

    def apply(self, chosen: Collection[int]) -> str:
        """Return the earlier text with the chosen changes made."""
        blocks = []
        for block in self.blocks:
            lines = [" ".join(filter(None, (piece.choose(chosen) for piece in line))) for line in block]
            blocks.append("\n".join(filter(None, lines)))
        return BREAK.join(filter(None, blocks))

    @cached_property
    def changes(self) -> list[Change]:
        lines = [line for block in self.blocks for line in block]
        return [_describe(line, index) for line in lines for index, piece in enumerate(line) if piece.number]

    def _change(self, old: str, new: str) -> Piece:
        return Piece(old, new, next(self._numbers))

    def _compare_blocks(self, earlier: list[str], later: list[str]) -> Iterator[Block]:
        for old, new in pair_blocks(earlier, later):
            if old == new:
                yield ((Piece(old, new),),)
            elif not old or not new or BREAK in old + new or _is_other_table(old, new):
                yield ((self._change(old, new),),)
            else:
                yield tuple(self._compare_lines(old.split("\n"), new.split("\n")))

    def _compare_lines(self, earlier: list[str], later: list[str]) -> Iterator[Line]:
        for old, new in pair_blocks(earlier, later, glue="\n"):
            if old == new:
                yield (Piece(old, new),)
            elif not old or not new or "\n" in old + new:
                yield (self._change(old, new),)
            else:
                yield self._compare_words(old, new)

    def _compare_words(self, earlier: str, later: str) -> Line:
        steps = list(by_word(earlier.split(), later.split(), min_kept=MIN_KEPT_WORDS))
        changed = [word for is_kept, old, new in steps if not is_kept for word in (*old, *new)]
        is_whole = all(not is_kept for is_kept, _old, _new in steps)
        if is_whole or any(FORMATTING.search(word) for word in changed):
            return (self._change(earlier, later),)
        return tuple(
            Piece(" ".join(old), " ".join(new)) if is_kept else self._change(" ".join(old), " ".join(new))
            for is_kept, old, new in steps
        )


def _describe(line: Line, index: int) -> Change:
    piece = line[index]
    before = line[index - 1].new.split()[-CONTEXT_WORDS:] if index else []
    after = line[index + 1].new.split()[:CONTEXT_WORDS] if index + 1 < len(line) else []
    return Change(piece.number, " ".join(before), _plain(piece.old), _plain(piece.new), " ".join(after))


def _split(text: str, glue: str) -> list[str]:
    return [part.strip("\n") for part in text.split(glue) if part.strip()]


def _boxes_changed(earlier: list[str], later: list[str]) -> bool:
    return [block for block in earlier if BOX in block] != [block for block in later if BOX in block]


def _is_other_table(old: str, new: str) -> bool:
    """Return whether one of the two is a table, and the other none or one of other columns."""
    columns = [{line.count("|") for line in text.split("\n") if line.startswith("|")} for text in (old, new)]
    return columns[0] != columns[1]


def _plain(marks: str) -> str:
    return " ".join(plain_text(to_html(marks)).split())
