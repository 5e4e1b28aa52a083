"""What changed from one text to another: by sentence, and by word within what changed."""

import re
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from enum import StrEnum
from itertools import chain

from compliance.statements.rules.text import sentences

# Looks for each word there is; when they are used up, the rest counts as changed.
STEPS_PER_WORD = 40
# Between two changes, fewer words than this are told again with them: single words that stayed are hard to read.
MIN_KEPT_WORDS = 3
BREAK = "\n\n"


class Kind(StrEnum):
    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Run:
    """Words in a row with one fate; an empty line between blocks."""

    kind: Kind
    text: str


type Pieces[P: Hashable] = Sequence[P]
type Step[P: Hashable] = tuple[bool, Pieces[P], Pieces[P]]


def compare_texts(earlier: str, later: str) -> list[Run]:
    """Plain texts, one line a block. The runs without the added ones are the earlier text, without the removed ones
    the later. Takes time in proportion to the texts, however they are made."""
    runs = []
    for is_kept, before, after in _by_sentence(earlier, later):
        for kind, words in [(Kind.KEPT, after)] if is_kept else [(Kind.REMOVED, before), (Kind.ADDED, after)]:
            if words:
                runs.append(Run(kind, re.sub(r" ?\n ?", BREAK, " ".join(words))))
    return runs


def _by_sentence(earlier: str, later: str) -> Iterator[Step[str]]:
    before, after = _sentences(earlier), _sentences(later)
    words = sum(map(len, before)) + sum(map(len, after))
    for is_kept, old, new in steps_between(before, after, looks=STEPS_PER_WORD * words):
        if is_kept:
            yield True, _join(old), _join(new)
        else:
            yield from _by_word(_join(old), _join(new))


def _by_word(before: list[str], after: list[str]) -> Iterator[Step[str]]:
    return _readable(list(steps_between(before, after, looks=STEPS_PER_WORD * (len(before) + len(after)))))


def _join(found: Pieces[tuple[str, ...]]) -> list[str]:
    return list(chain.from_iterable(found))


def _sentences(text: str) -> list[tuple[str, ...]]:
    """The words of each sentence; "\\n" after the last one of a block."""
    parts = sentences(text)
    return [(*part.text.split(), *(["\n"] if text[part.end : part.end + 1] == "\n" else [])) for part in parts]


class _Bounded[P: Hashable](SequenceMatcher[P]):
    """Finds nothing more once it has looked often enough: texts can be made on which it would look for minutes."""

    a: Pieces[P]
    b2j: dict[P, list[int]]

    def __init__(self, earlier: Pieces[P], later: Pieces[P], *, looks: int) -> None:
        super().__init__(None, earlier, later)
        self.looks = looks

    def find_longest_match(self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None) -> Match:
        self.looks -= sum(1 + len(self.b2j.get(piece, ())) for piece in self.a[alo:ahi])
        return super().find_longest_match(alo, ahi, blo, bhi) if self.looks >= 0 else Match(alo, blo, 0)


def steps_between[P: Hashable](earlier: Pieces[P], later: Pieces[P], *, looks: int) -> Iterator[Step[P]]:
    """Yield (whether it stayed, earlier, later) from the beginning to the end of both."""
    matcher = _Bounded(earlier, later, looks=looks)
    for tag, from_before, to_before, from_after, to_after in matcher.get_opcodes():
        yield tag == "equal", earlier[from_before:to_before], later[from_after:to_after]


def _readable(steps: Sequence[Step[str]]) -> Iterator[Step[str]]:
    """Changes with only a word or two between them become one."""
    before: list[str] = []
    after: list[str] = []
    for index, (is_kept, old, new) in enumerate(steps):
        if is_kept and (index in (0, len(steps) - 1) or len(new) >= MIN_KEPT_WORDS):
            if before or after:
                yield False, before, after
            before, after = [], []
            yield True, old, new
        else:
            before += old
            after += new
    if before or after:
        yield False, before, after
