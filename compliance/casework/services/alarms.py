"""Alerting the people on call, without content (decision 21), and what leads are warned of.

The sweep sees every 30 seconds whether an immediate concern waits unopened, or nobody has the desk unlocked. That an
alarm began is a row, which goes when it ends: it tells nearly when somebody wrote to us.
"""

import json
import logging
from datetime import datetime, timedelta
from urllib.error import URLError
from urllib.request import Request, urlopen
from uuid import UUID

from django.conf import settings
from django.db import transaction

from compliance.casework.choices import AlarmKind, Level
from compliance.casework.models import Alarm, Case
from compliance.casework.reading.queue import new_concerns
from compliance.concerns.services.held import hold
from portal.accounts.models import User
from portal.core import mail
from portal.core.models import Outbox
from portal.history.services import record
from portal.vault.models import Epoch, Unlock

logger = logging.getLogger(__name__)
UNOPENED = timedelta(minutes=5)
NOBODY = timedelta(minutes=10)
AGAIN = timedelta(minutes=30)
WEBHOOK_SECONDS = 5
TEMPLATE = "casework/on_call"
KINDS = (AlarmKind.NOT_OPENED, AlarmKind.CASE_IN_DANGER, AlarmKind.NOBODY_UNLOCKED)


def unseen() -> list[Alarm]:
    return list(Alarm.objects.filter(seen_at=None).select_related("user"))


def see(*, uuid: UUID, actor: User, at: datetime) -> bool:
    """A lead has seen it. Those that the sweep watches end by themselves."""
    alarm = Alarm.objects.filter(pk=uuid, seen_at=None).exclude(kind__in=KINDS).first()
    if alarm is None:
        return False
    alarm.seen_at, alarm.seen_by = at, actor
    alarm.save(update_fields=["seen_at", "seen_by"])
    record(actor, "casework.alarm.seen", alarm, {"kind": alarm.kind}, at=at)
    return True


def case_in_danger(case: Case, *, at: datetime) -> None:
    """A caller said so of a case that somebody else has. Its owner's opening it, or anybody's act, ends the alarm."""
    Alarm.objects.get_or_create(kind=AlarmKind.CASE_IN_DANGER, case=case, defaults={"noticed_at": at})


def watch(now: datetime) -> int:
    """Begin and end alarms, and alert whom it is time to alert. Returns how many alerts went out."""
    if not Epoch.objects.current().exists():
        return 0
    _watch_concerns(now)
    _end_of_cases()
    _watch_desk(now)
    due = [alarm for alarm in Alarm.objects.filter(kind__in=KINDS) if _is_due(alarm, now)]
    for alarm in due:
        _tell(alarm, now)
    _note_failures()
    _forget_sent_alerts()
    return len(due)


def failures() -> str:
    """For /readyz: an alert that did not go out, in words without content."""
    found = Alarm.objects.exclude(failure="").values_list("failure", flat=True).first()
    return found or ""


def _watch_concerns(now: datetime) -> None:
    """Since when one waits is known from the sweep that first saw it: its exact arrival is sealed."""
    waiting = set(new_concerns().filter(triage_level=Level.P1).values_list("pk", flat=True))
    known = Alarm.objects.filter(kind=AlarmKind.NOT_OPENED)
    known.exclude(concern__in=waiting).delete()
    watched = set(known.values_list("concern", flat=True))
    for concern in waiting - watched:
        Alarm.objects.create(kind=AlarmKind.NOT_OPENED, concern_id=concern, noticed_at=_minute(now))


def _end_of_cases() -> None:
    immediate = Case.objects.open().filter(level=Level.P1)
    Alarm.objects.filter(kind=AlarmKind.CASE_IN_DANGER).exclude(case__in=immediate).delete()


def _watch_desk(now: datetime) -> None:
    alarm = Alarm.objects.filter(kind=AlarmKind.NOBODY_UNLOCKED)
    if Unlock.objects.valid(now).exists():
        alarm.delete()
    elif not alarm.exists():
        Alarm.objects.create(kind=AlarmKind.NOBODY_UNLOCKED, noticed_at=now)


def _is_due(alarm: Alarm, now: datetime) -> bool:
    patience = NOBODY if alarm.kind == AlarmKind.NOBODY_UNLOCKED else UNOPENED
    if now - alarm.noticed_at < patience:
        return False
    return alarm.told_at is None or now - alarm.told_at >= AGAIN


def _tell(alarm: Alarm, now: datetime) -> None:
    """The webhook first: nothing else waits while another server does."""
    alarm.told_at, alarm.failure = _minute(now) if alarm.concern_id else now, ""
    if settings.ON_CALL_WEBHOOK:
        alarm.failure = _call_webhook(settings.ON_CALL_WEBHOOK)
    elif not settings.ON_CALL_EMAILS:
        alarm.failure = "nobody is on the on-call list"
    with transaction.atomic():
        for address in settings.ON_CALL_EMAILS:
            mail.send(to=address, template=TEMPLATE)
        alarm.save(update_fields=["told_at", "failure"])
        _note_alert(alarm, now)


def _minute(now: datetime) -> datetime:
    """Round down to the minute: of an alarm about a new concern, seconds would say when somebody wrote to us."""
    return now.replace(second=0, microsecond=0)


def _note_alert(alarm: Alarm, now: datetime) -> None:
    """Add the line of history; about a new concern, once its hour is over and among the others of that hour."""
    action, detail = "casework.alarm.told", {"kind": alarm.kind}
    if alarm.concern:
        hold(action, alarm.concern, detail, now=now)
    else:
        record("system", action, alarm, detail, at=now)


def _forget_sent_alerts() -> None:
    """A mail that has left tells by its times when a concern arrived, and nobody needs its row any more."""
    Outbox.objects.filter(template=TEMPLATE, state=Outbox.State.SENT).delete()


def _call_webhook(address: str) -> str:
    """The operator's own address, from settings: it says that there is something to look at, and nothing else."""
    body = json.dumps({"text": f"{settings.PORTAL_NAME}: look at the desk."}).encode()
    request = Request(address, data=body, headers={"Content-Type": "application/json"})  # noqa: S310
    try:
        with urlopen(request, timeout=WEBHOOK_SECONDS):  # noqa: S310
            return ""
    except (URLError, OSError, ValueError) as error:
        logger.warning("The on-call webhook did not answer: %s", type(error).__name__)
        return f"the webhook did not answer ({type(error).__name__})"


def _note_failures() -> None:
    """A mail that the post has refused for good shows on the desk until the alarm ends, or the next one has left."""
    refused = Outbox.objects.filter(template=TEMPLATE, state=Outbox.State.NEEDS_ATTENTION).order_by("-created_at")
    latest = refused.values_list("created_at", flat=True).first()
    if latest is not None:
        told = Alarm.objects.filter(kind__in=KINDS, failure="", told_at__lte=latest + NOBODY)
        told.update(failure="a mail to the on-call list did not leave")
