"""The contexts of the pages of an audit and of a finding: rows in words and in order."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypedDict
from uuid import UUID

from django.db.models import Exists, QuerySet
from django.utils.translation import gettext as _

from compliance.audits.choices import (
    CLOSED_STATUSES,
    OPEN_STATUSES,
    AuditStatus,
    Freshness,
    ManagementGrade,
    ManagementPart,
    Strength,
)
from compliance.audits.forms.audits import DETAIL_COUNTS, DETAIL_TEXTS, describe_sum_mismatch
from compliance.audits.models import Action, Audit, AuditFile, CarPlan, Finding
from compliance.audits.permissions import can_close, can_reopen, can_verify
from compliance.audits.rules import findings as rules
from compliance.audits.selectors import querysets
from compliance.audits.services.audits import ALLOWED_STATUS_CHANGES
from compliance.organisations.models import Membership
from compliance.suppliers.forms.sites import WORKER_LABELS
from portal.core.models import PublicIdModel
from portal.history.event_labels import get_entry_sentence
from portal.history.models import Entry
from portal.history.selectors import entries_for_scope
from portal.reference.audits import Issue, code_areas, indicators, issues

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

type Label = str | StrPromise

# The area of findings that the reader may not see into.
RESTRICTED = "shut"
# Audits that one finding is followed through; a circle ends here too.
MAX_CHAIN_LENGTH = 12


@dataclass(frozen=True)
class FindingLine:
    """A finding in a list. has_alert: an A-alert about it is open.

    shows_details: without, only its reference, grade and status are shown.
    """

    finding: Finding
    has_alert: bool
    shows_details: bool
    is_late: bool


@dataclass(frozen=True)
class ActionLine:
    """An action in a list. has_alert: an A-alert about its finding is open.

    shows_details: without, only its number and status are shown.
    """

    action: Action
    is_late: bool
    has_alert: bool
    shows_details: bool


@dataclass(frozen=True)
class ReviewLine:
    """A plan with shared owners in a list. has_alert: an A-alert about its finding is open."""

    plan: CarPlan
    has_alert: bool
    shows_details: bool


@dataclass(frozen=True)
class FindingAction:
    """An action on the page of its finding."""

    action: Action
    is_open: bool
    is_closed: bool
    is_late: bool
    can_verify: bool
    can_close: bool
    can_reopen: bool


@dataclass(frozen=True)
class TimelineLine:
    """A line of history with its sentence."""

    entry: Entry
    sentence: str


class IndicatorSummary(TypedDict):
    """The strength of some findings together, and each indicator with its findings."""

    strength: Strength
    indicators: list[tuple[str, list[FindingLine]]]


class AuditContext(IndicatorSummary):
    """The context of an audit's page."""

    areas: list[tuple[str, list[FindingLine]]]
    has_findings: bool
    freshness: Freshness
    management: list[tuple[str, list[tuple[Label, Label]]]]
    workers: list[tuple[Label, Label | int, int | None]]
    workers_in_doubt: str
    saq_seen: str
    files: QuerySet[AuditFile]
    files_are_shut: bool
    steps: list[AuditStatus]


class FindingContext(TypedDict):
    """The context of a finding's page."""

    issue: Issue | None
    indicators: list[str]
    sign: Label
    chain: list[Finding]


def get_finding_lines(findings: Iterable[Finding], *, today: date, shows_all: bool) -> list[FindingLine]:
    """Return the lines of a list of findings."""
    return [
        FindingLine(
            finding,
            has_alert=finding.has_alert,  # type: ignore[attr-defined]  # annotated
            shows_details=shows_all or not finding.has_alert,  # type: ignore[attr-defined]  # annotated
            is_late=finding.is_open and finding.due_on is not None and finding.due_on < today,
        )
        for finding in findings
    ]


def get_action_lines(actions: Iterable[Action], *, today: date, shows_all: bool) -> list[ActionLine]:
    """Return the lines of a list of actions."""
    return [
        ActionLine(
            action,
            is_late=action.due_on is not None and action.due_on < today,
            has_alert=action.has_alert,  # type: ignore[attr-defined]  # annotated
            shows_details=shows_all or not action.has_alert,  # type: ignore[attr-defined]  # annotated
        )
        for action in actions
    ]


def get_review_lines(plans: Iterable[CarPlan], *, shows_all: bool) -> list[ReviewLine]:
    """Return the lines of a list of plans with shared owners."""
    return [
        ReviewLine(
            plan,
            has_alert=plan.has_alert,  # type: ignore[attr-defined]  # annotated
            shows_details=shows_all or not plan.has_alert,  # type: ignore[attr-defined]  # annotated
        )
        for plan in plans
    ]


def get_audit_context(audit: Audit, *, today: date, shows_all: bool) -> AuditContext:
    """Return the context of an audit's page."""
    findings = audit.findings.annotate(has_alert=Exists(querysets.get_open_alerts_about("")))
    finding_lines = get_finding_lines(findings.select_related("audit"), today=today, shows_all=shows_all)
    return {
        "areas": _group_by_area(finding_lines),
        "has_findings": bool(finding_lines),
        "freshness": audit.freshness_on(today),
        **get_indicator_summary(finding_lines),
        "management": _get_management_grades(audit),
        "workers": _get_worker_figures(audit),
        "workers_in_doubt": describe_sum_mismatch(vars(audit.figures)) if audit.figures else "",
        "saq_seen": _("Yes") if audit.extra.get("saq_seen") else "",
        "files": audit.files.select_related("file__uploaded_by"),
        "files_are_shut": any(line.has_alert for line in finding_lines) and not shows_all,
        "steps": [step for step in AuditStatus if step in ALLOWED_STATUS_CHANGES[AuditStatus(audit.status)]],
    }


