"""The summary of one site's audits in one row of facts. Pure (docs/requirements/suppliers.md#site-facts)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from compliance.audits.choices import (
    OPEN_STATUSES,
    Announcement,
    AuditStatus,
    AuditType,
    CommissionedBy,
    FindingStatus,
    Grade,
    ManagementGrade,
    Strength,
)
from compliance.audits.rules import findings as rules

# No code to measure against, or data without a judgement.
SCHEMES_WITHOUT_CODE = frozenset({"slcp", "other"})
NOT_INDEPENDENT_COMMISSIONERS = frozenset({CommissionedBy.OWN_STAFF, CommissionedBy.SUPPLIER_STAFF})
LABOUR_AREAS = ("1", "1A", "4")
HOMEWORK_ISSUE = "FL24"
COUNTED_GRADES = {
    Grade.BUSINESS_CRITICAL: "open_business_critical",
    Grade.CRITICAL: "open_critical",
    Grade.MAJOR: "open_major",
    Grade.MINOR: "open_minor",
    Grade.CAR: "open_car",
}


@dataclass(frozen=True)
class AuditFacts:
    """The facts of one audit that count."""

    pk: int
    scheme: str
    kind: str
    announcement: str
    commissioned_by: str
    ended_on: date
    expires_on: date
    status: str
    is_stub: bool
    management_grades: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class FindingFacts:
    """The facts of one finding that count."""

    audit: int
    issue_code: str
    grade: str
    status: str
    closed_on: date | None


@dataclass(frozen=True)
class ActionFacts:
    """The facts of one action that count."""

    audit: int
    status: str
    due_on: date | None


def is_credited(audit: AuditFacts) -> bool:
    """Return whether an audit is independent, measured against a code and seen: no draft, no self-assessment, no date
    that a list only named.
    """
    return (
        audit.status == AuditStatus.COMPLETE
        and audit.kind != AuditType.SELF_ASSESSMENT
        and audit.scheme not in SCHEMES_WITHOUT_CODE
        and audit.commissioned_by not in NOT_INDEPENDENT_COMMISSIONERS
        and not audit.is_stub
    )


def compute_site_facts(
    audits: Iterable[AuditFacts],
    findings: Iterable[FindingFacts],
    actions: Iterable[ActionFacts],
    *,
    today: date,
) -> dict[str, object]:
    """Return the fields of SiteFacts, except those that alerts decide."""
    counting = sorted((a for a in audits if a.status == AuditStatus.COMPLETE), key=lambda a: (a.ended_on, a.pk))
    audit_keys = {audit.pk for audit in counting}
    counted_findings = [finding for finding in findings if finding.audit in audit_keys]
    owed = [action for action in actions if action.audit in audit_keys and action.status in OPEN_STATUSES]
    return {
        **_compute_audit_facts(counting),
        **_compute_finding_facts(counting, counted_findings, today),
        "open_actions": len(owed),
        "late_actions": sum(action.due_on is not None and action.due_on < today for action in owed),
    }


def is_not_addressed(parts: Mapping[str, str]) -> bool:
    """Return whether an area is not addressed: it has its worst part's grade, since monitoring without a policy
    protects nobody.
    """
    return ManagementGrade.NOT_ADDRESSED in parts.values()


def _compute_audit_facts(counting: list[AuditFacts]) -> dict[str, object]:
    last = next((a for a in reversed(counting) if a.kind != AuditType.SELF_ASSESSMENT), None)
    credited = next((a for a in reversed(counting) if is_credited(a)), None)
    graded = next((a.management_grades for a in reversed(counting) if a.management_grades), {})
    return {
        "last_audit_on": last.ended_on if last else None,
        "last_audit_scheme": last.scheme if last else "",
        "audit_expires_on": last.expires_on if last else None,
        "credited_audit_on": credited.ended_on if credited else None,
        "credited_audit_was_announced": credited is None
        or credited.announcement in {Announcement.ANNOUNCED, Announcement.UNKNOWN},
        "areas_not_addressed": sum(is_not_addressed(graded.get(area, {})) for area in LABOUR_AREAS),
    }


def _compute_finding_facts(counting: list[AuditFacts], findings: list[FindingFacts], today: date) -> dict[str, object]:
    weights = [(finding, _get_weight(finding, today)) for finding in findings]
    counts: dict[str, float] = dict.fromkeys(COUNTED_GRADES.values(), 0)
    for finding, weight in weights:
        if name := COUNTED_GRADES.get(Grade(finding.grade)):
            counts[name] += weight
    signs = [f.issue_code for f, weight in weights if weight == 1 and f.grade != Grade.GOOD_EXAMPLE]
    strength = rules.indicator_strength(signs)
    return counts | {
        "strength": "" if strength == Strength.NONE else strength.value,
        "has_homework_chain": HOMEWORK_ISSUE in signs,
        "has_repeated_issue": bool(rules.find_repeated_issues(_get_issue_codes(counting, weights))),
    }


def _get_issue_codes(counting: list[AuditFacts], weights: list[tuple[FindingFacts, float]]) -> list[dict[str, bool]]:
    """Return by audit, in order of time: each code that was left open, and whether it still is.

    One that a list only dates has no findings here, and so does not stand between two others.
    """
    by_audit: dict[int, dict[str, bool]] = {audit.pk: {} for audit in counting if not audit.is_stub}
    for finding, weight in weights:
        if (
            finding.audit in by_audit
            and rules.is_breach(finding.grade)
            and (weight or finding.status == FindingStatus.CARRIED_OVER)
        ):
            codes = by_audit[finding.audit]
            codes[finding.issue_code] = codes.get(finding.issue_code, False) or bool(weight)
    return list(by_audit.values())


def _get_weight(finding: FindingFacts, today: date) -> float:
    return rules.finding_weight(
        status=finding.status, closed_on=finding.closed_on, audit_status=AuditStatus.COMPLETE, today=today
    )
