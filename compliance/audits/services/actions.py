"""Corrective actions: planned, worked on, closed with evidence, verified by somebody else, reopened."""

from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from compliance.audits.choices import CLOSED_STATUSES, OPEN_STATUSES, FindingStatus
from compliance.audits.models import Action, ActionFile, Finding
from compliance.audits.rules.findings import (
    MAX_ACTIONS,
    get_verification_obstacle,
    is_allowed_transition,
    status_from_actions,
)
from compliance.audits.services import files
from compliance.audits.services.audits import get_local_date
from compliance.audits.services.site_facts import update_changed_sites
from compliance.audits.services.transitions import Fields, apply_transition, lock_row, set_fields
from compliance.suppliers.choices import ScoreEvent
from portal.accounts.models import User
from portal.core import locks
from portal.core.exceptions import ActionRefused
from portal.history.services import record


@transaction.atomic
def add(*, finding: Finding, fields: Fields, actor: User, at: datetime) -> Action:
    """Add an action to a finding. Raises ActionRefused."""
    finding = _lock_finding(finding.pk)
    if finding.status not in OPEN_STATUSES:
        raise ActionRefused(_("This finding is no longer open. Reopen it before you add an action."))
    last = finding.actions.last()
    number = last.number + 1 if last else 1
    if number > MAX_ACTIONS:
        raise ActionRefused(_("A finding can have up to 50 actions. Change an existing one."))
    action = Action.objects.create(finding=finding, number=number, **fields)
    update_finding_status(action, "added", actor, at)
    return action


@transaction.atomic
def change(*, action: Action, version: str, fields: Fields, actor: User, at: datetime) -> Action:
    """Change an action's fields. Raises EditConflict, Refusal."""
    action = lock_action(action, version)
    if action.status == FindingStatus.VERIFIED_CLOSED:
        raise ActionRefused(_("This action is closed and verified. Reopen it before changing it."))
    if set_fields(action, dict(fields)):
        _save_and_settle(action, "changed", actor, at)
    return action


@transaction.atomic
def change_status(
    *, action: Action, version: str, status: FindingStatus, comment: str, actor: User, at: datetime
) -> Action:
    """Change from one open status to another. Raises EditConflict, Refusal."""
    action = lock_action(action, version)
    if status not in OPEN_STATUSES or action.status not in OPEN_STATUSES:
        raise ActionRefused(_("Closing, verifying and reopening each have their own page."))
    advance_status(action, status)
    _set_comment(action, comment)
    _save_and_settle(action, "moved", actor, at, {"status": status.value})
    return action


@transaction.atomic
def close(*, action: Action, version: str, completed_on: date, comment: str, actor: User, at: datetime) -> Action:
    """Record that the site completed the action, with evidence. Raises EditConflict, Refusal."""
    action = lock_action(action, version)
    if not action.files.exists():
        raise ActionRefused(_("A closed finding needs evidence. Add a file that shows what was done, then close it."))
    advance_status(action, FindingStatus.CLOSED_UNVERIFIED)
    _set_comment(action, comment)
    action.completed_on, action.closed_by_user = completed_on, actor
    _save_and_settle(action, "closed", actor, at)
    return action


@transaction.atomic
def verify(
    *, action: Action, version: str, method: str, verified_on: date, comment: str, actor: User, at: datetime
) -> Action:
    """Record that somebody who neither sent the evidence nor closed it saw the proof.

    Raises EditConflict, Refusal.

    The permission asks the same; here it holds for whoever was faster.

    See docs/requirements/suppliers.md#verifier.
    """
    action = lock_action(action, version)
    senders = set(action.files.values_list("file__uploaded_by", flat=True))
    hands = senders | {action.closed_by_user_id}
    why = get_verification_obstacle(
        is_verifier=True, status=action.status, by=actor.pk, hands=hands, has_evidence=bool(senders)
    )  # fmt: skip
    if why:
        raise ActionRefused(str(why.label))
    advance_status(action, FindingStatus.VERIFIED_CLOSED)
    _set_comment(action, comment)
    action.verification_method, action.verified_on = method, verified_on
    action.verified_by, action.verified_by_user = str(actor)[:100], actor
    _save_and_settle(action, "verified", actor, at)
    return action


