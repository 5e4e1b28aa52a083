"""What every page of the desk shows besides its own: alarms, and reviews that are due."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast

from compliance.casework import permissions
from compliance.casework.choices import LIFE_SAVING_KINDS, AlarmKind, ApprovalKind, ApprovalState
from compliance.casework.hooks import UnsentItem, registered
from compliance.casework.models import Alarm, Approval, CaseReader, Contact
from compliance.casework.selectors.queue import ALARM, new_concerns
from compliance.casework.services.on_call_alerts import UNOPENED
from portal.accounts.models import User
from portal.core import heartbeat
from portal.core.models import Heartbeat
from portal.core.prepared import prepared
from portal.vault.services import epochs

# What whoever asked sends once a second person has agreed.
SENT_ONCE_AGREED = (*LIFE_SAVING_KINDS, ApprovalKind.NRM_HANDOVER)
# Of what a row of _fetch_rows is.
APPROVAL, ALARM_ROW, BEAT = "approval", "alarm", "beat"


class UnseenAlarm(NamedTuple):
    """An alarm that nobody has seen. failure: what kept the mail or the webhook from going out."""

    kind: str
    failure: str
    noticed_at: datetime


@dataclass(frozen=True)
class DeskHeader:
    """adult_alarms: adults in immediate danger whom nobody has taken on. failures: alerts that did not go out.

    review_due_at: when the first of the acts that went ahead alone has to be looked at. key_is_due: the team's key has
    to change, told to leads. unopened: immediate concerns that nobody has opened within their time. worker_is_missing:
    no background worker runs, so that alerts may be late.
    calls_to_review: calls that ended without a case although their form described somebody,
    told to leads. answered: what the person asked a second person about, has an answer to, and has not sent yet.
    to_decide: requests that wait for this lead's decision. is_life_saving: one of them saves a life.
    """

    adult_alarms: int
    alarms: list[UnseenAlarm] = field(default_factory=list)
    reviews: int = 0
    review_due_at: datetime | None = None
    is_review_late: bool = False
    key_is_due: bool = False
    unopened: int = 0
    worker_is_missing: bool = False
    calls_to_review: int = 0
    calls_due_at: datetime | None = None
    are_calls_late: bool = False
    answered: list[UnsentItem] = field(default_factory=list)
    to_decide: int = 0
    is_life_saving: bool = False

    @property
    def failures(self) -> list[str]:
        return sorted({alarm.failure for alarm in self.alarms if alarm.failure})

    @property
    def cases_in_danger(self) -> int:
        """Return how many cases a caller called about again while nobody has looked or acted."""
        return sum(alarm.kind == AlarmKind.CASE_IN_DANGER for alarm in self.alarms)

    @property
    def urgent_messages(self) -> int:
        """Return how many immediate cases have a message that nobody has read."""
        return sum(alarm.kind == AlarmKind.NEW_MESSAGE for alarm in self.alarms)

    @property
    def calls_left(self) -> int:
        """Return how many call forms about somebody at risk nobody is at any more."""
        return sum(alarm.kind == AlarmKind.CALL_LEFT_OPEN for alarm in self.alarms)

    @property
    def nobody_unlocked(self) -> bool:
        return any(alarm.kind == AlarmKind.NOBODY_UNLOCKED for alarm in self.alarms)


def get_desk_header(*, user: User, now: datetime, is_lead: bool, adult_alarms: int | None = None) -> DeskHeader:
    """Count nothing of a case that the user is kept from. adult_alarms: where the page has counted them already."""
    if adult_alarms is None:
        adult_alarms = new_concerns().filter(ALARM).count()
    rows: dict[str, list[tuple[str, str, Any]]] = {APPROVAL: [], ALARM_ROW: [], BEAT: []}
    for kind, *row in _fetch_rows(user.pk):
        rows[kind].append(tuple(row))
    reviews = sorted(due for _pk, state, due in rows[APPROVAL] if state == ApprovalState.WENT_AHEAD and due)
    due = reviews[0] if reviews else None
    alarms = [UnseenAlarm(*row) for row in rows[ALARM_ROW]]
    late = now - UNOPENED
    calls = _reviews_of_calls() if is_lead else []
    to_decide = _kinds_to_decide(user) if is_lead else []
    return DeskHeader(
        adult_alarms=adult_alarms,
        alarms=alarms,
        unopened=sum(alarm.kind == AlarmKind.NOT_OPENED and alarm.noticed_at <= late for alarm in alarms),
        worker_is_missing=heartbeat.is_missing(next((at for _text, _name, at in rows[BEAT]), None), now),
        reviews=len(reviews),
        review_due_at=due,
        is_review_late=due is not None and due < now,
        key_is_due=is_lead and epochs.is_rotation_due(now),
        calls_to_review=len(calls),
        calls_due_at=calls[0] if calls else None,
        are_calls_late=bool(calls) and calls[0] < now,
        to_decide=len(to_decide),
        is_life_saving=not LIFE_SAVING_KINDS.isdisjoint(to_decide),
        answered=_answered([UUID(pk) for pk, state, _due in rows[APPROVAL] if state != ApprovalState.WENT_AHEAD]),
    )


@prepared
def _fetch_rows(user: int) -> QuerySet[Any]:  # Any: what the row is, two texts and a moment
    """Return approvals (key, state, due), alarms (kind, failure, noticed) and the worker's last beat, in one query."""
    kept_out = Exists(CaseReader.objects.filter(case=OuterRef("case"), user=user, is_kept_out=True))
    key = Cast("pk", CharField(max_length=36))
    approvals = _decided(user).exclude(kept_out).order_by()
    alarms = Alarm.objects.filter(seen_at=None).exclude(kept_out).order_by()
    beats = Heartbeat.objects.filter(name=heartbeat.WORKER).order_by()
    rows = approvals.values_list(_text(APPROVAL), key, "state", "review_due_at").union(
        alarms.values_list(_text(ALARM_ROW), "kind", "failure", "noticed_at"),
        beats.values_list(_text(BEAT), "name", _text(""), "beat_at"),
        all=True,
    )
    return rows.order_by()


def _text(value: str) -> Value:
    return Value(value, output_field=CharField())


def _decided(user: Any) -> QuerySet[Approval]:
    """Return what went ahead alone and waits for its review, and what the user asked and has an answer to."""
    answers = (ApprovalState.APPROVED, ApprovalState.REFUSED)
    answered = Approval.objects.filter(asked_by=user, kind__in=SENT_ONCE_AGREED, state__in=answers, used_at=None)
    return Approval.objects.to_review() | answered


def _answered(approvals: list[UUID]) -> list[UnsentItem]:
    if not approvals:
        return []
    return [item for hooks in registered() for item in hooks.get_unsent_items(approvals)]


def _kinds_to_decide(lead: User) -> list[str]:
    """Return the kind of each request that this lead may decide, and has to be told of."""
    waiting = Approval.objects.waiting().exclude(asked_by=lead).select_related("case", "asked_by")
    return [approval.kind for approval in waiting if permissions.can_decide(lead, approval)]


def _reviews_of_calls() -> list[datetime]:
    due = Contact.objects.awaiting_review().order_by("review_due_at").values_list("review_due_at", flat=True)
    return [moment for moment in due if moment]
