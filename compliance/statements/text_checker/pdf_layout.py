"""The lines of one page of a PDF in the order in which people read them. Pure; units are the page's points."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

# So many lines beside each other, by turns, are two columns written row by row.
MIN_PAIRS = 4
# The lines of a column of prose; a table's cells are shorter.
MIN_LETTERS = 20
GAP, TALLER = 1.4, 0.15


@dataclass(frozen=True, slots=True)
class Row:
    """Where the line stands: left < right, bottom < top."""

    text: str
    left: float
    right: float
    bottom: float
    top: float

    @property
    def height(self) -> float:
        return self.top - self.bottom

    def is_beside(self, other: "Row") -> bool:
        return abs(self.bottom - other.bottom) < 0.5 * max(self.height, other.height) and (
            other.left >= self.right or self.left >= other.right
        )


def in_order(rows: Sequence[Row]) -> list[tuple[str, bool, float]]:
    """Return (text, is_apart, right) as dehyphenate.Line has them; right is counted from the column's left edge."""
    ordered = _rejoined(_unravelled(list(rows)))
    if not ordered:
        return []
    pitches = [a.bottom - b.bottom for a, b in pairwise(ordered) if 0 < a.bottom - b.bottom < 40]
    pitch = median(pitches) if pitches else 0
    lines, before = [], None
    for row in ordered:
        lines.append((row.text, before is not None and _is_apart(before, row, pitch), row.right - _edge(row, ordered)))
        before = row
    return lines


def _edge(row: Row, rows: list[Row]) -> float:
    """The left edge of the lines that share the row's column: those that begin within an inch of it."""
    return min(other.left for other in rows if abs(other.left - row.left) < 72)


def _is_apart(before: Row, row: Row, pitch: float) -> bool:
    drop = before.bottom - row.bottom
    if drop < 0:
        return False  # the next column
    is_taller = abs(before.height - row.height) > TALLER * max(before.height, row.height)
    return is_taller or (pitch > 0 and drop > GAP * pitch)


def _unravelled(rows: list[Row]) -> list[Row]:
    """Two columns that were written row by row, one after the other; anything else as it is."""
    gaps = [(a.right, b.left) for a, b in pairwise(rows) if a.is_beside(b) and a.left < b.left]
    middle = max(((a + b) / 2 for a, b in gaps), key=lambda x: sum(a < x < b for a, b in gaps), default=0.0)
    beside = [row for row in rows if row.right <= middle]
    is_prose = len(beside) >= MIN_PAIRS and median(len(row.text) for row in beside) >= MIN_LETTERS
    if not is_prose or sum(a < middle < b for a, b in gaps) < MIN_PAIRS:
        return rows
    ordered: list[Row] = []
    left: list[Row] = []
    right: list[Row] = []
    for row in rows:
        if row.left < middle < row.right:
            ordered += [*left, *right, row]
            left, right = [], []
        else:
            (left if row.right <= middle else right).append(row)
    return ordered + left + right


def _rejoined(rows: list[Row]) -> list[Row]:
    """What stands on one line after all is one line: words far apart in a justified one, a label and its value."""
    columns: list[Row] = []
    for row in rows:
        last = columns[-1] if columns else None
        if last and last.is_beside(row) and last.left < row.left:
            columns[-1] = Row(
                f"{last.text} {row.text}", last.left, row.right, min(last.bottom, row.bottom), max(last.top, row.top)
            )
        else:
            columns.append(row)
    return columns
