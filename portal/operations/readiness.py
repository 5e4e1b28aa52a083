"""Readiness checks: whether this process may be sent visitors. Each returns what is wrong, or
nothing.

See docs/requirements/security.md#health.
"""

import shutil
import socket
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django_tasks_db.models import DBTaskResult

from compliance.casework.services import on_call_alerts
from learning.training.selectors import catalogue
from portal.core import heartbeat
from portal.core.models import Outbox
from portal.files import attachment_types, clamav
from portal.vault.services import team_key

MIN_FREE_DISK = 0.10
MAX_QUEUE_WAIT = timedelta(minutes=5)
PROBE_EVERY_SECONDS = 600
MAX_MAIL_WAIT = timedelta(minutes=15)
# Told to operators only: these checks say that somebody has written to the helpline, and a stranger reads the status.
OPERATOR_ONLY_CHECKS = frozenset({"unopened_immediate_concerns", "on_call"})
# Applied migrations stay applied while a process lives, so that the slow look is taken once.
_migrated: set[str] = set()


def run_checks(*, now: datetime) -> dict[str, str]:
    """Return each check by name with what is wrong, an empty string where nothing is."""
    results = {"database": check_database()}
    if not results["database"]:
        results["migrations"] = check_migrations()
    if not any(results.values()):
        results |= {name: check(now) for name, check in DATABASE_CHECKS.items()}
    return results | {"disk": check_disk(), "scanner": check_scanner()}


def check_database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return f"does not answer ({type(error).__name__})"
    return ""


def check_migrations() -> str:
    if connection.alias in _migrated:
        return ""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return f"{len(waiting)} not applied"
    _migrated.add(connection.alias)
    return ""


def check_queue(now: datetime) -> str:
    """Report jobs that wait too long: no worker is at work then."""
    oldest = DBTaskResult.objects.ready().order_by("enqueued_at").values_list("enqueued_at", flat=True).first()
    return f"the oldest job waits since {oldest:%H:%M} UTC" if oldest and now - oldest > MAX_QUEUE_WAIT else ""


def check_mail(now: datetime) -> str:
    """Report when a mail has waited long and none has left since; one bad address is not that."""
    waiting = Outbox.objects.filter(state=Outbox.State.WAITING, created_at__lt=now - MAX_MAIL_WAIT)
    oldest = waiting.order_by("created_at").values_list("created_at", flat=True).first()
    if oldest is None or Outbox.objects.filter(sent_at__gt=oldest + MAX_MAIL_WAIT).exists():
        return ""
    return f"the oldest mail waits since {oldest:%H:%M} UTC"


def check_vault(now: datetime) -> str:
    """Report when there is no key to seal to: nothing may then be asked of people in danger.

    See docs/requirements/security.md#no-key-no-report.
    """
    try:
        team_key.get_current_epoch()
    except team_key.WrongTeamKey:
        return "the database names another team key than the file"
    except team_key.NoTeamKey:
        return "there is no team key: run vault_begin"
    return ""


def check_worker(now: datetime) -> str:
    """Report a missing worker: without one nobody is alerted, no mail leaves and nothing is imported."""
    return heartbeat.describe_problem(now)


def check_unopened_concerns(now: datetime) -> str:
    """Report immediate concerns that nobody has opened within their time."""
    number = on_call_alerts.unopened(now)
    return f"{number} waiting for more than {on_call_alerts.UNOPENED.seconds // 60} minutes" if number else ""


def check_on_call(now: datetime) -> str:
    """Report an alert about the desk that did not reach the people on call."""
    return on_call_alerts.get_failure()


def check_desk_course(now: datetime) -> str:
    """Report a missing course that the desk depends on: it keeps nobody out, so somebody has to know."""
    slug = settings.DESK_COURSE
    return f"no course is named {slug}: run load_courses" if slug and catalogue.find_course(slug) is None else ""


def check_disk() -> str:
    usage = shutil.disk_usage(_existing(Path(settings.MEDIA_ROOT)))
    return "" if usage.free / usage.total > MIN_FREE_DISK else f"{usage.free / usage.total:.0%} free"


def check_scanner() -> str:
    """Report a scanner that does not answer, only where one is configured: without it, files wait in quarantine."""
    if not settings.SCANNER_SOCKET:
        return ""
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(2)
            line.connect(settings.SCANNER_SOCKET)
            line.sendall(b"zPING\0")
            if not line.recv(16).startswith(b"PONG"):
                return "does not answer"
        is_large_enough = scanner_accepts_recordings(
            settings.SCANNER_SOCKET, int(time.monotonic() // PROBE_EVERY_SECONDS)
        )
    except OSError as error:
        return f"does not answer ({type(error).__name__})"
    return "" if is_large_enough else "refuses files of 100 MB: set StreamMaxLength as in docs/clamd.conf"


@lru_cache(maxsize=1)
def scanner_accepts_recordings(address: str, _window: int) -> bool:
    """Return whether the scanner accepts the largest file that people may send; asked once in each window of time."""
    try:
        return clamav.accepts_size(attachment_types.MEDIA_BYTES, address=address)
    except clamav.ScannerAway:
        return True


def _existing(path: Path) -> Path:
    while not path.exists():
        path = path.parent
    return path


DATABASE_CHECKS: dict[str, Callable[[datetime], str]] = {
    "queue": check_queue,
    "mail": check_mail,
    "worker": check_worker,
    "unopened_immediate_concerns": check_unopened_concerns,
    "on_call": check_on_call,
    "vault": check_vault,
    "desk_course": check_desk_course,
}
