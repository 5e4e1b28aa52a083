"""Read what a report says of a finding outside its cells: a title above it, and a tick below a grade. Pure.

See docs/requirements/suppliers.md#audit-reports.
"""

from collections.abc import Iterator

from openpyxl.utils import get_column_letter

from compliance.workbooks.cells.text import as_text
from compliance.workbooks.choice_synonyms import choice_words
from compliance.workbooks.columns import FINDINGS
from compliance.workbooks.headers import Header, fold_header
from compliance.workbooks.messages import Message
from compliance.workbooks.types import Row, Value

TICKS = frozenset({"x", "✓", "✔", "☒", "☑", "■", "●", "•", "[x]", "(x)", "yes", "y", "true", "1"})
# What a title says of the rows below it, and what is put before their numbers, which begin again at 1.
TITLES = (
    *((word, "observation", "OBS") for word in ("observation", "beobachtung", "observacion", "观察项")),
    *(
        (word, "good_example", "GE")
        for word in (
            "good example",
            "positives beispiel",
            "gute praxis",
            "bonne pratique",
            "buena practica",
            "良好实践",
        )
    ),
)
OTHER_TITLES = (
    "non compliance",
    "non conform",
    "finding",
    "abweichung",
    "feststellung",
    "no conform",
    "hallazgo",
    "不符合",
)
MIN_GRADE_COLUMNS = 2


class FindingMarks:
    """Read titles of blocks and ticks below grades, for one sheet. grades: the header of each such column."""

    def __init__(self, header: Header) -> None:
        self.grades = _find_grade_columns(header)
        self.kind = self.prefix = ""

    def read_title(self, text: str) -> None:
        """Take the title of a block: it holds until the next one."""
        folded = fold_header(text)
        for word, kind, prefix in TITLES:
            if word in folded:
                self.kind, self.prefix = kind, prefix
                return
        if any(word in folded for word in OTHER_TITLES):
            self.kind = self.prefix = ""

    def complete(self, row: Row, sheet: str | None, values: dict) -> Iterator[Message]:
        """Add the kind and the grade that the row has by its place to its values, and yield what there is to say."""
        if self.kind and not values.get("kind"):
            values["kind"] = self.kind
            reference = str(values.get("finding_ref") or "")
            if reference.isdecimal():
                values["finding_ref"] = f"{self.prefix} {reference}"
                details = {"column": "finding_ref", "value": reference, "meaning": values["finding_ref"]}
                yield Message("W005", sheet, row.number, None, reference, details)
        ticked = {at: text for at, text in self.grades.items() if at < len(row.values) and _is_ticked(row.values[at])}
        if ticked:  # that no grade is ticked is said of the row
            letter, text = get_column_letter(min(ticked) + 1), " and ".join(ticked.values())
            details = {"column": "grade", "value": text}
            choice = choice_words("grades").find(text)
            if choice is None:
                details |= {"wording": "R003 format", "choices": "one grade with its box ticked"}
                yield Message("R003", sheet, row.number, letter, text, details)
            else:
                values |= {"grade": choice.code, "grade_as_written": text}
                details["meaning"] = choice_words("grades").label(choice.code)
                yield Message("W005", sheet, row.number, letter, text, details)


def _find_grade_columns(header: Header) -> dict[int, str]:
    """Return the columns that are headed by a grade each, where the report has no column of grades."""
    if header.kind != FINDINGS or "grade" in header.fields.values():
        return {}
    grades = choice_words("grades")
    columns = {at: " ".join(text.split()) for at, text in header.unknown.items() if grades.find(text)}
    return columns if len(columns) >= MIN_GRADE_COLUMNS else {}


def _is_ticked(value: Value) -> bool:
    return value not in (None, "") and as_text(value).strip().casefold() in TICKS
