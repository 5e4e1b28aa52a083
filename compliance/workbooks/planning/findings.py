"""A row of findings against the register: its audit, the finding, and one action where the row has one. Pure."""

from collections.abc import Mapping
from typing import Any

from compliance.audits.choices import CLOSED, OPEN, FindingStatus
from compliance.suppliers.rules.references import folded
from compliance.workbooks.planning import Changes, Fields, Plan, actions, compare, later, outcome_of
from compliance.workbooks.planning.audits import AuditRegister
from compliance.workbooks.planning.suppliers import Register, of_columns
from compliance.workbooks.rules.findings import is_before_7
from portal.reference.audits import grade_days

AUDIT = {
    "audit_ref": "audit_ref",
    "scheme": "scheme",
    "scheme_version": "scheme_version",
    "audit_type": "audit_type",
    "announcement": "announcement",
    "commissioned_by": "commissioned_by",
    "audit_company": "audit_company",
    "audit_start": "started_on",
    "audit_end": "ended_on",
    "overall_result": "overall_result",
    "no_findings": "has_no_findings",
}
FINDING = {
    "finding_ref": "finding_ref",
    "code_area": "code_area",
    "wr_reference": "wr_reference",
    "issue_code": "issue_code",
    "grade": "grade",
    "grade_as_written": "grade_as_written",
    "title": "title",
    "description": "description",
    "evidence": "evidence",
    "law_or_code": "law_or_code",
    "workers_affected": "workers_affected",
    "due_date": "due_on",
    "status": "status",
    "completed_date": "closed_on",
}
# What a finding's row says of its action alone; one of these makes an action, each column that is its own changes it.
OF_ACTION = tuple(column for column in actions.ACTION if column not in FINDING)
OTHER_ISSUE = "OT99"
EARLIER = "an earlier audit of this site"


def plan(values: Mapping[str, Any], register: AuditRegister, sites: Register, say: Any) -> Plan:
    audit_key = folded(values["audit_ref"])
    site = register.site(values["site_ref"], values.get("site_country") or "", sites, folded(values["site_ref"]))
    if site is None:
        say("R015", "site_ref", values["site_ref"])
        return Plan(outcome_of({}))
    changes: Changes = {}
    _audit(changes, register, audit_key, site, values)
    if values.get("finding_ref"):
        key = (audit_key, folded(values["finding_ref"]))
        # The action first: whether it may be verified rests on how the finding stood before this row.
        if _has_action(values, is_kept=(*key, 1) in register.actions):
            actions.put(changes, register, (*key, 1), values, say)
        _finding(changes, register, key, values, say)
    return Plan(outcome_of(changes), changes)


def _has_action(values: Mapping[str, Any], *, is_kept: bool) -> bool:
    """Whether the row makes an action, or changes the one that is kept; CLEAR empties only what is there."""
    if is_kept:
        return any(values.get(column) is not None for column in (*OF_ACTION, "completed_date"))
    return any(values.get(column) for column in OF_ACTION)


def _audit(changes: Changes, register: AuditRegister, key: str, site: str, values: Mapping[str, Any]) -> None:
    wanted = of_columns(values, AUDIT) | {"site": site}
    if not wanted.get("scheme_version") and str(wanted.get("scheme", "")).startswith("smeta"):
        wanted["scheme_version"] = "6.1" if is_before_7(dict(values)) else "7.0"
    kept = register.audits.get(key)
    if kept and folded(kept.get("audit_ref") or "") == key:
        wanted.pop("audit_ref")
    change = compare(kept, wanted)
    if change:
        changes["audit"] = change
        register.audits[key] = (kept or {}) | wanted


def _finding(changes: Changes, register: AuditRegister, key: tuple[str, str], values: Mapping[str, Any], say) -> None:
    wanted = of_columns(values, FINDING)
    if values.get("timescale") is not None and "due_on" not in wanted:
        wanted["due_on"] = later(values.get("audit_end"), int(values["timescale"]))
    kept = register.findings.get(key)
    if kept is None:
        wanted = _defaults(values) | wanted
    elif kept.get("status") == FindingStatus.VERIFIED_CLOSED and _differs(kept, wanted):
        say("R017", "finding_ref", values["finding_ref"])
        return
    if values.get("new_or_carried") == "carried":
        wanted["is_carried"] = True
        if earlier := _earlier(register, key[0], values, say):
            wanted["carried_from"] = earlier
    if wanted.get("closed_on") == "":
        wanted["closed_on"] = None
        if wanted.get("status", (kept or {}).get("status")) in CLOSED and "action" not in changes:
            say("R021", "completed_date", None)
    is_reopened = kept is not None and kept.get("status") in CLOSED and wanted.get("status") in OPEN
    if is_reopened and not values.get("comment") and "action" not in changes:
        say("R001", "comment", None)
    if kept is not None and wanted.get("status") == FindingStatus.VERIFIED_CLOSED and not register.is_verified(key):
        del wanted["status"]  # it stands as its actions do, and one of them is not verified
    was_closed = kept is not None and kept.get("status") in CLOSED
    if wanted.get("status") in CLOSED and not wanted.get("closed_on") and not was_closed:
        wanted["closed_on"] = values.get("audit_end")
    if kept is not None:
        wanted.pop("finding_ref", None)
        if kept.get("grade") == wanted.get("grade"):
            wanted.pop("grade_as_written", None)  # the first word for the same grade stays
        if values.get("issue_is_suggested"):
            wanted.pop("issue_code", None)  # a guess does not change what is kept
    change = compare(kept, wanted)
    if change:
        changes["finding"] = change
        register.findings[key] = (kept or {}) | wanted | {"is_coming": (kept or {}).get("is_coming", kept is None)}


def _earlier(register: AuditRegister, audit: str, values: Mapping[str, Any], say: Any) -> str | None:
    """The key of the finding that this one carries on: of another audit of the same site."""
    reference = values.get("carried_from_ref")
    site = register.audits[audit].get("site")
    if not reference:
        return None
    if not register.knows_earlier(site, folded(reference), than=audit):
        say("R016", "carried_from_ref", reference, is_warning=True, audit=EARLIER)
        return None
    return folded(reference)


def _differs(kept: Fields, wanted: Fields) -> bool:
    return any(kept.get(name) != value for name, value in wanted.items() if name != "finding_ref")


def _defaults(values: Mapping[str, Any]) -> Fields:
    """What a new finding has where the file says nothing: another issue, open, due by its grade (suppliers 2.1)."""
    days = grade_days().get(values.get("grade") or "")
    return {
        "issue_code": OTHER_ISSUE,
        "issue_is_suggested": bool(values.get("issue_is_suggested")) or not values.get("issue_code"),
        "status": FindingStatus.OPEN.value,
        "due_on": later(values.get("audit_end"), days),
    }
