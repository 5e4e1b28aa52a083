"""Check a row of the sheet "Action plan", and the action-plan columns of a finding's row.

See docs/requirements/suppliers.md#action-rows.
"""

from compliance.audits.choices import CLOSED_STATUSES, FindingStatus

# What a download shows of a row before anybody fills it.
PREFILLED_COLUMNS = frozenset({"row_version", "grade", "grade_as_written", "code_area", "description"})


def check(values: dict, columns: frozenset[str], say) -> None:
    """Check a row of an action plan; one of our own download that nobody has filled passes."""
    changes = {name for name, value in values.items() if value is not None} - {"audit_ref", "finding_ref", "action_no"}
    if "row_version" in changes and changes <= PREFILLED_COLUMNS:
        return  # a row of our own download that nobody has filled
    if not values.get("corrective_action") and "status" not in changes:
        say("R001", "corrective_action", None)
    check_closing(values, say)


def check_closing(values: dict, say) -> None:
    """Check that a closed action says when; a verified one also by whom (R021)."""
    if values.get("status") in CLOSED_STATUSES and not values.get("completed_date"):
        say("R021", "completed_date", None)
    check_verified(values, say)


def check_verified(values: dict, say) -> None:
    """Check that a verified action says by whom and when (R021)."""
    if values.get("status") == FindingStatus.VERIFIED_CLOSED:
        for column in ("verified_by", "verified_date"):
            if not values.get(column):
                say("R021", column, None)
