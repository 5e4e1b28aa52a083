"""Findings: added, changed, classified, disputed, withdrawn, carried over."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from compliance.audits.choices import OPEN_STATUSES, FindingStatus, Grade
from compliance.audits.models import Audit, CarPlan, Finding
from compliance.audits.rules import dates
from compliance.audits.rules.alerts import AlertSource
from compliance.audits.rules.findings import is_allowed_transition, is_reopening
from compliance.audits.services.alerts import raise_alerts
from compliance.audits.services.audits import get_local_date
from compliance.audits.services.site_facts import update_changed_sites
from compliance.audits.services.transitions import Fields, apply_transition, lock_row, set_fields
from compliance.organisations.models import Organisation
from compliance.suppliers.choices import ScoreEvent
from compliance.suppliers.rules.references import fold_reference
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused
from portal.history.services import record


@transaction.atomic
def add(*, audit: Audit, fields: Fields, actor: User, at: datetime) -> Finding:
    """Add a finding to an audit. Raises ActionRefused where the reference is taken."""
    audit = Audit.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=audit.pk)
    last = audit.findings.order_by("position").last()
    finding = Finding(audit=audit, position=last.position + 1 if last else 1)
    set_fields(finding, _with_defaults(finding, fields))
    _save(finding)
    _follow(finding, actor, at)
    if audit.has_no_findings:
        audit.has_no_findings = False
        audit.save(update_fields=["has_no_findings", "changed_at"])
    _record("added", finding, actor, at)
    return finding


@transaction.atomic
def change(*, finding: Finding, version: str, fields: Fields, actor: User, at: datetime) -> Finding:
    """Change a finding's fields. Raises EditConflict, Refusal."""
    finding = _lock_finding(finding, version)
    if finding.status == FindingStatus.VERIFIED_CLOSED:
        raise ActionRefused(_("This finding is closed and verified. Reopen it before changing it."))
    if set_fields(finding, _with_defaults(finding, fields)):
        finding.version += 1
        _save(finding)
        _follow(finding, actor, at)
        _record("changed", finding, actor, at)
    return finding


@transaction.atomic
def set_issue(*, finding: Finding, version: str, issue_code: str, extra: Fields, actor: User, at: datetime) -> Finding:
    """Set the kind of finding, confirmed by a person. Raises EditConflict."""
    finding = _lock_finding(finding, version)
    before = _get_default_due_date(finding)
    finding.issue_code, finding.issue_is_suggested = issue_code, False
    if finding.due_on == before and finding.status in OPEN_STATUSES:
        finding.due_on = _get_default_due_date(finding)
    finding.extra = finding.extra | dict(extra)
    finding.version += 1
    finding.save()
    _record("issue_named", finding, actor, at)
    return finding


@transaction.atomic
def set_issues(
    *, organisation: Organisation, chosen: Mapping[UUID, tuple[str, str]], actor: User, at: datetime
) -> tuple[int, int]:
    """Set the kinds of several findings, by their ids: for each the version that was shown, and its code.

    What somebody else changed meanwhile, or has named already, is left as it is. Return how many were set and left.
    """
    rows = Finding.objects.for_organisation(organisation).filter(uuid__in=chosen, issue_is_suggested=True)
    locked = rows.select_for_update(of=("self",)).select_related("audit__organisation", "audit__site").order_by("pk")
    findings = [finding for finding in locked if str(finding.version) == chosen[finding.uuid][0]]
    for finding in findings:
        before = _get_default_due_date(finding)
        finding.issue_code, finding.issue_is_suggested = chosen[finding.uuid][1], False
        if finding.due_on == before and finding.status in OPEN_STATUSES:
            finding.due_on = _get_default_due_date(finding)
        finding.version += 1
        finding.changed_at = at
    Finding.objects.bulk_update(
        findings, ["issue_code", "issue_is_suggested", "due_on", "version", "changed_at"], batch_size=500
    )
    raise_alerts(findings, at)
    sites = {finding.audit.site_id for finding in findings}
    if sites:
        update_changed_sites(organisation, sites, event=ScoreEvent.AUDIT, at=at)
    for finding in findings:
        record(actor, "audits.finding.issue_named", finding, scope=organisation.uuid, at=at)
    return len(findings), len(chosen) - len(findings)


