"""Counts that could point at a person, hidden from those who prepare what is published.

Source: docs/decisions/0005-small-numbers.md. This is the view of staff; what is published is protected again.
"""

from collections.abc import Sequence
from typing import Any

MIN_SHOWN = 5
HIDDEN = "[c]"


def hide_small_numbers(rows: Sequence[Sequence[Any]], *, least: int = MIN_SHOWN) -> list[list[Any]]:
    """Hide the numbers of each row that holds a count from 1 to least - 1; text and zeros stay.

    Where only one row would be hidden, the smallest other row is hidden too, so that no total gives the first away.
    """
    hidden = {index for index, row in enumerate(rows) if any(0 < number < least for number in _numbers(row))}
    if len(hidden) == 1:
        others = {index: _smallest(row) for index, row in enumerate(rows) if index not in hidden and any(_numbers(row))}
        hidden |= {min(others, key=others.__getitem__)} if others else set()
    return [_hide(row) if index in hidden else list(row) for index, row in enumerate(rows)]


def _numbers(row: Sequence[Any]) -> list[int]:
    return [value for value in row if isinstance(value, int)]


def _smallest(row: Sequence[Any]) -> int:
    return min(number for number in _numbers(row) if number)


def _hide(row: Sequence[Any]) -> list[Any]:
    return [HIDDEN if isinstance(value, int) else value for value in row]
