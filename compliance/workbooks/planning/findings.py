"""Plan a row of findings against the register: its audit, the finding, and one action where the row has one. Pure."""

from compliance.audits.choices import CLOSED_STATUSES, OPEN_STATUSES, FindingStatus
from compliance.suppliers.rules.references import fold_reference
from compliance.workbooks.planning import (
    Changes,
    Fields,
    Plan,
    Say,
    Values,
    actions,
    add_days,
    diff_fields,
    get_outcome,
)
from compliance.workbooks.planning.audits import AuditRegister
from compliance.workbooks.planning.suppliers import SupplierRegister, fields_from_columns
from compliance.workbooks.rules.findings import is_before_smeta_7
from portal.reference.audits import grade_days

AUDIT_FIELDS = {
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
FINDING_FIELDS = {
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
ACTION_COLUMNS = tuple(column for column in actions.ACTION_FIELDS if column not in FINDING_FIELDS)
OTHER_ISSUE = "OT99"


def plan_finding_row(values: Values, register: AuditRegister, sites: SupplierRegister, say: Say) -> Plan:
    """Return the plan of a row of findings; what is wrong is said."""
    audit_key = fold_reference(values["audit_ref"])
    site = register.find_site(
        values["site_ref"], values.get("site_country") or "", sites, fold_reference(values["site_ref"])
    )
    if site is None:
        say("R015", "site_ref", values["site_ref"])
        return Plan(get_outcome({}))
    changes: Changes = {}
    _plan_audit(changes, register, audit_key, site, values)
    if values.get("finding_ref"):
        key = (audit_key, fold_reference(values["finding_ref"]))
        # The action first: whether it may be verified rests on how the finding stood before this row.
        if _has_action(values, is_kept=(*key, 1) in register.actions):
            actions.plan_action(changes, register, (*key, 1), values, say)
        _plan_finding(changes, register, key, values, say)
    return Plan(get_outcome(changes), changes)


def _has_action(values: Values, *, is_kept: bool) -> bool:
    """Return whether the row makes an action, or changes the one that is kept; CLEAR empties only what is there."""
    if is_kept:
        return any(values.get(column) is not None for column in (*ACTION_COLUMNS, "completed_date"))
    return any(values.get(column) for column in ACTION_COLUMNS)


def _plan_audit(changes: Changes, register: AuditRegister, key: str, site: str, values: Values) -> None:
    wanted = fields_from_columns(values, AUDIT_FIELDS) | {"site": site}
    if not wanted.get("scheme_version") and str(wanted.get("scheme", "")).startswith("smeta"):
        wanted["scheme_version"] = "6.1" if is_before_smeta_7(dict(values)) else "7.0"
    current = register.audits.get(key)
    if current and fold_reference(current.get("audit_ref") or "") == key:
        wanted.pop("audit_ref")
    change = diff_fields(current, wanted)
    if change:
        changes["audit"] = change
        register.audits[key] = (current or {}) | wanted


def _plan_finding(changes: Changes, register: AuditRegister, key: tuple[str, str], values: Values, say: Say) -> None:
    wanted = fields_from_columns(values, FINDING_FIELDS)
    if values.get("timescale") is not None and "due_on" not in wanted:
        wanted["due_on"] = add_days(values.get("audit_end"), int(values["timescale"]))
    current = register.findings.get(key)
    if current is None:
        wanted = _defaults(values) | wanted
    elif current.get("status") == FindingStatus.VERIFIED_CLOSED and _differs(current, wanted):
        say("R017", "finding_ref", values["finding_ref"])
        return
    if actions.keep_open(current, wanted, None if "action" in changes else say):
        wanted["is_carried"] = True
    if values.get("new_or_carried") == "carried":
        wanted["is_carried"] = True
        if earlier := _get_earlier_finding(register, key[0], values, say):
            wanted["carried_from"] = earlier
    if wanted.get("closed_on") == "":
        wanted["closed_on"] = None
        if wanted.get("status", (current or {}).get("status")) in CLOSED_STATUSES and "action" not in changes:
            say("R021", "completed_date", None)
    is_reopened = (
        current is not None and current.get("status") in CLOSED_STATUSES and wanted.get("status") in OPEN_STATUSES
    )
    if is_reopened and not values.get("comment") and "action" not in changes:
        say("R001", "comment", None)
    if current is not None and wanted.get("status") == FindingStatus.VERIFIED_CLOSED and not register.is_verified(key):
        del wanted["status"]  # it stands as its actions do, and one of them is not verified
    was_closed = current is not None and current.get("status") in CLOSED_STATUSES
    if wanted.get("status") in CLOSED_STATUSES and not wanted.get("closed_on") and not was_closed:
        wanted["closed_on"] = values.get("audit_end")
    if current is not None:
        wanted.pop("finding_ref", None)
        if current.get("grade") == wanted.get("grade"):
            wanted.pop("grade_as_written", None)  # the first word for the same grade stays
        if values.get("issue_is_suggested"):
            wanted.pop("issue_code", None)  # a guess does not change what is kept
    change = diff_fields(current, wanted)
    if change:
        changes["finding"] = change
        register.findings[key] = (
            (current or {}) | wanted | {"is_coming": (current or {}).get("is_coming", current is None)}
        )


def _get_earlier_finding(register: AuditRegister, audit: str, values: Values, say: Say) -> str | None:
    """Return the key of the finding that this one carries on: of another audit of the same site."""
    reference = values.get("carried_from_ref")
    site = register.audits[audit].get("site")
    if not reference:
        return None
    if not register.has_earlier_finding(site, fold_reference(reference), than=audit):
        say("R016", "carried_from_ref", reference, is_warning=True, wording="R016 earlier")
        return None
    return fold_reference(reference)


def _differs(current: Fields, wanted: Fields) -> bool:
    return any(current.get(name) != value for name, value in wanted.items() if name != "finding_ref")


def _defaults(values: Values) -> Fields:
    """Return a new finding's fields where the file is silent: another issue, open, due by grade.

    See docs/requirements/suppliers.md#finding-due-dates.
    """
    days = grade_days().get(values.get("grade") or "")
    return {
        "issue_code": OTHER_ISSUE,
        "issue_is_suggested": bool(values.get("issue_is_suggested")) or not values.get("issue_code"),
        "status": FindingStatus.OPEN.value,
        "due_on": add_days(values.get("audit_end"), days),
    }
