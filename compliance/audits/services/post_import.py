"""The recomputation after a workbook has written findings and actions: set-based, and idempotent."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime

from django.utils import timezone

from compliance.audits.choices import CLOSED_STATUSES, OPEN_STATUSES, FindingStatus, Grade
from compliance.audits.models import Action, Audit, CarPlan, Finding
from compliance.audits.rules import dates
from compliance.audits.rules.alerts import AlertSource
from compliance.audits.rules.findings import is_allowed_transition, status_from_actions
from compliance.audits.services.alerts import UNKNOWN_SOURCE, raise_alerts
from compliance.audits.services.site_facts import write_facts

BATCH_SIZE = 500
# What is set on findings beside what was written: old and new value by field, by audit's and finding's key.
type Settled = dict[tuple[str, str], dict[str, list[str | None]]]
DERIVED_FIELDS = ("status", "due_on", "closed_on")


def finish_import(
    audits: Collection[int], *, acted: Collection[int], at: datetime, source: AlertSource = UNKNOWN_SOURCE
) -> Settled:
    """Update dates, plans, ends, alerts and facts of these audits (their keys), within the caller's transaction.

    acted: keys of findings whose actions were written; they then stand as their actions do.
    source: the file, which alerts name.
    """
    rows = Finding.objects.filter(audit__in=audits).select_related("audit__site", "audit__organisation")
    findings = list(rows.select_related("carried_from"))
    before = [_get_derived_values(finding) for finding in findings]
    _set_due_dates(findings)
    _create_plans(findings)
    _close_carried_over(findings)
    _follow(finding for finding in findings if finding.pk in set(acted))
    raise_alerts(findings, at, source=source)
    # An audit without a finding tells of its site too.
    sites = Audit.objects.filter(pk__in=audits).values_list("site", flat=True)
    write_facts(sites, timezone.localdate(at))
    pairs = ((finding, was, _get_derived_values(finding)) for finding, was in zip(findings, before, strict=True))
    return {(finding.audit.key, finding.key): _get_changes(was, now) for finding, was, now in pairs if was != now}


def _get_derived_values(finding: Finding) -> dict[str, str | None]:
    return {name: None if (value := getattr(finding, name)) is None else str(value) for name in DERIVED_FIELDS}


def _get_changes(was: dict[str, str | None], now: dict[str, str | None]) -> dict[str, list[str | None]]:
    return {name: [was[name], now[name]] for name in DERIVED_FIELDS if was[name] != now[name]}


def _set_due_dates(findings: list[Finding]) -> None:
    """Set the usual day where the report sets none (docs/requirements/suppliers.md#finding-rows)."""
    dated = []
    for finding in findings:
        if finding.due_on is None and finding.status in OPEN_STATUSES:
            finding.due_on = dates.finding_due_on(
                grade=finding.grade,
                issue_code=finding.issue_code,
                scheme=finding.audit.scheme,
                ended_on=finding.audit.ended_on,
            )
            if finding.due_on:
                dated.append(finding)
    Finding.objects.bulk_update(dated, ["due_on"], batch_size=BATCH_SIZE)


def _create_plans(findings: list[Finding]) -> None:
    plans = [
        CarPlan(finding=finding, review_on=dates.next_review_on(finding.audit.ended_on))
        for finding in findings
        if finding.grade == Grade.CAR
    ]
    CarPlan.objects.bulk_create(plans, ignore_conflicts=True, batch_size=BATCH_SIZE)


def _close_carried_over(findings: list[Finding]) -> None:
    ended = [
        before
        for finding in findings
        if (before := finding.carried_from) and is_allowed_transition(before.status, FindingStatus.CARRIED_OVER)
    ]
    for before in ended:
        before.status = FindingStatus.CARRIED_OVER
    Finding.objects.bulk_update(ended, ["status"], batch_size=BATCH_SIZE)


def _follow(findings: Iterable[Finding]) -> None:
    acted = {finding.pk: finding for finding in findings if finding.status in OPEN_STATUSES | CLOSED_STATUSES}
    actions = defaultdict(list)
    for action in Action.objects.filter(finding__in=acted):
        actions[action.finding_id].append(action)
    moved = []
    for pk, finding in acted.items():
        status = status_from_actions(action.status for action in actions[pk])
        if status and status != finding.status:
            days = [action.completed_on for action in actions[pk] if action.completed_on]
            finding.status = status
            finding.closed_on = max(days, default=None) if status in CLOSED_STATUSES else None
            if status != FindingStatus.VERIFIED_CLOSED or finding.closed_on:
                moved.append(finding)
    Finding.objects.bulk_update(moved, ["status", "closed_on"], batch_size=BATCH_SIZE)