@transaction.atomic
def change_status(
    *, finding: Finding, version: str, status: FindingStatus, reason: str, actor: User, at: datetime
) -> Finding:
    """Make a change that no action makes: disputed, withdrawn, reopened. Raises EditConflict, Refusal."""
    finding = _lock_finding(finding, version)
    if not is_allowed_transition(finding.status, status):
        raise ActionRefused(_("The finding has changed since you opened it. Check it again."))
    act = "reopened" if is_reopening(finding.status, status) else status.value
    apply_transition(finding, status)
    if status in OPEN_STATUSES:
        finding.closed_on = None
    finding.extra = finding.extra | {
        "reasons": [*finding.extra.get("reasons", []), _check_reason(status, reason, actor, at)]
    }
    finding.version += 1
    finding.save()
    _record(act, finding, actor, at)
    return finding


def _check_reason(status: FindingStatus, reason: str, actor: User, at: datetime) -> dict[str, str]:
    return {"status": status.value, "reason": reason, "by": str(actor), "on": get_local_date(at).isoformat()}


def _lock_finding(finding: Finding, version: str) -> Finding:
    current = lock_row(finding, version)
    current.audit = finding.audit
    return current


def _with_defaults(finding: Finding, fields: Fields) -> dict[str, object]:
    completed = dict(fields)
    if "finding_ref" in completed:
        completed["finding_ref"] = " ".join(completed["finding_ref"].split())
        completed["key"] = fold_reference(completed["finding_ref"])
    if "carried_from" in completed:
        completed["is_carried"] = completed["carried_from"] is not None
    if completed.get("due_on") is None and "grade" in completed:
        completed["due_on"] = dates.finding_due_on(
            grade=completed["grade"],
            issue_code=completed.get("issue_code", finding.issue_code),
            scheme=finding.audit.scheme,
            ended_on=finding.audit.ended_on,
        )
    return completed


def _get_default_due_date(finding: Finding) -> Any:
    return dates.finding_due_on(
        grade=finding.grade,
        issue_code=finding.issue_code,
        scheme=finding.audit.scheme,
        ended_on=finding.audit.ended_on,
    )


def _save(finding: Finding) -> None:
    try:
        with transaction.atomic():
            finding.save()
    except IntegrityError as error:
        raise ActionRefused(
            _("This audit already has a finding with this reference. Give this one another.")
        ) from error


def _follow(finding: Finding, actor: User, at: datetime) -> None:
    """Save what follows from a finding: a plan where it is collaborative, and the end of the one it continues."""
    if finding.grade == Grade.CAR:
        CarPlan.objects.get_or_create(
            finding=finding, defaults={"review_on": dates.next_review_on(finding.audit.ended_on)}
        )
    before = finding.carried_from
    if before is not None and is_allowed_transition(before.status, FindingStatus.CARRIED_OVER):
        before = Finding.objects.select_for_update(of=("self",)).get(pk=before.pk)
        apply_transition(before, FindingStatus.CARRIED_OVER)
        before.version += 1
        before.save()
        record(actor, "audits.finding.carried_over", before, scope=finding.audit.organisation.uuid, at=at)


def _record(act: str, finding: Finding, actor: User, at: datetime) -> None:
    """Record the act. The line names no kind of finding: members who may not see an alert read it."""
    raise_alerts([finding], at, source=AlertSource(sent_by=actor.pk))
    update_changed_sites(finding.audit.organisation, [finding.audit.site_id], event=ScoreEvent.AUDIT, at=at)
    record(actor, f"audits.finding.{act}", finding, scope=finding.audit.organisation.uuid, at=at)
