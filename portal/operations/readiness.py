"""Whether this process may be sent visitors (security 4.4). Each check returns what is wrong, or nothing."""

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
from portal.files import attachment_types
from portal.files import clamav as clamd
from portal.vault.services import team_key

LEAST_FREE_DISK = 0.10
LONGEST_QUEUE_WAIT = timedelta(minutes=5)
PROBE_EVERY_SECONDS = 600
LONGEST_MAIL_WAIT = timedelta(minutes=15)
# Told to operators only: these checks say that somebody has written to the helpline, and a stranger reads the status.
OPERATORS_ONLY = frozenset({"unopened_immediate_concerns", "on_call"})
# Applied migrations stay applied while a process lives, so that the slow look is taken once.
_migrated: set[str] = set()


def problems(*, now: datetime) -> dict[str, str]:
    """Each check by name with what is wrong, an empty string where nothing is."""
    found = {"database": database()}
    if not found["database"]:
        found["migrations"] = migrations()
    if not any(found.values()):
        found |= {name: check(now) for name, check in ASKING_THE_DATABASE.items()}
    return found | {"disk": disk(), "scanner": scanner()}


def database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return f"does not answer ({type(error).__name__})"
    return ""


def migrations() -> str:
    if connection.alias in _migrated:
        return ""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return f"{len(waiting)} not applied"
    _migrated.add(connection.alias)
    return ""


def queue(now: datetime) -> str:
    """Jobs that wait too long mean that no worker is at work."""
    oldest = DBTaskResult.objects.ready().order_by("enqueued_at").values_list("enqueued_at", flat=True).first()
    return f"the oldest job waits since {oldest:%H:%M} UTC" if oldest and now - oldest > LONGEST_QUEUE_WAIT else ""


def mail(now: datetime) -> str:
    """The post is down when a mail has waited long and none has left since; one bad address is not that."""
    waiting = Outbox.objects.filter(state=Outbox.State.WAITING, created_at__lt=now - LONGEST_MAIL_WAIT)
    oldest = waiting.order_by("created_at").values_list("created_at", flat=True).first()
    if oldest is None or Outbox.objects.filter(sent_at__gt=oldest + LONGEST_MAIL_WAIT).exists():
        return ""
    return f"the oldest mail waits since {oldest:%H:%M} UTC"


def vault(now: datetime) -> str:
    """Without a key to seal to, nothing may be asked of people in danger (decision 22)."""
    try:
        team_key.current()
    except team_key.WrongTeamKey:
        return "the database names another team key than the file"
    except team_key.NoTeamKey:
        return "there is no team key: run vault_begin"
    return ""


def worker(now: datetime) -> str:
    """Without a worker nobody is alerted, no mail leaves and nothing is imported."""
    return heartbeat.problem(now)


def unopened(now: datetime) -> str:
    """An immediate concern that nobody has opened within its time."""
    number = on_call_alerts.unopened(now)
    return f"{number} waiting for more than {on_call_alerts.UNOPENED.seconds // 60} minutes" if number else ""


def on_call(now: datetime) -> str:
    """An alert about the desk that did not reach the people on call."""
    return on_call_alerts.get_failure()


def desk_course(now: datetime) -> str:
    """A course that the desk depends on and that is not there keeps nobody out, so somebody has to know."""
    slug = settings.DESK_COURSE
    return f"no course is named {slug}: run load_courses" if slug and catalogue.find(slug) is None else ""


def disk() -> str:
    usage = shutil.disk_usage(_existing(Path(settings.MEDIA_ROOT)))
    return "" if usage.free / usage.total > LEAST_FREE_DISK else f"{usage.free / usage.total:.0%} free"


def scanner() -> str:
    """Only where one is configured: without it, files wait in quarantine and nothing else is amiss."""
    if not settings.SCANNER_SOCKET:
        return ""
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(2)
            line.connect(settings.SCANNER_SOCKET)
            line.sendall(b"zPING\0")
            if not line.recv(16).startswith(b"PONG"):
                return "does not answer"
        is_large_enough = scanner_takes_recordings(
            settings.SCANNER_SOCKET, int(time.monotonic() // PROBE_EVERY_SECONDS)
        )
    except OSError as error:
        return f"does not answer ({type(error).__name__})"
    return "" if is_large_enough else "refuses files of 100 MB: set StreamMaxLength as in docs/clamd.conf"


@lru_cache(maxsize=1)
def scanner_takes_recordings(address: str, _window: int) -> bool:
    """Whether the scanner accepts the largest file that people may send; asked once in each window of time."""
    try:
        return clamd.takes(attachment_types.MEDIA_BYTES, address=address)
    except clamd.ScannerAway:
        return True


def _existing(path: Path) -> Path:
    while not path.exists():
        path = path.parent
    return path


ASKING_THE_DATABASE: dict[str, Callable[[datetime], str]] = {
    "queue": queue,
    "mail": mail,
    "worker": worker,
    "unopened_immediate_concerns": unopened,
    "on_call": on_call,
    "vault": vault,
    "desk_course": desk_course,
}
