"""What a second person decides: asked, decided by others, spent by the act that it allows.

With nobody else on shift, what saves a life goes ahead, and somebody looks at it within a day.

See docs/requirements/helpline.md#second-person, docs/requirements/helpline.md#small-teams.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from compliance.casework import permissions
from compliance.casework.choices import KINDS_WITH_TWO_APPROVERS, LIFE_SAVING_KINDS, ApprovalKind, ApprovalState
from compliance.casework.models import Approval, Case
from compliance.casework.services.case_keys import Keys, seal_columns, seal_with_own_key
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused
from portal.core.locks import lock_row
from portal.history.services import record
from portal.vault.models import Unlock

REVIEW_WITHIN = timedelta(hours=24)


@transaction.atomic
def request_approval(
    *,
    kind: ApprovalKind,
    case: Case | None,
    reason: str,
    actor: User,
    keys: Keys,
    at: datetime,
    data: dict | None = None,
) -> Approval:
    """Ask a second person. data: codes only. Raises ActionRefused where the same is asked already."""
    if case is not None and Approval.objects.waiting().filter(case=case, kind=kind, data=data or {}).exists():
        raise ActionRefused(_("Someone has already asked for this. A second person has not decided yet."))
    approval = Approval(case=case, kind=kind, data=data or {}, asked_by=actor, asked_at=at)
    if case is None:
        seal_with_own_key(approval, reason=reason)
    else:
        seal_columns(keys.get_key(case), approval, reason=reason)
    approval.save(force_insert=True)
    record(actor, "casework.approval.asked", case or approval, {"kind": kind.value}, at=at)
    return approval


@transaction.atomic
def decide_approval(
    *, approval: Approval, is_yes: bool, answer: str, actor: User, keys: Keys, at: datetime
) -> Approval:
    """Say yes or no to what somebody else asked. Where two have to agree, the first yes goes on waiting.

    Raises ActionRefused for one's own, for what is decided, and for a person who may not.
    """
    current = _locked(approval)
    if current.asked_by_id == actor.pk:
        raise ActionRefused(_("You asked for this, so someone else must decide."))
    if current.state != ApprovalState.WAITING:
        raise ActionRefused(_("This has already been decided."))
    if not permissions.can_decide(actor, current):
        raise ActionRefused(_("Someone else must decide this."))
    if answer:
        seal_columns(keys.get_key(current.keeper), current, answer=answer)
    if current.decided_by_id is None:
        current.decided_by, current.decided_at = actor, at
    else:
        current.second_by, current.second_at = actor, at
    if not is_yes:
        current.state = ApprovalState.REFUSED
    elif current.second_by_id or current.kind not in KINDS_WITH_TWO_APPROVERS:
        current.state = ApprovalState.APPROVED
    current.save()
    verb = "approved" if is_yes else "refused"
    record(actor, f"casework.approval.{verb}", current.case or current, {"kind": current.kind}, at=at)
    return current


@transaction.atomic
def withdraw_request(*, approval: Approval, actor: User, at: datetime) -> Approval:
    """Withdraw it, by who asked. Raises ActionRefused."""
    current = _locked(approval)
    if current.asked_by_id != actor.pk or current.state != ApprovalState.WAITING:
        raise ActionRefused(_("You can no longer withdraw this request."))
    current.state = ApprovalState.WITHDRAWN
    current.save(update_fields=["state"])
    record(actor, "casework.approval.taken_back", current.case or current, {"kind": current.kind}, at=at)
    return current


def get_second_people(approval: Approval, *, now: datetime) -> list[User]:
    """Return who has the desk unlocked at this moment and may decide it."""
    unlocked = User.objects.filter(pk__in=Unlock.objects.valid(now).values("handler_key__user"))
    return [user for user in unlocked.order_by("first_name", "email") if permissions.can_decide(user, approval)]


@transaction.atomic
def go_ahead_alone(
    *, kind: ApprovalKind, case: Case, reason: str, actor: User, keys: Keys, at: datetime, data: dict | None = None
) -> Approval:
    """Act alone without having asked, where it saves a life and nobody else is on shift. Raises ActionRefused."""
    approval = Approval(case=case, kind=kind, data=data or {}, asked_by=actor, asked_at=at)
    return _go_ahead(approval, reason, actor, keys, at)


@transaction.atomic
def go_ahead_with_request(*, approval: Approval, reason: str, actor: User, keys: Keys, at: datetime) -> Approval:
    """Go ahead alone with what waits, by who asked for it; their reason is added to the first one.

    Raises ActionRefused.
    """
    current = _locked(approval)
    if current.asked_by_id != actor.pk or current.state != ApprovalState.WAITING:
        raise ActionRefused(_("This is no longer waiting for a second person."))
    return _go_ahead(current, f"{keys.read(current, 'reason')}\n\n{reason}", actor, keys, at)


def _go_ahead(approval: Approval, reason: str, actor: User, keys: Keys, at: datetime) -> Approval:
    if approval.kind not in LIFE_SAVING_KINDS:
        raise ActionRefused(_("A second person must decide this."))
    if get_second_people(approval, now=at):
        raise ActionRefused(_("A colleague is at the desk. Ask them to decide."))
    approval.state, approval.review_due_at = ApprovalState.WENT_AHEAD, at + REVIEW_WITHIN
    seal_columns(keys.get_key(approval.keeper), approval, reason=reason)
    approval.save()
    record(actor, "casework.approval.went_ahead", approval.case, {"kind": str(approval.kind)}, at=at)
    return approval


@transaction.atomic
def review_approval(
    *, approval: Approval, was_right: bool, answer: str, actor: User, keys: Keys, at: datetime
) -> Approval:
    """Record what somebody else thinks of what went ahead. Raises ActionRefused."""
    current = _locked(approval)
    if not permissions.can_review(actor, current):
        raise ActionRefused(_("Someone else must review this."))
    current.reviewed_by, current.reviewed_at = actor, at
    if answer:
        seal_columns(keys.get_key(current.keeper), current, answer=answer)
    current.save()
    verb = "reviewed" if was_right else "found_wrong"
    record(actor, f"casework.approval.{verb}", current.case or current, {"kind": current.kind}, at=at)
    return current


@transaction.atomic
# Any: codes that say what the yes was for, as request_approval stored them.
def use_approval(*, kind: ApprovalKind, case: Case | None, actor: User, at: datetime, **data: Any) -> Approval:
    """Use up a yes for just this. Raises ActionRefused where nobody has said yes to it."""
    fits = Approval.objects.select_for_update(of=("self",)).filter(case=case, kind=kind, used_at=None)
    states = [ApprovalState.APPROVED, ApprovalState.WENT_AHEAD]
    approval = fits.filter(state__in=states, data=data).order_by("asked_at").first()
    if approval is None:
        raise ActionRefused(_("A second person must approve this first."))
    approval.used_at = at
    approval.save(update_fields=["used_at"])
    return approval


def get_waiting_approvals() -> list[Approval]:
    """Return what waits for a second person, the oldest first."""
    return list(
        Approval.objects.waiting().select_related("case", "case__data_key", "data_key", "asked_by", "decided_by")
    )


def get_approvals_to_review() -> list[Approval]:
    return list(Approval.objects.to_review().select_related("case", "case__data_key", "data_key", "asked_by"))


def find_approval(uuid) -> Approval | None:
    return (
        Approval.objects.select_related("case__data_key", "data_key", "asked_by", "decided_by").filter(pk=uuid).first()
    )


def _locked(approval: Approval) -> Approval:
    return lock_row(approval, "case__data_key", "data_key", "asked_by")
