"""A table of two facts in which no count from 1 to 4 can be read, or worked out from totals that stand elsewhere.

Source: docs/decisions/0005-small-numbers.md. Worked examples: tests/compliance/casework/rules/test_cell_suppression.py.
"""

from collections.abc import Sequence

from compliance.casework.rules.small_numbers import HIDDEN, MIN_SHOWN

# A reader who knows every total must be left with a range at least this wide for each hidden cell.
MIN_RANGE = 3

type Cell = tuple[int, int]


def suppress_cells(counts: Sequence[Sequence[int]]) -> list[list[int | str]]:
    """Hide counts from 1 to 4, and as many others as keep them from being worked out from row and column totals."""
    hidden = {
        (row, column) for row, line in enumerate(counts) for column, n in enumerate(line) if 0 < n < MIN_SHOWN
    }  # fmt: skip
    _complete_lines(counts, hidden)
    while weak := [cell for cell in sorted(hidden) if _range(counts, hidden, cell) < MIN_RANGE]:
        added = _next_for(counts, hidden, weak)
        if added is None:
            break
        hidden.add(added)
        _complete_lines(counts, hidden)
    return [
        [HIDDEN if (row, column) in hidden else n for column, n in enumerate(line)] for row, line in enumerate(counts)
    ]


def _complete_lines(counts: Sequence[Sequence[int]], hidden: set[Cell]) -> None:
    """Hide a second cell wherever a row or a column has exactly one."""
    changed = True
    while changed:
        changed = False
        for line in _lines(counts):
            if sum(cell in hidden for cell in line) == 1 and (added := _smallest(counts, hidden, line)):
                hidden.add(added)
                changed = True


def _lines(counts: Sequence[Sequence[int]]) -> list[list[Cell]]:
    rows = [[(row, column) for column in range(len(line))] for row, line in enumerate(counts)]
    return rows + [list(column) for column in zip(*rows, strict=True)]


def _smallest(counts: Sequence[Sequence[int]], hidden: set[Cell], line: list[Cell]) -> Cell | None:
    """Return the smallest cell that is still shown, a zero only where nothing else is."""
    shown = [cell for cell in line if cell not in hidden]
    return min(shown, key=lambda cell: (counts[cell[0]][cell[1]] == 0, counts[cell[0]][cell[1]]), default=None)


def _next_for(counts: Sequence[Sequence[int]], hidden: set[Cell], weak: list[Cell]) -> Cell | None:
    """Return the cell to hide next, None where hiding more would widen the range of no weak cell.

    The lines of the first weak cell come first. Where they are hidden as a whole, its total is too small for a range,
    and the next weak cell that can be helped has its turn: by its own lines, or else by the smallest cell anywhere.
    """
    if in_line := _next_in_line(counts, hidden, weak[0]):
        return in_line
    every_cell = [cell for line in _lines(counts)[: len(counts)] for cell in line]
    for cell in weak:
        if _range(counts, hidden, cell) < min(MIN_RANGE, _range(counts, set(every_cell), cell)):
            return _next_in_line(counts, hidden, cell) or _smallest(counts, hidden, every_cell)
    return None


def _next_in_line(counts: Sequence[Sequence[int]], hidden: set[Cell], cell: Cell) -> Cell | None:
    crossing = [line for line in _lines(counts) if cell in line]
    return next((smallest for line in crossing if (smallest := _smallest(counts, hidden, line))), None)


def _range(counts: Sequence[Sequence[int]], hidden: set[Cell], cell: Cell) -> int:
    """Return how far apart the lowest and the highest value are that the totals allow for a hidden cell.

    The cell can rise by as much as can be moved along a closed path of hidden cells that fall and rise in turn: the
    largest flow from its column to its row. It can fall by the largest flow the other way.
    """
    row, column = ("row", cell[0]), ("column", cell[1])
    up = _largest_flow(_moves(counts, hidden - {cell}), column, row)
    down = min(counts[cell[0]][cell[1]], _largest_flow(_moves(counts, hidden - {cell}), row, column))
    return up + down


type Node = tuple[str, int]


def _moves(counts: Sequence[Sequence[int]], hidden: set[Cell]) -> dict[Node, dict[Node, int]]:
    """By how much the cell between two lines can rise (row to column) and fall (column to row)."""
    moves: dict[Node, dict[Node, int]] = {}
    for row, column in hidden:
        moves.setdefault(("row", row), {})[("column", column)] = MIN_RANGE
        moves.setdefault(("column", column), {})[("row", row)] = counts[row][column]
    return moves


def _largest_flow(moves: dict[Node, dict[Node, int]], start: Node, end: Node) -> int:
    """Return the largest flow, or MIN_RANGE where it is larger."""
    for flow in range(MIN_RANGE):
        path = _path(moves, start, end)
        if not path:
            return flow
        for source, target in path:
            moves[source][target] -= 1
            moves[target][source] += 1
    return MIN_RANGE


def _path(moves: dict[Node, dict[Node, int]], start: Node, end: Node) -> list[tuple[Node, Node]]:
    """Return the steps of a shortest path on which at least one can be moved; none where there is no path."""
    came_from: dict[Node, Node] = {}
    waiting = [start]
    for node in waiting:
        for target, room in moves.get(node, {}).items():
            if room > 0 and target not in came_from and target != start:
                came_from[target] = node
                waiting.append(target)
    if end not in came_from:
        return []
    steps, node = [], end
    while node != start:
        steps.append((came_from[node], node))
        node = came_from[node]
    return steps
