"""What changed from one text to another: by sentence, and by word within what changed."""

import re
from collections import Counter
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
# Beyond so many pairs of blocks, all of them are one change.
MAX_PAIRS = 2_500
MIN_LIKENESS = 0.4
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
    """Compare plain texts, one line a block, in time in proportion to them, however they are made.

    The runs without the added ones are the earlier text, without the removed ones the later.
    """
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
            yield from by_word(_join(old), _join(new))


def by_word(before: list[str], after: list[str], *, min_kept: int = MIN_KEPT_WORDS) -> Iterator[Step[str]]:
    """Yield steps of which two changes have at least min_kept words between them."""
    steps = steps_between(before, after, looks=STEPS_PER_WORD * (len(before) + len(after)))
    return _readable(list(steps), min_kept)


def _join(match: Pieces[tuple[str, ...]]) -> list[str]:
    return list(chain.from_iterable(match))


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


def _readable(steps: Sequence[Step[str]], min_kept: int) -> Iterator[Step[str]]:
    """Changes with fewer words than min_kept between them become one."""
    before: list[str] = []
    after: list[str] = []
    for index, (is_kept, old, new) in enumerate(steps):
        if is_kept and (index in (0, len(steps) - 1) or len(new) >= min_kept):
            if before or after:
                yield False, before, after
            before, after = [], []
            yield True, old, new
        else:
            before += old
            after += new
    if before or after:
        yield False, before, after


def pair_blocks(earlier: Sequence[str], later: Sequence[str], *, glue: str = BREAK) -> Iterator[tuple[str, str]]:
    """Pair what stands in the place of what; empty where something was added or removed."""
    for is_kept, old, new in steps_between(earlier, later, looks=STEPS_PER_WORD * (len(earlier) + len(later))):
        if is_kept:
            yield from zip(old, new, strict=True)
        elif len(old) * len(new) > MAX_PAIRS:
            yield glue.join(old), glue.join(new)
        else:
            yield from _pair_by_words(old, new)


def _pair_by_words(earlier: Sequence[str], later: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pair in order what has most words in common, in sum; what is left is added or removed, or one for the other."""
    likeness = [[get_likeness(old, new) for new in later] for old in earlier]
    best = [[0.0] * (len(later) + 1) for _ in range(len(earlier) + 1)]
    for row in reversed(range(len(earlier))):
        for column in reversed(range(len(later))):
            paired = best[row + 1][column + 1] + likeness[row][column]
            best[row][column] = max(paired, best[row + 1][column], best[row][column + 1])
    row = column = 0
    removed: list[str] = []
    added: list[str] = []
    while row < len(earlier) and column < len(later):
        if best[row][column] == best[row + 1][column]:
            removed.append(earlier[row])
            row += 1
        elif best[row][column] == best[row][column + 1]:
            added.append(later[column])
            column += 1
        else:
            yield from _replace(removed, added)
            yield earlier[row], later[column]
            removed, added = [], []
            row, column = row + 1, column + 1
    yield from _replace([*removed, *earlier[row:]], [*added, *later[column:]])


def _replace(removed: Sequence[str], added: Sequence[str]) -> Iterator[tuple[str, str]]:
    if len(removed) == len(added):
        yield from zip(removed, added, strict=True)
        return
    yield from ((old, "") for old in removed)
    yield from (("", new) for new in added)


def get_likeness(old: str, new: str) -> float:
    """Return the share of words that both have; 0 where it is too small for one to be the other, changed."""
    before, after = Counter(old.split()), Counter(new.split())
    share = 2 * (before & after).total() / (before.total() + after.total())
    return share if share >= MIN_LIKENESS else 0.0
