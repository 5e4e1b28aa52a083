"""Count what the guard has seen of one sheet so far, with the limits that stop it."""

from dataclasses import dataclass, field

from compliance.workbooks.guard import limits
from compliance.workbooks.guard.refusals import damaged, too_many, too_many_rows
from compliance.workbooks.types import FileRefused, Marks, Notes

MAX_MERGES = 100_000
LAST_ROW = 1_048_576


@dataclass(slots=True)
class SheetCounters:
    """Count what a sheet holds. errors: what a cell shows. unsolved: formulas without a result.

    formats: those that change what a value means. texts: of cells that a library would read with the words of others.
    """

    name: str
    is_hidden: bool = False
    rows: int = 0
    cells: int = 0
    last_row: int = 0  # of the rows with data
    farthest_row: int = 0  # also below the place where reading stops
    farthest_column: int = 0
    stopped_after: int | None = None
    errors: Marks = field(default_factory=Marks)
    unsolved: Marks = field(default_factory=Marks)
    formulas: Marks = field(default_factory=Marks)
    formats: Marks = field(default_factory=Marks)
    texts: Marks = field(default_factory=Marks)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: int = 0
    hidden_spans: list[tuple[int, int]] = field(default_factory=list)  # first and last column

    def takes(self, row: int) -> bool:
        """Return whether a row with data is still read: not below 200 empty ones."""
        if not 0 < row <= LAST_ROW:
            raise damaged()
        if self.stopped_after is None and row > self.last_row + limits.EMPTY_ROWS:
            self.stopped_after = self.last_row
        return self.stopped_after is None

    def row(self, number: int, *, cells: int, last_column: int, times: int = 1) -> None:
        """Count a row that takes() let in. times is how often it is repeated, as OpenDocument can say."""
        self.rows += times
        self.cells += cells * times
        self.last_row = number + times - 1
        self.spread(self.last_row, last_column)
        if last_column > limits.COLUMNS and not self.is_hidden:
            raise too_many("columns", self.name, last_column)

    def spread(self, row: int, column: int) -> None:
        self.farthest_row = max(self.farthest_row, row)
        self.farthest_column = max(self.farthest_column, column)

    def formula(self, row: int, column: int, *, is_solved: bool) -> None:
        self.formulas.mark(row, column)
        if not is_solved:
            self.unsolved.mark(row, column)

    def merge(self, *corners: int) -> None:
        if len(self.merges) < MAX_MERGES:
            self.merges.append((corners[0], corners[1], corners[2], corners[3]))

    def _hidden_columns(self) -> int:
        """Return hidden columns with data near them: people also hide everything to the right of their table."""
        spans = [range(first, min(last, self.farthest_column) + 1) for first, last in self.hidden_spans]
        return len(set().union(*spans))

    @property
    def is_scattered(self) -> bool:
        """Return whether the area between the first and the last cell is too large to be set aside as a whole."""
        return self.farthest_row * self.farthest_column > limits.DENSE_CELLS

    def over_limit(self) -> FileRefused | None:
        """Return the refusal of a sheet that is too large.

        Asked when the whole sheet was walked, so that it can tell the rows.
        """
        if self.rows > limits.ROWS_WITH_HEADER:
            return too_many_rows(self.name, self.rows)
        return too_many("cells", self.name, self.cells) if self.cells > limits.CELLS else None

    def notes(self) -> Notes:
        return Notes(
            has_errors=bool(self.errors),
            formulas=self.formulas,
            merges=tuple(self.merges),
            hidden_rows=self.hidden_rows,
            hidden_columns=self._hidden_columns(),
            stopped_after=self.stopped_after,
        )


def column_number(letters: bytes | str) -> int:
    """Return the number of a column's letters: A is 1, XFD is 16,384."""
    number = 0
    for letter in letters if isinstance(letters, bytes) else letters.encode():
        number = number * 26 + letter - 64
    return number
