"""Watching what must not stay unseen at the desk, and what leads are warned of.

The worker looks every ten seconds whether an immediate concern waits unopened, or nobody has the desk unlocked; while
no worker is alive, a web process does. That an alarm began is a row, which goes when it ends: it tells nearly when
somebody wrote to us.

See docs/requirements/helpline.md#alarms.
"""

from datetime import datetime, timedelta
from uuid import UUID

from compliance.casework import permissions
from compliance.casework.choices import AlarmKind, Level
from compliance.casework.models import Alarm, CallDraft, Case, Contact
from compliance.casework.rules import open_calls
from compliance.casework.selectors.queue import new_concerns
from compliance.casework.services import alert_delivery
from compliance.concerns.choices import Author
from compliance.concerns.models import Message
from portal.accounts.models import User
from portal.core import heartbeat
from portal.core.models import Outbox
from portal.history.services import record
from portal.vault.models import Epoch, Unlock

UNOPENED = timedelta(minutes=5)
NOBODY = timedelta(minutes=10)
# How long an alarm stands before the people on call are alerted. A worker is missing only after two minutes anyway.
PATIENCE = {
    AlarmKind.NOT_OPENED: UNOPENED,
    AlarmKind.CASE_IN_DANGER: UNOPENED,
    AlarmKind.NEW_MESSAGE: UNOPENED,
    # It begins once the form has been left for its time.
    AlarmKind.CALL_LEFT_OPEN: timedelta(0),
    AlarmKind.NOBODY_UNLOCKED: NOBODY,
    AlarmKind.NO_WORKER: timedelta(0),
}
KINDS = tuple(PATIENCE)


def get_unseen_alarms(reader: User) -> list[Alarm]:
    """Return the alarms that no lead has seen, but for those about cases that the reader is kept out of."""
    alarms = Alarm.objects.filter(seen_at=None).select_related("user")
    return list(permissions.exclude_kept_out(alarms, reader, "case"))


def mark_seen(*, uuid: UUID, actor: User, at: datetime) -> bool:
    """Record that a lead has seen it. Those that the sweep watches end by themselves."""
    alarm = Alarm.objects.filter(pk=uuid, seen_at=None).exclude(kind__in=KINDS).first()
    if alarm is None:
        return False
    alarm.seen_at, alarm.seen_by = at, actor
    alarm.save(update_fields=["seen_at", "seen_by"])
    record(actor, "casework.alarm.seen", alarm, {"kind": alarm.kind}, at=at)
    return True


def raise_case_in_danger(case: Case, *, at: datetime) -> None:
    """Raise the alarm about a case of somebody else, until its owner opens it or anybody acts."""
    Alarm.objects.get_or_create(kind=AlarmKind.CASE_IN_DANGER, case=case, defaults={"noticed_at": at})


def watch(now: datetime, *, is_worker: bool = True) -> int:
    """Begin and end alarms, and alert the people on call where it is time to. Return how many alarms were alerted.

    Any number of processes may do this at once: an alarm begins once, and each alert leaves once.
    is_worker: false for a web process, which does this while no worker is alive.
    """
    if not Epoch.objects.current().exists():
        return 0
    _watch_worker(now, is_worker=is_worker)
    _watch_concerns(now)
    _end_of_cases()
    _watch_messages(now)
    _watch_calls(now)
    _watch_desk(now)
    alerted = alert_delivery.send_alert(
        [alarm for alarm in Alarm.objects.filter(kind__in=KINDS) if _is_due(alarm, now)], now
    )
    _note_failures()
    _forget_sent_alerts()
    return alerted


def unopened(now: datetime) -> int:
    """Return how many immediate concerns nobody has opened within their time."""
    return Alarm.objects.filter(kind=AlarmKind.NOT_OPENED, noticed_at__lte=now - UNOPENED).count()


def get_failure() -> str:
    """Return, for /readyz, that an alert did not go out, in words without content."""
    failure = Alarm.objects.exclude(failure="").values_list("failure", flat=True).first()
    return failure or ""


