"""Check what a supplier's own workbook says of an action: as much as the page of its link, and no more. Pure."""

from typing import Any

from compliance.audits.choices import OPEN_STATUSES, FindingStatus
from compliance.audits.rules.findings import is_allowed_transition
from compliance.workbooks.choice_synonyms import choice_words
from compliance.workbooks.planning import Say, Values

EDITABLE_FIELDS = frozenset(
    {
        "root_cause", "corrective_action", "preventive_action", "responsible_name", "responsible_email",
        "completed_on", "evidence_name", "status", "comment",
    }
)  # fmt: skip
ALLOWED_STATUSES = (FindingStatus.IN_PROGRESS, FindingStatus.CLOSED_UNVERIFIED, FindingStatus.DISPUTED)
# The column of the sheet where it is named otherwise than the field.
COLUMN_NAMES = {"due_on": "due_date", "verified_on": "verified_date"}
READ_ONLY_COLUMNS = ("grade", "code_area", "description")


def check_read_only(values: Values, say: Say) -> None:
    """Refuse the columns that are only shown, right or not: a supplier learns no grade by guessing (R022)."""
    for column in READ_ONLY_COLUMNS:
        if values.get(column):
            say("R022", column, values[column])


def check_change(action: Values | None, finding: Values, wanted: Values, values: Any, say: Say) -> None:
    """Check a change. action: None where the supplier adds one. finding: its own. wanted: what the row would change."""
    if action is None:
        say("R022", "action_no", values.get("action_no"))
        return
    status = wanted.get("status")
    is_verified = FindingStatus.VERIFIED_CLOSED in (finding.get("status"), action.get("status"))  # said by the caller
    if not is_verified and action.get("status") not in OPEN_STATUSES:
        first = next(iter(wanted))
        say("R022", COLUMN_NAMES.get(first, first), values.get(COLUMN_NAMES.get(first, first)))
    elif not is_verified and status and status != FindingStatus.VERIFIED_CLOSED:
        _check_step(str(action["status"]), status, say)
    for name in wanted.keys() - EDITABLE_FIELDS:
        say("R022", COLUMN_NAMES.get(name, name), values.get(COLUMN_NAMES.get(name, name)))
    if status == FindingStatus.CLOSED_UNVERIFIED and not (
        action.get("has_files") or wanted.get("evidence_name") or action.get("evidence_name")
    ):
        say("R021", "evidence_file", None)


def _check_step(before: str, after: str, say: Say) -> None:
    if after not in ALLOWED_STATUSES:
        labels = [choice_words("finding_statuses").label(status) for status in ALLOWED_STATUSES]
        say("R003", "status", choice_words("finding_statuses").label(after), choices=", ".join(labels), suggestion="")
    elif not is_allowed_transition(before, after):
        say("R022", "status", choice_words("finding_statuses").label(after))
