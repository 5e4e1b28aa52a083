"""One round of the sweep: what fell down is picked up again, and once a night the log is verified.

An app that holds leases offers `sweep(now) -> int` in its own sweep.py: how many things it queued anew. The worker does
each of the four parts in a loop of its own, so that none holds up another: `manage.py sweep` does all, the desk first.

See docs/requirements/security.md#background-jobs.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Q
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from compliance.casework.services import on_call_alerts
from portal.core import heartbeat, mail
from portal.core.mail.tasks import deliver_mail
from portal.history import checkpoints
from portal.history.verification import verify_log
from portal.operations import database_roles
from portal.operations.apps import get_app_modules
from portal.operations.models import Chore
from portal.operations.notifications import notify_of_jobs_put_aside, notify_of_nightly_problem
from portal.operations.retention import run_retention

logger = logging.getLogger(__name__)
NIGHT_HOUR = 2
KEEP_JOB_RESULTS = timedelta(days=14)
# Longer than the post can take over one mail.
MAX_MAIL_JOB = timedelta(hours=1)


def run_sweep(*, now: datetime) -> dict[str, int]:
    """Run all parts; return how many things each put right. A part that fails is logged and does not stop the
    others.
    """
    first: dict[str, Callable[[datetime], int]] = {"desk": on_call_alerts.watch, "urgent mail": send_urgent_mail}
    done = {name: _run_part(name, part, now) for name, part in first.items()}
    return done | sweep_apps(now) | {"mail": _run_part("mail", send_mail, now)}


def watch_desk(now: datetime) -> int:
    """Watch what must not stay unseen, and record that a worker did. Return how many alarms were alerted."""
    alerted = on_call_alerts.watch(now)
    heartbeat.record_beat(now)
    return alerted


def send_urgent_mail(now: datetime) -> int:
    """Send the alerts to the people on call, which wait for no other mail. Return how many left."""
    return mail.deliver_due(now=now, is_urgent=True)


def send_mail(now: datetime) -> int:
    """Send all other mail that is due. Return how many left."""
    return mail.deliver_due(now=now, is_urgent=False)


def sweep_apps(now: datetime) -> dict[str, int]:
    """Pick up what fell down in each app, and do the chores of the night. Return how many things each put right."""
    if database_roles.is_row_security_active(connection):
        logger.error("The sweep would see no rows: this role needs BYPASSRLS (docs/operations/install.md)")
        return {}
    done = {label: _run_part(label, module.sweep, now) for label, module in get_app_modules("sweep")}
    done["jobs put aside"] = _run_part("jobs put aside", notify_of_jobs_put_aside, now)
    done["results of mail jobs"] = _run_part("results of mail jobs", clear_mail_results, now)
    for name, chore in NIGHTLY.items():
        if Chore.objects.claim(name, not_since=get_last_night_hour(now), now=now):
            _run_chore(name, chore, now)
    return done


def clear_mail_results(now: datetime) -> int:
    """Delete what the queue keeps of mail jobs: its moments would tell when an alert was owed. Return how many rows.

    The outbox says what became of a mail. A job that a lost worker left running is owed again by the outbox, too.
    """
    is_over = Q(status__in=(TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED))
    is_lost = Q(status=TaskResultStatus.RUNNING, started_at__lt=now - MAX_MAIL_JOB)
    return DBTaskResult.objects.filter(is_over | is_lost, queue_name=deliver_mail.queue_name).delete()[0]


def get_last_night_hour(now: datetime) -> datetime:
    """Return the last two o'clock in the morning, by the clocks people see."""
    local = timezone.localtime(now)
    night = local.replace(hour=NIGHT_HOUR, minute=0, second=0, microsecond=0)
    return night if night <= local else night - timedelta(days=1)


def _run_part(name: str, part: Callable[[datetime], int], now: datetime) -> int:
    try:
        return part(now)
    except Exception:
        logger.exception("The sweep of %s failed", name)
        return 0


def _run_chore(name: str, chore: Callable[[datetime], str], now: datetime) -> None:
    try:
        problem = chore(now)
    except Exception as error:
        logger.exception("The nightly %s failed", name)
        problem = type(error).__name__
    if problem:
        logger.error("The nightly %s: %s", name, problem)
        _run_part("nightly mail", lambda _: notify_of_nightly_problem(name, problem), now)
    Chore.objects.filter(name=name).update(done_at=timezone.now(), problem=problem[:300])


def _clear_sessions(now: datetime) -> str:
    Session.objects.filter(expire_date__lt=now).delete()
    return ""


def _clear_job_results(now: datetime) -> str:
    DBTaskResult.objects.finished().filter(finished_at__lt=now - KEEP_JOB_RESULTS).delete()
    return ""


def _verify_history(now: datetime) -> str:
    problems = verify_log().problems
    return f"{len(problems)} problems, the first: {problems[0].sentence}" if problems else ""


def _anchor_history(now: datetime) -> str:
    checkpoints.write_checkpoint(now)
    return ""


def _retain(now: datetime) -> str:
    run_retention(now)
    return ""


NIGHTLY: dict[str, Callable[[datetime], str]] = {
    "verify_history": _verify_history,
    "anchor_history": _anchor_history,
    "retain": _retain,
    "clear_sessions": _clear_sessions,
    "clear_job_results": _clear_job_results,
}