def _group_by_area(finding_lines: list[FindingLine]) -> list[tuple[str, list[FindingLine]]]:
    by_area = defaultdict(list)
    for line in finding_lines:
        by_area[line.finding.code_area if line.shows_details else RESTRICTED].append(line)
    known = [*code_areas(), *sorted(set(by_area) - {*code_areas(), RESTRICTED})]
    areas = [(f"{code} {code_areas().get(code, '')}".strip(), by_area[code]) for code in known if by_area[code]]
    return areas + ([(_("Under an open alert"), by_area[RESTRICTED])] if by_area[RESTRICTED] else [])


def get_indicator_summary(finding_lines: list[FindingLine]) -> IndicatorSummary:
    """Return the strength of these findings together, and by indicator the findings it is based on."""
    return {"strength": _get_strength(finding_lines), "indicators": _group_by_indicator(finding_lines)}


def _get_open_breaches(finding_lines: list[FindingLine]) -> list[FindingLine]:
    """Return the open findings that are breaches."""
    return [line for line in finding_lines if line.finding.is_open and line.finding.grade != "good_example"]


def _get_strength(finding_lines: list[FindingLine]) -> Strength:
    return rules.indicator_strength(line.finding.issue_code for line in _get_open_breaches(finding_lines))


def _group_by_indicator(finding_lines: list[FindingLine]) -> list[tuple[str, list[FindingLine]]]:
    """Return each indicator with its findings, in the booklet's order, without those whose details are restricted."""
    lines_by_indicator = defaultdict(list)
    for line in _get_open_breaches(finding_lines):
        if line.shows_details and line.finding.issue:
            for indicator in line.finding.issue.indicators:
                lines_by_indicator[indicator].append(line)
    return [(name, lines_by_indicator[code]) for code, name in indicators().items() if lines_by_indicator[code]]


def _get_management_grades(audit: Audit) -> list[tuple[str, list[tuple[Label, Label]]]]:
    """Return each area that has grades, with its parts; the same grade for all four is shown once."""
    return [
        (f"{code} {_(name)}", _get_part_grades(audit.management_grades[code]))
        for code, name in code_areas().items()
        if code in audit.management_grades
    ]


def _get_part_grades(grades: Mapping[str, str]) -> list[tuple[Label, Label]]:
    labels: list[tuple[Label, Label]] = [
        (part.label, ManagementGrade(grades[part]).label) for part in ManagementPart if part in grades
    ]
    if len(labels) == len(ManagementPart) and len(set(grades.values())) == 1:
        return [(_("All four parts"), labels[0][1])]
    return labels


def _get_worker_figures(audit: Audit) -> list[tuple[Label, Label | int, int | None]]:
    """Return label, number or text, and how many of them women where that is known."""
    figures = audit.figures
    if figures is None:
        return []
    entries = [
        (label, getattr(figures, name), f"women_{name}") for name, label in WORKER_LABELS.items() if name != "total"
    ]
    known_entries = [(label, value, figures.details.get(women)) for label, value, women in entries if value is not None]
    beside = [(label, figures.details[name], None) for name, label in DETAIL_COUNTS.items() if name in figures.details]
    texts = [(label, figures.details[name], None) for name, label in DETAIL_TEXTS.items() if figures.details.get(name)]
    return [*known_entries, *beside, *texts]


# --- A finding -----------------------------------------------------------------------------------------------------


def get_finding_context(finding: Finding) -> FindingContext:
    """Return the context of a finding's page."""
    issue = issues().get(finding.issue_code)
    names = indicators()
    return {
        "issue": issue,
        "indicators": [names[code] for code in issue.indicators] if issue else [],
        "sign": Strength(issue.strength).label if issue and issue.indicators else "",
        "chain": _get_carry_over_chain(finding),
    }


def _get_carry_over_chain(finding: Finding) -> list[Finding]:
    """Return the finding with those it was carried over from and to, the oldest first; a query a step."""
    findings = Finding.objects.select_related("audit")
    chain = [finding]
    while len(chain) < MAX_CHAIN_LENGTH and (earlier := chain[0].carried_from_id):
        chain.insert(0, findings.get(pk=earlier))
    while len(chain) < MAX_CHAIN_LENGTH and (
        after := findings.filter(carried_from=chain[-1]).exclude(pk=finding.pk).first()
    ):
        chain.append(after)
    return chain


def get_timeline(scope: UUID, *rows: PublicIdModel) -> list[TimelineLine]:
    """Return what happened to these rows, the newest first."""
    entries = entries_for_scope(scope).filter(object_uuid__in=[row.uuid for row in rows])[:50]
    return [TimelineLine(entry, get_entry_sentence(entry)) for entry in entries]


def get_finding_actions(finding: Finding, membership: Membership, *, today: date) -> list[FindingAction]:
    """Return a finding's actions as lines, with what the member may do with each."""
    actions = querysets.prefetch_files(Action.objects.filter(finding=finding).select_related("closed_by_user"))
    return [
        FindingAction(
            action,
            is_open=action.status in OPEN_STATUSES,
            is_closed=action.status in CLOSED_STATUSES,
            is_late=action.status in OPEN_STATUSES and action.due_on is not None and action.due_on < today,
            can_verify=can_verify(membership, action),
            can_close=can_close(membership, action),
            can_reopen=can_reopen(membership, action),
        )
        for action in actions
    ]
