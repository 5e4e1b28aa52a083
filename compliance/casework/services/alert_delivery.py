"""Alerting the people on call, without content: by the operator's webhook, and by mail that leaves before all other."""

import json
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from http.client import HTTPException
from threading import Thread
from urllib.error import URLError
from urllib.request import Request, urlopen

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from compliance.casework.models import Alarm
from compliance.concerns.services.delayed_history import delay_line
from portal.core import mail
from portal.history.services import record
from portal.jobs import leases

logger = logging.getLogger(__name__)
# How long after an alert the next one leaves, while the alarm lasts.
AGAIN = timedelta(minutes=30)
# Longer than a webhook can take. Whoever dies while it alerts leaves the alarm to others after this long.
LEASE = timedelta(seconds=60)
# Between two bytes of the webhook's answer, and for all of it: one that answers byte by byte is not waited for.
WEBHOOK_SILENCE, WEBHOOK_TOTAL = 5, 10
TEMPLATE = "casework/on_call"


def is_alert_due(alarm: Alarm, now: datetime) -> bool:
    return alarm.told_at is None or now - alarm.told_at >= AGAIN


def send_alert(alarms: Sequence[Alarm], now: datetime) -> int:
    """Alert the people on call once for all these alarms. Return how many of them this process alerted about.

    Those that another process is alerting about at the moment are left to it. A process that dies before the alert is
    recorded has alerted nobody, as far as the next one knows: rather twice than never.
    """
    claimed = [alarm for alarm in alarms if _claim(alarm, now)]
    if not claimed:
        return 0
    failure = _first_path()
    with transaction.atomic():
        alerted = [alarm for alarm in claimed if _record(alarm, failure, now)]
        if alerted:
            for address in settings.ON_CALL_EMAILS:
                mail.send(to=address, template=TEMPLATE, is_urgent=True)
    return len(alerted)


def _claim(alarm: Alarm, now: datetime) -> bool:
    is_time_ = Q(told_at=None) | Q(told_at__lte=now - AGAIN)
    due = Alarm.objects.filter(leases.is_free(now), is_time_, pk=alarm.pk)
    alarm.lease_token = leases.claim(due, until=now + LEASE)
    return alarm.lease_token is not None


def _record(alarm: Alarm, failure: str, now: datetime) -> bool:
    """Write that the people on call were alerted; false where the alarm ended meanwhile, or is another's."""
    try:
        leases.update(
            alarm, told_at=round_to_minute(now) if alarm.concern_id else now, failure=failure, **leases.RELEASED
        )
    except leases.LeaseLost:
        return False
    _note_alert(alarm, now)
    return True


def round_to_minute(now: datetime) -> datetime:
    """Round down to the minute: of an alarm about a new concern, seconds would say when somebody wrote to us."""
    return now.replace(second=0, microsecond=0)


def _note_alert(alarm: Alarm, now: datetime) -> None:
    """Add the line of history; about a new concern, once its hour is over and among the others of that hour."""
    action, detail = "casework.alarm.told", {"kind": alarm.kind}
    if alarm.concern:
        delay_line(action, alarm.concern, detail, now=now)
    else:
        record("system", action, alarm, detail, at=now)


def _first_path() -> str:
    """Call the webhook before any row is locked. Return what went wrong, in words without content."""
    if settings.ON_CALL_WEBHOOK:
        return _call_webhook(settings.ON_CALL_WEBHOOK)
    return "" if settings.ON_CALL_EMAILS else "nobody is on the on-call list"


def _call_webhook(address: str) -> str:
    """Call it in a thread of its own, which is given up after ten seconds."""
    problems = ["it took too long"]
    thread = Thread(target=lambda: problems.append(_post(address)), daemon=True)
    thread.start()
    thread.join(WEBHOOK_TOTAL)
    if not problems[-1]:
        return ""
    logger.warning("The on-call webhook did not answer: %s", problems[-1])
    return f"the webhook did not respond ({problems[-1]})"


def _post(address: str) -> str:
    """The operator's own address, from settings: it says that there is something to look at, and nothing else."""
    body = json.dumps({"text": f"{settings.PORTAL_NAME}: check the desk."}).encode()
    try:
        request = Request(address, data=body, headers={"Content-Type": "application/json"})  # noqa: S310
        with urlopen(request, timeout=WEBHOOK_SILENCE):  # noqa: S310
            return ""
    except (URLError, HTTPException, OSError, ValueError) as error:
        return type(error).__name__
