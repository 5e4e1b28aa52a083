"""Ask a person to confirm each line that was read from a PDF: what it looks like is no more than an offer. Pure.

See docs/requirements/suppliers.md#pdf-reports.
"""

from compliance.workbooks.messages import Message
from compliance.workbooks.planning import Fields, Values

QUESTION_CODE, LINE_COLUMN = "R019", "finding_ref"
QUESTION_WORDING, REFUSED_CODE, REFUSED_WORDING = "R019 pdf", "R013", "R013 pdf"
# Where a row keeps what a person answered, so that another comparison knows it.
ANSWER_KEY = "line_answered"


def is_question(code: str, values: Values) -> bool:
    """Return whether a message asks whether a line is a finding."""
    return code == QUESTION_CODE and values.get("column") == LINE_COLUMN


def apply_answer(values: Fields, messages: list[Message], place: tuple[str | None, int], answer: bool | None) -> None:
    """Ask about the line, or do what a person said. answer: None where nobody has said anything yet."""
    reference = str(values.get("finding_ref") or "")
    details: dict[str, object] = {"column": LINE_COLUMN, "value": reference}
    if answer is not None:
        values[ANSWER_KEY] = answer
    if answer is None:
        messages.append(Message(QUESTION_CODE, *place, None, reference, details | {"wording": QUESTION_WORDING}))
    elif not answer:
        messages[:] = [Message(REFUSED_CODE, *place, None, reference, details | {"wording": REFUSED_WORDING})]
