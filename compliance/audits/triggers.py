"""What findings and actions repeat of their audits and sites, so that their lists sort and count by an index."""

from compliance.audits.choices import NOTE_GRADES, OPEN_STATUSES, AuditStatus, FindingStatus
from portal.core.triggers import DerivedColumns, Source


def _quote(codes: frozenset[str]) -> str:
    return ", ".join(f"'{code}'" for code in sorted(codes))


_IS_OPEN = f"{{row}}.status IN ({_quote(OPEN_STATUSES)})"
_IS_BREACH = f"{{row}}.grade NOT IN ({_quote(NOTE_GRADES)})"
_AUDIT = "FROM audits_audit AS audit WHERE audit.id = {row}.audit_id"
_AUDIT_COUNTS = f"EXISTS (SELECT 1 {_AUDIT} AND audit.status = '{AuditStatus.COMPLETE}')"
_OF_AUDIT = "{row}.audit_id = {source}.id"
FINDING_ORDER = DerivedColumns(
    table="audits_finding",
    name="order",
    values={
        "organisation_id": f"(SELECT audit.organisation_id {_AUDIT})",
        "audit_ended_on": f"(SELECT audit.ended_on {_AUDIT})",
    },
    keys=("audit_id",),
    sources=(Source("audits_audit", ("organisation_id", "ended_on"), _OF_AUDIT, is_parent=True),),
)
UNPLANNED = DerivedColumns(
    table="audits_finding",
    name="unplanned",
    values={
        "is_unplanned": (
            f"({_IS_OPEN} AND {_IS_BREACH} AND {_AUDIT_COUNTS}"  # noqa: S608 - our own names
            " AND NOT EXISTS (SELECT 1 FROM audits_action AS action WHERE action.finding_id = {row}.id))"
        )
    },
    keys=("audit_id", "status", "grade"),
    sources=(
        Source("audits_audit", ("status",), _OF_AUDIT, is_parent=True),
        Source("audits_action", ("finding_id",), "{row}.id = {source}.finding_id"),
    ),
)
# A finding that was carried over was open until the audit that it went to.
_CARRIED_ON = (
    "(SELECT MIN(later_audit.ended_on) FROM audits_finding AS later"  # noqa: S608 - our own names
    " JOIN audits_audit AS later_audit ON later_audit.id = later.audit_id"
    f" WHERE later.carried_from_id = {{row}}.id AND later_audit.status = '{AuditStatus.COMPLETE}')"
)
_OPENED_ON = f"(SELECT audit.ended_on {_AUDIT})"
_CLOSED_ON = f"COALESCE({{row}}.closed_on, {_CARRIED_ON}, {_OPENED_ON})"
_COUNTS = f"{_IS_BREACH} AND {{row}}.status <> '{FindingStatus.WITHDRAWN}' AND {_AUDIT_COUNTS}"


def _month(day: str) -> str:
    return f"SUBSTR(CAST({day} AS VARCHAR(10)), 1, 7)"


MONTHS = DerivedColumns(
    table="audits_finding",
    name="months",
    values={
        "opened_month": f"CASE WHEN {_COUNTS} THEN {_month(_OPENED_ON)} ELSE '' END",
        # One that was closed before its audit ended was never open.
        "closed_month": (
            f"CASE WHEN {_COUNTS} AND NOT {_IS_OPEN} THEN"
            f" CASE WHEN {_CLOSED_ON} > {_OPENED_ON} THEN {_month(_CLOSED_ON)} ELSE {_month(_OPENED_ON)} END"
            " ELSE '' END"
        ),
    },
    keys=("audit_id", "status", "grade", "closed_on"),
    sources=(
        Source("audits_audit", ("status", "ended_on"), _OF_AUDIT, is_parent=True),
        Source(
            "audits_audit",
            ("status", "ended_on"),
            "{row}.id IN (SELECT carried_from_id FROM audits_finding AS later WHERE later.audit_id = {source}.id)",
            name="later_audit",
        ),
        Source("audits_finding", ("carried_from_id", "audit_id"), "{row}.id = {source}.carried_from_id"),
    ),
)
_FINDING_AUDIT = (
    "FROM audits_finding AS finding JOIN audits_audit AS audit ON audit.id = finding.audit_id"
    " WHERE finding.id = {row}.finding_id"
)
ACTIONS = DerivedColumns(
    table="audits_action",
    name="order",
    values={
        "organisation_id": f"(SELECT audit.organisation_id {_FINDING_AUDIT})",
        "site_name": (
            "(SELECT place.name FROM suppliers_site AS place JOIN audits_audit AS audit ON audit.site_id = place.id"
            " JOIN audits_finding AS finding ON finding.audit_id = audit.id WHERE finding.id = {row}.finding_id)"
        ),
        "is_outstanding": (
            f"({_IS_OPEN} AND EXISTS (SELECT 1 {_FINDING_AUDIT} AND audit.status = '{AuditStatus.COMPLETE}'))"
        ),
        "is_unverified": (
            f"({{row}}.status = '{FindingStatus.CLOSED_UNVERIFIED}'"
            f" AND EXISTS (SELECT 1 {_FINDING_AUDIT} AND audit.status = '{AuditStatus.COMPLETE}'))"
        ),
    },
    keys=("finding_id", "status"),
    sources=(
        Source("audits_finding", ("audit_id",), "{row}.finding_id = {source}.id", is_parent=True),
        Source(
            "audits_audit",
            ("organisation_id", "site_id", "status"),
            "{row}.finding_id IN (SELECT id FROM audits_finding AS finding WHERE finding.audit_id = {source}.id)",
            lock="audits_finding WHERE audit_id = {source}.id",
        ),
        Source(
            "suppliers_site",
            ("name",),
            "{row}.finding_id IN (SELECT finding.id FROM audits_finding AS finding"
            " JOIN audits_audit AS audit ON audit.id = finding.audit_id WHERE audit.site_id = {source}.id)",
            lock="audits_finding WHERE audit_id IN (SELECT id FROM audits_audit WHERE site_id = {source}.id)",
        ),
    ),
)
PLANS = DerivedColumns(
    table="audits_carplan",
    name="order",
    values={"organisation_id": "(SELECT organisation_id FROM audits_finding WHERE id = {row}.finding_id)"},
    keys=("finding_id",),
    sources=(Source("audits_finding", ("organisation_id",), "{row}.finding_id = {source}.id", is_parent=True),),
    primary_key="finding_id",
)
TRIGGERS = (FINDING_ORDER, UNPLANNED, MONTHS, ACTIONS, PLANS)
