"""Plan a row of an action plan against the register. Pure (docs/requirements/suppliers.md#action-rows)."""

from typing import Any

from compliance.audits.choices import CLOSED_STATUSES, OPEN_STATUSES, FindingStatus, Unverifiable
from compliance.audits.rules.findings import get_verification_obstacle
from compliance.suppliers.rules.references import fold_reference
from compliance.workbooks.cells.text import UnreadableCell, tidy_text
from compliance.workbooks.choice_synonyms import choice_words
from compliance.workbooks.planning import (
    Changes,
    Fields,
    Plan,
    Say,
    Values,
    add_days,
    diff_fields,
    get_outcome,
    supplier_actions,
)
from compliance.workbooks.planning.audits import AuditRegister, Sender
from portal.reference.synonyms import fold as plain

ACTION_FIELDS = {
    "root_cause": "root_cause",
    "corrective_action": "corrective_action",
    "preventive_action": "preventive_action",
    "responsible_name": "responsible_name",
    "responsible_email": "responsible_email",
    "due_date": "due_on",
    "completed_date": "completed_on",
    "verification_method": "verification_method",
    "verified_by": "verified_by",
    "verified_date": "verified_on",
    "evidence_file": "evidence_name",
    "status": "status",
    "comment": "comment",
}
# The words of the columns that an action plan only shows.
SHOWN_CHOICE_COLUMNS = {"grade": "grades", "code_area": "areas"}
LONG_FIELDS = frozenset({"root_cause", "corrective_action", "preventive_action", "comment"})
DATE_FIELDS = frozenset({"due_on", "completed_on", "verified_on"})
REQUIRED_FIELDS = ("corrective_action", "status")


def plan_action_row(values: Values, register: AuditRegister, say: Say) -> Plan:
    """Return the plan of a row of an action plan; what is wrong is said."""
    key = (fold_reference(values["audit_ref"]), fold_reference(values["finding_ref"]))
    finding = register.findings.get(key)
    if finding is None:
        say("R016", "finding_ref", values["finding_ref"], audit=values["audit_ref"])
        return Plan(get_outcome({}))
    changes: Changes = {}
    if register.is_of_supplier:
        supplier_actions.check_read_only(values, say)
    else:
        _check_shown_columns(finding, values, say)
    plan_action(changes, register, (*key, int(values.get("action_no") or 1)), values, say)
    return Plan(get_outcome(changes), changes)


def _check_shown_columns(finding: Values, values: Values, say: Say) -> None:
    """Refuse changes of grade, description and code area, which this sheet only shows (R022)."""
    for column, allowed in SHOWN_CHOICE_COLUMNS.items():
        value, current = values.get(column), finding.get(column)
        as_written = finding.get("grade_as_written") if column == "grade" else None
        if value and value not in (current, as_written):
            choice = choice_words(allowed).find(value)
            if choice is None or choice.code != current:
                say("R022", column, value)
    value, current = values.get("description"), finding.get("description")
    if value and " ".join(value.split()) != " ".join(str(current or "").split()):
        say("R022", "description", value)


