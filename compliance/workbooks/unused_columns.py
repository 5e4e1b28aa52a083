"""Name the columns and cells of a sheet that are not used, in the words of the file, and say why. Pure.

See docs/requirements/suppliers.md#never-misread.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence

from openpyxl.utils import get_column_letter

from compliance.workbooks.headers import Header
from compliance.workbooks.labels import COLUMN_LABELS
from compliance.workbooks.messages import Message, truncate_value
from compliance.workbooks.types import Row, Sheet

# Kept as a note, like a column that we do not know.
NOTED_COLUMNS = frozenset({"vat_number"})
# Without the other column these say nothing that is stored.
NEEDED_COLUMNS = {
    "spend_currency": "annual_spend_gbp", "last_audit_scheme": "last_audit_date", "name_2": "supplier_name",
    "latitude": "longitude", "longitude": "latitude",
}  # fmt: skip


def name_unused_columns(
    sheet: Sheet, header: Header, *, have: Collection[str], grades: Collection[int], heading: Callable[[str], str]
) -> Iterator[Message]:
    """Yield a message about each column that is not used.

    have: the columns that the rows have. grades: positions of columns that are headed by a grade each.
    heading: what the file calls a column.
    """
    reasons = _find_reasons(header, have, grades)
    for position, (wording, other) in sorted(reasons.items()):
        letter = get_column_letter(position + 1)
        text = truncate_value(" ".join(header.texts[position].split()))
        values: dict[str, object] = {"column": text, "wording": wording, "other": other}
        if other:
            values |= {"meaning": str(COLUMN_LABELS[other]), "headings": {"other": heading(other) or other}}
        yield Message("W001", sheet.name, header.row or None, letter, text, values)


def _find_reasons(header: Header, have: Collection[str], grades: Collection[int]) -> dict[int, tuple[str, str]]:
    """Return the wording of the reason, and the other column that it names, by position."""
    chosen = {at: name for name, positions in header.rivals.items() for at in positions}
    used = set(header.fields.values())
    reasons = {
        at: ("W001 other", chosen[at]) if chosen.get(at) in used else ("W001", "")
        for at in header.unknown
        if at not in grades
    }
    reasons |= dict.fromkeys(header.left_out & reasons.keys(), ("W001 answer", ""))
    for at, name in header.fields.items():
        needed = NEEDED_COLUMNS.get(name)
        if name in NOTED_COLUMNS:
            reasons[at] = ("W001", "")
        elif needed and needed not in have:
            reasons[at] = ("W001 alone", needed)
        elif name == "timescale" and "due_date" in used:
            reasons[at] = ("W001 timescale", "due_date")
    return reasons


class UnusedCells:
    """Find cells that are below no header, and lines of a CSV file whose values have moved.

    sample: rows below the header, by which the usual length of a line is known.
    """

    def __init__(self, sheet: Sheet, header: Header, sample: Sequence[Row]) -> None:
        self.sheet, self.header = sheet, header
        self.width = max(header.texts, default=-1) + 1
        self.without_header = [at for at in range(self.width) if at not in header.texts] if header.row else []
        self.found: dict[int, tuple[int, int]] = {}  # the first row and the number of cells, by position
        self.usual_length = self._find_usual_length(sample)

    def _find_usual_length(self, sample: Sequence[Row]) -> int:
        """Return how many cells the header and most lines of a CSV file have; 0 for other files."""
        if self.sheet.name is not None or not self.header.row:
            return 0
        lengths = Counter([self.width, *(len(row.values) for row in sample)])
        length, count = lengths.most_common(1)[0]
        return max(length, self.width) if count * 2 > lengths.total() else 0

    def note(self, row: Row) -> None:
        """Count the cells of a row that are below no header."""
        length = len(row.values)
        if not self.without_header and length <= self.width:
            return
        for at in (*self.without_header, *range(self.width, length)):
            if at < length and row.values[at] not in (None, ""):
                first, count = self.found.get(at, (row.number, 0))
                self.found[at] = (first, count + 1)

    def name_columns(self) -> Iterator[Message]:
        """Yield a message about each column that has cells and no header."""
        for at, (first, count) in sorted(self.found.items()):
            letter = get_column_letter(at + 1)
            values: dict[str, object] = {"wording": "W001 no header", "column": letter, "n": f"{count:,}", "row": first}
            yield Message("W001", self.sheet.name, self.header.row or None, letter, f"column {letter}", values)

    def check_length(self, row: Row, column: str) -> Iterator[Message]:
        """Yield an error where a line has more cells than the others: a comma in a text has moved its values.

        One with fewer cells may have been broken in two; that is said. column: the one that the note is shown with.
        """
        length = len(row.values)
        if not self.usual_length or length == self.usual_length:
            return
        values: dict[str, object] = {"n": length, "usual": self.usual_length}
        if length > self.usual_length:
            values |= {"wording": "R019 cells", "column": ""}
            yield Message("R019", None, row.number, None, "", values)
        else:
            values |= {"wording": "W005 short row", "column": column}
            yield Message("W005", None, row.number, None, "", values)