def _watch_concerns(now: datetime) -> None:
    """Since when one waits is known from the sweep that first saw it: its exact arrival is sealed."""
    waiting = set(new_concerns().filter(triage_level=Level.P1).values_list("pk", flat=True))
    known = Alarm.objects.filter(kind=AlarmKind.NOT_OPENED)
    known.exclude(concern__in=waiting).delete()
    watched = set(known.values_list("concern", flat=True))
    noticed = {"noticed_at": alert_delivery.round_to_minute(now)}
    for concern in waiting - watched:
        Alarm.objects.get_or_create(kind=AlarmKind.NOT_OPENED, concern_id=concern, defaults=noticed)


def _watch_worker(now: datetime, *, is_worker: bool) -> None:
    if is_worker or not heartbeat.is_worker_missing(now):
        Alarm.objects.filter(kind=AlarmKind.NO_WORKER).delete()
    else:
        _begin(AlarmKind.NO_WORKER, now)


def _end_of_cases() -> None:
    immediate = Case.objects.open().filter(level=Level.P1)
    Alarm.objects.filter(kind=AlarmKind.CASE_IN_DANGER).exclude(case__in=immediate).delete()


def _watch_messages(now: datetime) -> None:
    """What a reporter adds to an immediate case waits for somebody who reads it. One alarm a case.

    The alarm names the concern, so that its times tell no more than those of a new one.
    """
    unread = Message.objects.filter(author=Author.REPORTER, is_seen=False)
    contacts = Contact.objects.filter(concern__in=unread.values("concern")).select_related("case__merged_into")
    waiting = {
        contact.case.goes_on_in.pk: contact.concern_id
        for contact in contacts
        if contact.case and contact.case.goes_on_in.is_open and contact.case.goes_on_in.level == Level.P1
    }
    known = Alarm.objects.filter(kind=AlarmKind.NEW_MESSAGE)
    known.exclude(case__in=waiting, concern__in=waiting.values()).delete()
    watched = set(known.values_list("case", flat=True))
    noticed = alert_delivery.round_to_minute(now)
    for case in waiting.keys() - watched:
        given = {"concern_id": waiting[case], "noticed_at": noticed}
        Alarm.objects.get_or_create(kind=AlarmKind.NEW_MESSAGE, case_id=case, defaults=given)


def _watch_calls(now: datetime) -> None:
    """An urgent form that nobody saves is left; a save, a case or a taking over ends that."""
    urgent = CallDraft.objects.filter(level__in=open_calls.URGENT_LEVELS)
    left = set(urgent.filter(saved_at__lte=now - open_calls.LEFT_AFTER).values_list("pk", flat=True))
    known = Alarm.objects.filter(kind=AlarmKind.CALL_LEFT_OPEN)
    known.exclude(call__in=left).delete()
    for call in left - set(known.values_list("call", flat=True)):
        Alarm.objects.get_or_create(kind=AlarmKind.CALL_LEFT_OPEN, call_id=call, defaults={"noticed_at": now})


def _watch_desk(now: datetime) -> None:
    if Unlock.objects.valid(now).exists():
        Alarm.objects.filter(kind=AlarmKind.NOBODY_UNLOCKED).delete()
    else:
        _begin(AlarmKind.NOBODY_UNLOCKED, now)


def _begin(kind: AlarmKind, now: datetime) -> None:
    """Begin an alarm of the desk as a whole, unless it has begun."""
    Alarm.objects.get_or_create(kind=kind, defaults={"noticed_at": now})


def _is_due(alarm: Alarm, now: datetime) -> bool:
    return now - alarm.noticed_at >= PATIENCE[AlarmKind(alarm.kind)] and alert_delivery.is_alert_due(alarm, now)


def _note_failures() -> None:
    """A mail that the post has refused for good shows on the desk until the alarm ends, or the next one has left."""
    refused = Outbox.objects.filter(template=alert_delivery.TEMPLATE, state=Outbox.State.NEEDS_ATTENTION).order_by(
        "-created_at"
    )
    latest = refused.values_list("created_at", flat=True).first()
    if latest is not None:
        alerted = Alarm.objects.filter(kind__in=KINDS, failure="", told_at__lte=latest + NOBODY)
        alerted.update(failure="a mail to the on-call list did not leave")


def _forget_sent_alerts() -> None:
    """A mail that has left tells by its times when a concern arrived, and nobody needs its row any more."""
    Outbox.objects.filter(template=alert_delivery.TEMPLATE, state=Outbox.State.SENT).delete()