def plan_action(changes: Changes, register: AuditRegister, key: tuple[str, str, int], values: Values, say: Say) -> None:
    """Add one action to make or change; refusals are said.

    A finding that the same row brings is not in the register yet.
    """
    finding, current = register.findings.get(key[:2], {}), register.actions.get(key)
    wanted = {name: values[column] for column, name in ACTION_FIELDS.items() if values.get(column) is not None}
    wanted = {name: (None if value == "" and name in DATE_FIELDS else value) for name, value in wanted.items()}
    audit_end = register.audits.get(key[0], {}).get("ended_on")
    if values.get("timescale") is not None and "due_on" not in wanted:
        wanted["due_on"] = add_days(audit_end, int(values["timescale"]))
    wanted = {name: value for name, value in wanted.items() if not _is_same_text(current, name, value)}
    keep_open(current, wanted, say)
    change = diff_fields(current, wanted)
    if change is None or not wanted:
        return
    for column in REQUIRED_FIELDS:
        if wanted.get(column) == "":
            say("R001", column, None)
    after = (current or {}) | wanted
    if "completed_on" in wanted and not wanted["completed_on"] and after.get("status") in CLOSED_STATUSES:
        say("R021", "completed_date", None)
    if register.is_of_supplier:
        supplier_actions.check_change(current, finding, wanted, values, say)
    if FindingStatus.VERIFIED_CLOSED in (finding.get("status"), (current or {}).get("status")):
        say("R017", "finding_ref", values["finding_ref"])
    elif wanted.get("status") == FindingStatus.VERIFIED_CLOSED and (
        why := _unverifiable(current, finding, wanted, register.sender)
    ):
        say("R022", "status", choice_words("finding_statuses").label(wanted["status"]), because=str(why.label))
    version, current_version = values.get("row_version"), (current or finding).get("version")
    if version is not None and current_version is not None and version < current_version:
        say("R018", "row_version", version, date=(current or finding).get("changed", ""))
    if wanted.get("due_on") and audit_end and str(wanted["due_on"]) < str(audit_end):
        say("R011", "due_date", wanted["due_on"], other="the last day of the audit")
    if (
        current
        and current.get("status") == FindingStatus.CLOSED_UNVERIFIED
        and wanted.get("status") not in (None, *CLOSED_STATUSES)
        and not wanted.get("comment")
    ):
        say("R001", "comment", None)
    # Whoever applies it looks once more whether it is still this version; after a row of the same file it is not.
    changes["action"] = change | {
        "version": None if (current or {}).get("is_planned") else (current or {}).get("version")
    }
    hands = {*(current or {}).get("hands", ()), *([register.sender.pk] if "status" in change["fields"] else [])}
    register.actions[key] = after | {"is_planned": True, "hands": hands}


def keep_open(current: Fields | None, wanted: Fields, say: Say | None) -> bool:
    """Read "carried over" as still open: only the finding of a later audit ends the one that it goes on from.

    current: the finding or action as it is kept. wanted: the fields to write, changed here. say: None where the row has
    said it. Returns whether it was read so. See docs/requirements/suppliers.md#carried-over.
    """
    before = (current or {}).get("status")
    if wanted.get("status") != FindingStatus.CARRIED_OVER or before == FindingStatus.CARRIED_OVER:
        return False
    wanted["status"] = before if before in OPEN_STATUSES else FindingStatus.OPEN.value
    if say:
        label = choice_words("finding_statuses").label
        say("W005", "status", label(FindingStatus.CARRIED_OVER), meaning=label(wanted["status"]))
    return True


def _unverifiable(current: Values | None, finding: Values, wanted: Values, sender: Sender) -> Unverifiable | None:
    """Return why the sender may not verify, as on the action's page; None where nothing is against it.

    What comes with a finding that is new tells of the past: somebody else has verified it.
    Source: docs/decisions/0006-verified-by-workbook.md
    """
    if current is None and sender.is_verifier and finding.get("is_coming", not finding):
        is_own = plain(str(wanted.get("verified_by") or "")) in sender.names
        return Unverifiable.OWN_HAND if is_own else None
    return get_verification_obstacle(
        is_verifier=sender.is_verifier,
        status=str((current or {}).get("status") or FindingStatus.OPEN),
        by=sender.pk,
        hands=(current or {}).get("hands", ()),
        has_evidence=bool((current or {}).get("has_files")),
    )


def _is_same_text(current: Values | None, name: str, value: Any) -> bool:
    """Return whether a text reads as a download of the current one: line ends and hidden marks do not come back."""
    text = (current or {}).get(name)
    if not (isinstance(text, str) and isinstance(value, str) and text):
        return False
    try:
        return tidy_text(text, is_long=name in LONG_FIELDS) == value
    except UnreadableCell:
        return False
