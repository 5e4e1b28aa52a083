"""A row of an action plan against the register (suppliers 6.3). Pure."""

from collections.abc import Mapping
from typing import Any

from compliance.audits.choices import CLOSED_STATUSES, FindingStatus, Unverifiable
from compliance.audits.rules.findings import get_verification_obstacle
from compliance.suppliers.rules.references import fold_reference
from compliance.workbooks.cells.text import UnreadableCell, tidy_text
from compliance.workbooks.choice_synonyms import choice_words
from compliance.workbooks.planning import Changes, Plan, add_days, diff_fields, get_outcome, supplier_actions
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


def plan_action_row(values: Mapping[str, Any], register: AuditRegister, say: Any) -> Plan:
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


def _check_shown_columns(finding: Mapping[str, Any], values: Mapping[str, Any], say: Any) -> None:
    """Grade, description and code area are shown on this sheet, and changed elsewhere (R022)."""
    for column, allowed in SHOWN_CHOICE_COLUMNS.items():
        written, kept = values.get(column), finding.get(column)
        as_written = finding.get("grade_as_written") if column == "grade" else None
        if written and written not in (kept, as_written):
            choice = choice_words(allowed).find(written)
            if choice is None or choice.code != kept:
                say("R022", column, written)
    written, kept = values.get("description"), finding.get("description")
    if written and " ".join(written.split()) != " ".join(str(kept or "").split()):
        say("R022", "description", written)


def plan_action(
    changes: Changes, register: AuditRegister, key: tuple[str, str, int], values: Mapping[str, Any], say: Any
) -> None:
    """One action to make or change; refusals are said.

    A finding that the same row brings is not in the register yet.
    """
    finding, kept = register.findings.get(key[:2], {}), register.actions.get(key)
    wanted = {name: values[column] for column, name in ACTION_FIELDS.items() if values.get(column) is not None}
    wanted = {name: (None if value == "" and name in DATE_FIELDS else value) for name, value in wanted.items()}
    ended = register.audits.get(key[0], {}).get("ended_on")
    if values.get("timescale") is not None and "due_on" not in wanted:
        wanted["due_on"] = add_days(ended, int(values["timescale"]))
    wanted = {name: value for name, value in wanted.items() if not _is_same_text(kept, name, value)}
    change = diff_fields(kept, wanted)
    if change is None or not wanted:
        return
    for column in REQUIRED_FIELDS:
        if wanted.get(column) == "":
            say("R001", column, None)
    after = (kept or {}) | wanted
    if "completed_on" in wanted and not wanted["completed_on"] and after.get("status") in CLOSED_STATUSES:
        say("R021", "completed_date", None)
    if register.is_of_supplier:
        supplier_actions.check_change(kept, finding, wanted, values, say)
    if FindingStatus.VERIFIED_CLOSED in (finding.get("status"), (kept or {}).get("status")):
        say("R017", "finding_ref", values["finding_ref"])
    elif wanted.get("status") == FindingStatus.VERIFIED_CLOSED and (
        why := _unverifiable(kept, finding, wanted, register.sender)
    ):
        say("R022", "status", choice_words("finding_statuses").label(wanted["status"]), because=str(why.label))
    version, current = values.get("row_version"), (kept or finding).get("version")
    if version is not None and current is not None and version < current:
        say("R018", "row_version", version, date=(kept or finding).get("changed", ""))
    if wanted.get("due_on") and ended and str(wanted["due_on"]) < str(ended):
        say("R011", "due_date", wanted["due_on"], other="the audit's last day")
    if (
        kept
        and kept.get("status") == FindingStatus.CLOSED_UNVERIFIED
        and wanted.get("status") not in (None, *CLOSED_STATUSES)
        and not wanted.get("comment")
    ):
        say("R001", "comment", None)
    # Whoever applies it looks once more whether it is still this version; after a row of the same file it is not.
    changes["action"] = change | {"version": None if (kept or {}).get("is_planned") else (kept or {}).get("version")}
    hands = {*(kept or {}).get("hands", ()), *([register.sender.pk] if "status" in change["fields"] else [])}
    register.actions[key] = after | {"is_planned": True, "hands": hands}


def _unverifiable(
    kept: Mapping[str, Any] | None, finding: Mapping[str, Any], wanted: Mapping[str, Any], sender: Sender
) -> Unverifiable | None:
    """As on the action's page. What comes with a finding that is new tells of the past: somebody else has verified it.

    Source: docs/decisions/0006-verified-by-workbook.md
    """
    if kept is None and sender.is_verifier and finding.get("is_coming", not finding):
        is_own = plain(str(wanted.get("verified_by") or "")) in sender.names
        return Unverifiable.OWN_HAND if is_own else None
    return get_verification_obstacle(
        is_verifier=sender.is_verifier,
        status=str((kept or {}).get("status") or FindingStatus.OPEN),
        by=sender.pk,
        hands=(kept or {}).get("hands", ()),
        has_evidence=bool((kept or {}).get("has_files")),
    )


def _is_same_text(kept: Mapping[str, Any] | None, name: str, value: Any) -> bool:
    """Whether a text is what a download of the kept one reads as: line ends and hidden marks do not come back."""
    text = (kept or {}).get(name)
    if not (isinstance(text, str) and isinstance(value, str) and text):
        return False
    try:
        return tidy_text(text, is_long=name in LONG_FIELDS) == value
    except UnreadableCell:
        return False
