"""A row of an action plan against the register (suppliers 6.3). Pure."""

from collections.abc import Mapping
from typing import Any

from compliance.audits.choices import CLOSED, FindingStatus, Unverifiable
from compliance.audits.rules.findings import unverifiable
from compliance.suppliers.rules.references import folded
from compliance.workbooks.cells.text import Bad, tidy
from compliance.workbooks.choice_synonyms import words
from compliance.workbooks.planning import Changes, Plan, compare, later, outcome_of, supplier_actions
from compliance.workbooks.planning.audits import AuditRegister, Sender
from portal.reference.synonyms import folded as plain

ACTION = {
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
LISTS = {"grade": "grades", "code_area": "areas"}
LONG = frozenset({"root_cause", "corrective_action", "preventive_action", "comment"})
DAYS = frozenset({"due_on", "completed_on", "verified_on"})
NEEDED = ("corrective_action", "status")


def plan(values: Mapping[str, Any], register: AuditRegister, say: Any) -> Plan:
    key = (folded(values["audit_ref"]), folded(values["finding_ref"]))
    finding = register.findings.get(key)
    if finding is None:
        say("R016", "finding_ref", values["finding_ref"], audit=values["audit_ref"])
        return Plan(outcome_of({}))
    changes: Changes = {}
    if register.is_of_supplier:
        supplier_actions.check_shown(values, say)
    else:
        _unchanged(finding, values, say)
    put(changes, register, (*key, int(values.get("action_no") or 1)), values, say)
    return Plan(outcome_of(changes), changes)


def _unchanged(finding: Mapping[str, Any], values: Mapping[str, Any], say: Any) -> None:
    """Grade, description and code area are shown on this sheet, and changed elsewhere (R022)."""
    for column, allowed in LISTS.items():
        written, kept = values.get(column), finding.get(column)
        as_written = finding.get("grade_as_written") if column == "grade" else None
        if written and written not in (kept, as_written):
            choice = words(allowed).find(written)
            if choice is None or choice.code != kept:
                say("R022", column, written)
    written, kept = values.get("description"), finding.get("description")
    if written and " ".join(written.split()) != " ".join(str(kept or "").split()):
        say("R022", "description", written)


def put(
    changes: Changes, register: AuditRegister, key: tuple[str, str, int], values: Mapping[str, Any], say: Any
) -> None:
    """One action to make or change; refusals are said.

    A finding that the same row brings is not in the register yet.
    """
    finding, kept = register.findings.get(key[:2], {}), register.actions.get(key)
    wanted = {name: values[column] for column, name in ACTION.items() if values.get(column) is not None}
    wanted = {name: (None if value == "" and name in DAYS else value) for name, value in wanted.items()}
    ended = register.audits.get(key[0], {}).get("ended_on")
    if values.get("timescale") is not None and "due_on" not in wanted:
        wanted["due_on"] = later(ended, int(values["timescale"]))
    wanted = {name: value for name, value in wanted.items() if not _reads_as(kept, name, value)}
    change = compare(kept, wanted)
    if change is None or not wanted:
        return
    for column in NEEDED:
        if wanted.get(column) == "":
            say("R001", column, None)
    after = (kept or {}) | wanted
    if "completed_on" in wanted and not wanted["completed_on"] and after.get("status") in CLOSED:
        say("R021", "completed_date", None)
    if register.is_of_supplier:
        supplier_actions.check(kept, finding, wanted, values, say)
    if FindingStatus.VERIFIED_CLOSED in (finding.get("status"), (kept or {}).get("status")):
        say("R017", "finding_ref", values["finding_ref"])
    elif wanted.get("status") == FindingStatus.VERIFIED_CLOSED and (
        why := _unverifiable(kept, finding, wanted, register.sender)
    ):
        say("R022", "status", words("finding_statuses").label(wanted["status"]), because=str(why.label))
    version, current = values.get("row_version"), (kept or finding).get("version")
    if version is not None and current is not None and version < current:
        say("R018", "row_version", version, date=(kept or finding).get("changed", ""))
    if wanted.get("due_on") and ended and str(wanted["due_on"]) < str(ended):
        say("R011", "due_date", wanted["due_on"], other="the audit's last day")
    if (
        kept
        and kept.get("status") == FindingStatus.CLOSED_UNVERIFIED
        and wanted.get("status") not in (None, *CLOSED)
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
    return unverifiable(
        is_verifier=sender.is_verifier,
        status=str((kept or {}).get("status") or FindingStatus.OPEN),
        by=sender.pk,
        hands=(kept or {}).get("hands", ()),
        has_evidence=bool((kept or {}).get("has_files")),
    )


def _reads_as(kept: Mapping[str, Any] | None, name: str, value: Any) -> bool:
    """Whether a text is what a download of the kept one reads as: line ends and hidden marks do not come back."""
    text = (kept or {}).get(name)
    if not (isinstance(text, str) and isinstance(value, str) and text):
        return False
    try:
        return tidy(text, is_long=name in LONG) == value
    except Bad:
        return False
