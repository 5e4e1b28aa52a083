"""Counts that could point at a person, hidden from those who prepare what is published.

Source: docs/decisions/0005-small-numbers.md. This is the view of staff; what is published is protected again.
"""

from collections.abc import Collection, Sequence
from typing import Any

MIN_SHOWN = 5
HIDDEN = "[c]"


def hide_small_numbers(
    # Any: cells of a table: labels, counts and blanks.
    rows: Sequence[Sequence[Any]],
    *,
    least: int = MIN_SHOWN,
    measures: Collection[int] = (),
    also: Collection[Any] = (),
) -> list[list[Any]]:
    """Hide the numbers of each row that holds a count from 1 to least - 1; text and zeros stay.

    Where the hidden rows would together be one row, or fewer than `least`, the smallest other row is hidden too, so
    that no total gives them away.

    measures: positions of columns that count nobody, such as minutes. They are hidden with their row only.
    also: first values of rows that are hidden in any case, because another table hides them.
    """
    counts = [_counts(row, measures) for row in rows]
    hidden = {index for index, row in enumerate(rows) if any(0 < n < least for n in counts[index]) or row[0] in also}
    while hidden and _gives_away(counts, hidden, least):
        others = {index: min(filter(None, row)) for index, row in enumerate(counts) if index not in hidden and any(row)}
        if not others:
            break
        hidden.add(min(others, key=others.__getitem__))
    return [_hide(row) if index in hidden else list(row) for index, row in enumerate(rows)]


def _counts(row: Sequence[Any], measures: Collection[int]) -> list[int]:
    """Return the row with 0 for what is no count, so that columns stay in their places."""
    return [value if isinstance(value, int) and index not in measures else 0 for index, value in enumerate(row)]


def _gives_away(counts: Sequence[Sequence[int]], hidden: Collection[int], least: int) -> bool:
    """Return whether the total of the hidden rows, which a reader can work out, is one row or a small number.

    A column whose own total is small is left out: hiding more of it would hide nothing.
    """
    columns = [column for column in zip(*counts, strict=True) if sum(column) >= least]
    sums = [sum(column[index] for index in hidden) for column in columns]
    return len(hidden) == 1 or any(0 < n < least for n in sums)


def _hide(row: Sequence[Any]) -> list[Any]:
    return [HIDDEN if isinstance(value, int) else value for value in row]
