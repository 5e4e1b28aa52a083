"""Ask a person to confirm the kind of a finding that we guessed: people may be in danger. Pure.

See docs/requirements/suppliers.md#issue-suggestions.
"""

from compliance.suppliers.rules.references import fold_reference
from compliance.workbooks.messages import Message
from compliance.workbooks.planning import Fields, Values
from compliance.workbooks.planning.audits import AuditRegister

QUESTION_CODE, ISSUE_COLUMN = "R019", "issue_code"
# Where a row keeps what a person answered, so that another comparison knows it.
ANSWER_KEY = "issue_answered"


def is_question(code: str, values: Values, is_warning: bool) -> bool:
    """Return whether a message asks for the kind of a finding."""
    return code == QUESTION_CODE and values.get("column") == ISSUE_COLUMN and not is_warning


def apply_answer(values: Fields, messages: list[Message], register: AuditRegister, answer: str | None) -> None:
    """Ask no more where a person has answered, here or in the register. answer: a code; "" is another kind."""
    if not values.get("issue_is_suggested"):
        return
    if answer is None and not _is_known(values, register):
        return
    messages[:] = [m for m in messages if not is_question(m.code, m.values, m.is_warning)]
    if answer is None:
        return
    values[ANSWER_KEY] = answer
    if answer:
        values[ISSUE_COLUMN] = answer
        del values["issue_is_suggested"]
    else:
        # Put in as a kind that the finding's own page asks about.
        del values[ISSUE_COLUMN]


def _is_known(values: Values, register: AuditRegister) -> bool:
    """Return whether the register holds this finding under that kind, or with these very words."""
    key = fold_reference(str(values.get("audit_ref") or "")), fold_reference(str(values.get("finding_ref") or ""))
    current = register.findings.get(key) or {}
    return any(current.get(name) == values.get(name) for name in (ISSUE_COLUMN, "description") if current.get(name))
