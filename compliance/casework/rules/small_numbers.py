"""Counts that could point at a person, hidden from those who prepare what is published.

Source: docs/decisions/0005-small-numbers.md. This is the view of staff; what is published is protected again.
"""

from collections.abc import Collection, Sequence
from typing import Any

MIN_SHOWN = 5
HIDDEN = "[c]"


def hide_small_numbers(
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
    hidden = {
        index for index, row in enumerate(rows) if any(0 < number < least for number in counts[index]) or row[0] in also
    }
    while hidden and _gives_away([counts[index] for index in hidden], least):
        others = {
            index: min(filter(None, counts[index]))
            for index in range(len(rows))
            if index not in hidden and any(counts[index])
        }
        if not others:
            break
        hidden.add(min(others, key=others.__getitem__))
    return [_hide(row) if index in hidden else list(row) for index, row in enumerate(rows)]


def _counts(row: Sequence[Any], measures: Collection[int]) -> list[int]:
    return [value for position, value in enumerate(row) if isinstance(value, int) and position not in measures]


def _gives_away(hidden: Sequence[Sequence[int]], least: int) -> bool:
    """Return whether the total of the hidden rows, which a reader can work out, is one row or a small number."""
    return len(hidden) == 1 or any(0 < sum(column) < least for column in zip(*hidden, strict=False))


def _hide(row: Sequence[Any]) -> list[Any]:
    return [HIDDEN if isinstance(value, int) else value for value in row]