@transaction.atomic
def reopen(*, action: Action, version: str, comment: str, actor: User, at: datetime) -> Action:
    """Reopen a closed action that is not done after all; the comment says why. Raises EditConflict, Refusal."""
    if not comment.strip():
        raise ActionRefused(_("Say why it is open again."))
    action = lock_action(action, version)
    if action.status in OPEN_STATUSES:
        raise ActionRefused(_("This action is already open."))
    advance_status(action, FindingStatus.OPEN)
    _set_comment(action, comment)
    action.completed_on = action.verified_on = action.closed_by_user = action.verified_by_user = None
    action.verified_by = action.verification_method = ""
    _save_and_settle(action, "reopened", actor, at)
    return action


def attach_evidence(*, action: Action, upload: UploadedFile, actor: User, at: datetime) -> ActionFile:
    """Attach a file as evidence. Raises portal.files.services.Refused, OverLimit, and Refusal."""
    organisation = action.finding.audit.organisation
    with files.save_cleaned_file(upload, organisation=organisation, by=actor) as stored:
        current = locks.lock_row(action)
        if current.status == FindingStatus.VERIFIED_CLOSED:
            raise ActionRefused(_("This action is closed and verified. Reopen it before changing it."))
        evidence = ActionFile.objects.create(action=current, file=stored)
        record(actor, "audits.action.evidence_added", action, scope=organisation.uuid, at=at)
    return evidence


@transaction.atomic
def remove_evidence(*, evidence: ActionFile, actor: User, at: datetime) -> None:
    """Remove evidence of an open action: what an action was closed on stays with it. Raises ActionRefused, RowGone."""
    action = locks.lock_row(evidence.action)
    evidence = locks.lock_row(evidence)
    if action.status not in OPEN_STATUSES:
        raise ActionRefused(_("This action was closed on this evidence. Reopen it before you remove a file."))
    audit = action.finding.audit
    evidence.delete()
    record(actor, "audits.action.evidence_removed", action, scope=audit.organisation.uuid, at=at)


def _lock_finding(pk: int) -> Finding:
    return (
        Finding.objects.select_for_update(of=("self",)).select_related("audit__organisation", "audit__site").get(pk=pk)
    )


def lock_action(action: Action, version: str) -> Action:
    """Lock the finding first: two who close its last two actions at once settle it one after the other."""
    finding = _lock_finding(action.finding_id)
    current = lock_row(action, version)
    current.finding = finding
    return current


def advance_status(action: Action, status: FindingStatus) -> None:
    """Set the status of a locked action. Raises ActionRefused for a change that the table of transitions forbids."""
    if not is_allowed_transition(action.status, status):
        raise ActionRefused(_("The action has changed since you opened it. Check it again."))
    apply_transition(action, status)


def _set_comment(action: Action, comment: str) -> None:
    if comment.strip():
        action.comment = comment.strip()


def _save_and_settle(
    action: Action, act: str, actor: User, at: datetime, data: dict[str, object] | None = None
) -> None:
    action.version += 1
    action.save()
    update_finding_status(action, act, actor, at, data)


def update_finding_status(
    action: Action, act: str, actor: User | str, at: datetime, data: dict[str, object] | None = None
) -> None:
    """Set the finding's status from its actions; a withdrawn or carried-over finding keeps its own."""
    finding = action.finding
    actions = list(Action.objects.filter(finding=finding))
    status = status_from_actions(other.status for other in actions)
    if status and finding.status in OPEN_STATUSES | CLOSED_STATUSES and status != finding.status:
        finding.status = status
        days = [other.completed_on for other in actions if other.completed_on]
        finding.closed_on = max(days, default=get_local_date(at)) if status in CLOSED_STATUSES else None
        finding.version += 1
        finding.save()
    audit = finding.audit
    update_changed_sites(audit.organisation, [audit.site_id], event=ScoreEvent.ACTION, at=at)
    record(actor, f"audits.action.{act}", action, data, scope=audit.organisation.uuid, at=at)
