"""The kind of a finding that we guessed and a person has to confirm: people may be in danger (suppliers 3.2). Pure."""

from collections.abc import Mapping
from typing import Any

from compliance.suppliers.rules.references import folded
from compliance.workbooks.messages import Message
from compliance.workbooks.planning.audits import AuditRegister

ASKED, COLUMN = "R019", "issue_code"
# Where a row keeps what a person answered, so that another comparison knows it.
ANSWER = "issue_answered"


def asks(code: str, values: Mapping[str, Any], is_warning: bool) -> bool:
    """Whether a message asks for the kind of a finding."""
    return code == ASKED and values.get("column") == COLUMN and not is_warning


def settle(values: dict[str, Any], messages: list[Message], register: AuditRegister, answer: str | None) -> None:
    """Ask no more where a person has answered, here or in the register. answer: a code; "" is another kind."""
    if not values.get("issue_is_suggested"):
        return
    if answer is None and not _is_known(values, register):
        return
    messages[:] = [m for m in messages if not asks(m.code, m.values, m.is_warning)]
    if answer is None:
        return
    values[ANSWER] = answer
    if answer:
        values[COLUMN] = answer
        del values["issue_is_suggested"]
    else:
        # Put in as a kind that the finding's own page asks about.
        del values[COLUMN]


def _is_known(values: Mapping[str, Any], register: AuditRegister) -> bool:
    """Whether the register holds this finding under that kind, or with these very words."""
    key = folded(str(values.get("audit_ref") or "")), folded(str(values.get("finding_ref") or ""))
    kept = register.findings.get(key) or {}
    return any(kept.get(name) == values.get(name) for name in (COLUMN, "description") if kept.get(name))
