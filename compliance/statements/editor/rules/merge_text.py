"""Two people changed one text: one text with the changes of both."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain

from compliance.statements.rules.difference import BREAK, STEPS_PER_WORD, steps_between
from compliance.statements.rules.text import sentences

type Pieces = list[str]
# What stands where both changed the same: from what stood before, theirs and mine.
type Settle = Callable[[Pieces, Pieces, Pieces], Pieces]


@dataclass(frozen=True, slots=True)
class Change:
    """What one of the two put in the place of the pieces from start to end of the earlier text."""

    start: int
    end: int
    pieces: Pieces
    is_mine: bool


def merge_texts(theirs: str, mine: str, earlier: str = "") -> str:
    """Return one text with the changes of both. earlier: the text both began from; empty where it is not known.

    Changes that do not touch are both made, by block and within a block by line or sentence. Where they touch, theirs
    stands before mine, with what they share once.
    """
    return BREAK.join(_merged(*map(_blocks, (earlier, theirs, mine)), settle=_block_by_block))


def _blocks(text: str) -> Pieces:
    return [block for block in text.split(BREAK) if block.strip()]


def _merged(earlier: Pieces, theirs: Pieces, mine: Pieces, *, settle: Settle) -> Pieces:
    merged: Pieces = []
    at = 0
    for start, end, changes in _regions([*_changes(earlier, theirs), *_changes(earlier, mine, is_mine=True)]):
        merged += earlier[at:start]
        at = end
        of_both = {change.is_mine for change in changes}
        versions = [_applied(earlier, changes, start, end, is_mine=side) for side in sorted(of_both)]
        is_one = len(versions) == 1 or versions[0] == versions[1]
        merged += versions[0] if is_one else settle(earlier[start:end], *versions)
    return merged + earlier[at:]


def _changes(earlier: Pieces, later: Pieces, *, is_mine: bool = False) -> Iterator[Change]:
    at = 0
    for is_kept, old, new in steps_between(earlier, later, looks=STEPS_PER_WORD * (len(earlier) + len(later))):
        if not is_kept:
            yield Change(at, at + len(old), list(new), is_mine)
        at += len(old)


def _regions(changes: list[Change]) -> Iterator[tuple[int, int, list[Change]]]:
    """The changes in order; those that overlap, or put something in at one place, together."""
    start = end = -1
    regions: list[Change] = []
    for change in sorted(changes, key=lambda each: (each.start, each.end)):
        if regions and (change.start < end or (change.start, change.end) == (start, end)):
            end = max(end, change.end)
            regions.append(change)
            continue
        if regions:
            yield start, end, regions
        start, end, regions = change.start, change.end, [change]
    if regions:
        yield start, end, regions


def _applied(earlier: Pieces, changes: list[Change], start: int, end: int, *, is_mine: bool) -> Pieces:
    pieces: Pieces = []
    for change in changes:
        if change.is_mine == is_mine:
            pieces += [*earlier[start : change.start], *change.pieces]
            start = change.end
    return pieces + earlier[start:end]


def _block_by_block(earlier: Pieces, theirs: Pieces, mine: Pieces) -> Pieces:
    if len(earlier) == len(theirs) == len(mine):
        return list(chain.from_iterable(map(_within, earlier, theirs, mine)))
    return _one_after_the_other(earlier, theirs, mine)


def _within(earlier: str, theirs: str, mine: str) -> Pieces:
    """One block that both changed; both of it where the two share no line or sentence."""
    if theirs in (earlier, mine):
        return [mine]
    if mine == earlier:
        return [theirs]
    has_lines = "\n" in earlier + theirs + mine
    cut = str.splitlines if has_lines else _sentences
    before, first, second = cut(earlier), cut(theirs), cut(mine)
    if not set(first) & set(second) and not (set(before) & set(first) and set(before) & set(second)):
        return [theirs, mine]
    return [("\n" if has_lines else " ").join(_merged(before, first, second, settle=_one_after_the_other))]


def _sentences(text: str) -> Pieces:
    return [sentence.text for sentence in sentences(text)]


def _one_after_the_other(_earlier: Pieces, theirs: Pieces, mine: Pieces) -> Pieces:
    steps = steps_between(theirs, mine, looks=STEPS_PER_WORD * (len(theirs) + len(mine)))
    return [piece for is_kept, old, new in steps for piece in (old if is_kept else [*old, *new])]
