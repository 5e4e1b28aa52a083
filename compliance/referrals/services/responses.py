"""What comes back of a referral: that it was received, what came of it, or openly that nothing came.

See docs/requirements/helpline.md#referral-answers.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from compliance.casework.services.case_keys import Keys, seal_with_own_key
from compliance.casework.services.transitions import lock_row, record_act
from compliance.referrals.choices import UNANSWERED_STATUSES, ReferralStatus
from compliance.referrals.models import Referral, ReferralAnswer
from compliance.referrals.services import drafts, follow_up_tasks
from portal.accounts.models import User
from portal.core import locks
from portal.core.exceptions import ActionRefused
from portal.history.services import record

NO_FEEDBACK = "no_feedback"
# What may follow, as a person chooses it.
ANSWERS = (ReferralStatus.ACCEPTED, ReferralStatus.REJECTED, ReferralStatus.DONE)


@transaction.atomic
def save_response(
    *, referral: Referral, status: ReferralStatus, outcome: str, on: date, actor: User, at: datetime, version: int,
    words: str = "", reference: str = "",
) -> Referral:  # fmt: skip
    """Save what they say. "No feedback" ends it honestly, once the time for an answer is over.

    words, reference: their own, sealed to the team, so that an agency can write them and not read them again.
    Raises ActionRefused, EditConflict.
    """
    current = _sent(referral, version)
    if outcome == NO_FEEDBACK and current.status != ReferralStatus.NO_RESPONSE and not _is_over(current, at):
        raise ActionRefused(_("They still have time to respond. Record “no feedback” after that."))
    if status == ReferralStatus.DONE and not outcome:
        raise ActionRefused(_("Record an outcome. You can choose “No feedback received”."))
    drafts.change_status(current, status)
    current.outcome, current.outcome_on = outcome, on
    current.acknowledged_at = current.acknowledged_at or (at if outcome != NO_FEEDBACK else None)
    row = ReferralAnswer(referral=current, status=status, outcome=outcome, on=on, by=actor, at=at)
    seal_with_own_key(row, words={"text": words, "reference": reference}).save(force_insert=True)
    if status != ReferralStatus.ACCEPTED:
        follow_up_tasks.finish_chase(current, actor=actor, at=at)
    return _save(current, actor, at, status=str(status), outcome=outcome)


def get_responses(referral: Referral) -> list[ReferralAnswer]:
    """Return all answers, the newest first."""
    return list(ReferralAnswer.objects.filter(referral=referral).select_related("data_key", "by"))


@transaction.atomic
def acknowledge(*, referral: Referral, actor: User, at: datetime) -> Referral:
    """Record that they have it. Twice is once."""
    current = _sent(referral)
    if current.acknowledged_at:
        return current
    current.acknowledged_at = at
    return _save(current, actor, at, status="acknowledged", outcome="")


@transaction.atomic
def record_call(
    *, referral: Referral, call: Mapping[str, object], next_call: datetime | None, actor: User, keys: Keys, at: datetime
) -> Referral:
    """Record one more call about it, kept below those before. Raises ActionRefused.

    next_call: when we ask again; None leaves it as it was.
    """
    current = _sent(referral)
    calls = keys.facts(current, "call")
    keys.seal(current, call=calls | {"later": [*calls.get("later", []), dict(call) | {"at": at.isoformat()}]})
    if next_call is not None:
        current.call_back_due_at = next_call
        follow_up_tasks.move_chase(current, next_call)
    return _save(current, actor, at, status="called", outcome="")


@transaction.atomic
def revoke_referral(*, referral: Referral, actor: User, at: datetime) -> Referral:
    """Take it back: a partner's page opens it no more. What was seen is not unseen."""
    current = _sent(referral)
    drafts.change_status(current, ReferralStatus.REVOKED)
    current.package, current.package_key = None, None
    follow_up_tasks.finish_chase(current, actor=actor, at=at)
    return _save(current, actor, at, status=str(ReferralStatus.REVOKED), outcome="")


@transaction.atomic
def mark_overdue(now: datetime) -> int:
    """Mark, for the sweep, those whose time is over. Return how many."""
    over = Referral.objects.filter(status=ReferralStatus.IN_PROGRESS, response_due_at__lt=now)
    rows = list(over.select_related("case"))
    for row in rows:
        # Another sweep may have been first.
        if Referral.objects.filter(pk=row.pk, status=ReferralStatus.IN_PROGRESS).update(
            status=ReferralStatus.NO_RESPONSE
        ):
            record("system", "casework.referral.overdue", row.case, {"to": row.target_type}, at=now)
    return len(rows)


@transaction.atomic
def drop_expired_packages(now: datetime) -> int:
    """Drop packages older than 30 days, which open for nobody (docs/requirements/security.md#referral-packages)."""
    over = Referral.objects.filter(package_expires_at__lt=now, package__isnull=False)
    return over.update(package=None, package_key=None)


def _sent(referral: Referral, version: int | None = None) -> Referral:
    lock_row(referral.case.goes_on_in)
    lock_row(referral, version)
    current = locks.lock_row(referral, "case__data_key", "partner")
    if current.status not in UNANSWERED_STATUSES | {ReferralStatus.ACCEPTED, ReferralStatus.REJECTED}:
        raise ActionRefused(_("This referral does not need a response."))
    return current


def _is_over(referral: Referral, at: datetime) -> bool:
    return referral.response_due_at is not None and referral.response_due_at < at


def _save(referral: Referral, actor: User, at: datetime, **data: Any) -> Referral:
    referral.version += 1
    referral.save()
    record_act(referral.case, actor, "casework.referral.answered", at, to=referral.target_type, **data)
    return referral
