"""Health: what an operator has to look at, here and among the neighbours. Told to who has the operator's token only,
for some of it says that somebody has written to the helpline.

Each check returns what is wrong, or nothing. See docs/requirements/security.md#health.
"""

import shutil
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from cryptography.x509 import load_pem_x509_certificates
from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import storages
from django.db import DatabaseError, connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from compliance.casework.services import on_call_alerts
from learning.training.selectors import catalogue
from portal.core import heartbeat, replica
from portal.core.models import Outbox
from portal.files import attachment_types, clamav
from portal.history import checkpoints
from portal.history.models import Entry
from portal.jobs import put_aside
from portal.operations import database_roles, readiness
from portal.operations.backups.create import STORAGE_ALIASES
from portal.operations.models import Chore
from portal.operations.sweep import NIGHTLY

MIN_FREE_DISK = 0.10
MAX_QUEUE_WAIT = timedelta(minutes=5)
PROBE_EVERY_SECONDS = 600
MAX_MAIL_WAIT = timedelta(minutes=15)
MAX_PUT_ASIDE_REPORTED = timedelta(days=1)
# Nightly work is a day old at most, and has three hours to be done.
MAX_NIGHTLY_AGE = timedelta(hours=27)
MIN_CERTIFICATE_LIFE = timedelta(days=14)
MAX_DRILL_AGE = timedelta(days=8)
MAX_REPLICA_LAG_SECONDS = 60


def run_checks(*, now: datetime) -> dict[str, str]:
    """Return each check by name with what is wrong, an empty string where nothing is; readiness first."""
    results = readiness.run_checks(now=now)
    if not results["database"] and not results["migrations"]:
        results |= {name: check(now) for name, check in DATABASE_CHECKS.items()}
    neighbours = {
        "cache": check_cache,
        "replica": check_replica,
        "disk": check_disk,
        "storage": check_storage,
        "scanner": check_scanner,
        "certificate": check_certificate,
    }
    return results | {name: check() for name, check in neighbours.items()}


def check_queue(now: datetime) -> str:
    """Report jobs that wait too long: no worker is at work then."""
    oldest = DBTaskResult.objects.ready().order_by("enqueued_at").values_list("enqueued_at", flat=True).first()
    return (
        f"the oldest job has been waiting since {oldest:%H:%M} UTC" if oldest and now - oldest > MAX_QUEUE_WAIT else ""
    )


def check_mail(now: datetime) -> str:
    """Report when a mail has waited long and none has left since; one bad address is not that."""
    waiting = Outbox.objects.filter(state=Outbox.State.WAITING, created_at__lt=now - MAX_MAIL_WAIT)
    oldest = waiting.order_by("created_at").values_list("created_at", flat=True).first()
    if oldest is None or Outbox.objects.filter(sent_at__gt=oldest + MAX_MAIL_WAIT).exists():
        return ""
    return f"the oldest email has been waiting since {oldest:%H:%M} UTC"


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
    return (
        f"there is no course called {slug}: run manage.py load_courses"
        if slug and catalogue.find_course(slug) is None
        else ""
    )


def check_jobs(now: datetime) -> str:
    """Report jobs that were put aside within the last day: somebody waits, and nobody tries any more."""
    number = put_aside.count_alarming(since=now - MAX_PUT_ASIDE_REPORTED)
    return f"{number} failed in the last day: see `manage.py jobs`" if number else ""


def check_on_call_list(now: datetime) -> str:
    """Report an empty on-call list: nobody would be alerted."""
    return "" if settings.ON_CALL_EMAILS or settings.ON_CALL_WEBHOOK else "empty: set ON_CALL_EMAILS or ON_CALL_WEBHOOK"


def check_nightly(now: datetime) -> str:
    """Report nightly work that failed, found something, or was not done: the check of the log is part of it."""
    chores = {chore.name: chore for chore in Chore.objects.filter(name__in=NIGHTLY)}
    problems = [f"{name}: {chore.problem}" for name, chore in chores.items() if chore.problem]
    late = [name for name, chore in chores.items() if now - chore.begun_at > MAX_NIGHTLY_AGE]
    return "; ".join(problems + ([f"not done in the last day: {', '.join(late)}"] if late else []))


def check_anchor(now: datetime) -> str:
    """Report when the end of the log was not written outside the database for too long."""
    written = get_last_anchor()
    if written is None:
        # The first night writes the first one.
        is_old = Entry.objects.filter(seq=1, at__lt=now - MAX_NIGHTLY_AGE).exists()
        return "there are none" if is_old else ""
    return f"the last one is from {written:%d %B %Y}" if now - written > 2 * MAX_NIGHTLY_AGE else ""


def check_backup(now: datetime) -> str:
    """Report a backup that failed, or is too old."""
    return _describe_age("backup", now, MAX_NIGHTLY_AGE, "there is none: run manage.py backup")


def check_restore_drill(now: datetime) -> str:
    """Report when no backup was restored for too long: one that was never restored may be none."""
    return _describe_age("restore_drill", now, MAX_DRILL_AGE, "there was none: run manage.py restore_drill")


def get_last_anchor() -> datetime | None:
    """Return when the newest anchor was written, or None."""
    times = [path.stat().st_mtime for path in checkpoints.get_directory().glob("*.json")]
    return datetime.fromtimestamp(max(times), tz=UTC) if times else None


def check_cache() -> str:
    """Report a cache that does not keep what it is given."""
    try:
        cache.set("health", "kept", timeout=60)
        return "" if cache.get("health") == "kept" else "does not store values"
    except (DatabaseError, OSError) as error:
        return f"does not respond ({type(error).__name__})"


def check_replica() -> str:
    """Report a read replica that is away or far behind; the primary then serves its readers, too."""
    if not replica.is_configured():
        return ""
    lag = replica.get_lag()
    if lag is None:
        return "is away, or is no replica"
    return "" if lag <= MAX_REPLICA_LAG_SECONDS else f"{lag:.0f} s behind"


def check_disk() -> str:
    usage = shutil.disk_usage(_existing(Path(settings.MEDIA_ROOT)))
    return "" if usage.free / usage.total > MIN_FREE_DISK else f"{usage.free / usage.total:.0%} free"


def check_storage() -> str:
    """Report storage of files that does not respond, or that keeps what was deleted."""
    for alias in STORAGE_ALIASES:
        where = storages[alias]
        try:
            if problem := where.describe_problem() if hasattr(where, "describe_problem") else "":
                return problem
        except OSError as error:
            return f"{alias}: {error}"
    return ""


def check_scanner() -> str:
    """Report a scanner that does not answer, only where one is configured: without it, files wait in quarantine."""
    if not settings.SCANNER_SOCKET:
        return ""
    try:
        with clamav.open_line(settings.SCANNER_SOCKET, 2) as line:
            line.sendall(b"zPING\0")
            if not line.recv(16).startswith(b"PONG"):
                return "does not respond"
        is_large_enough = scanner_accepts_recordings(
            settings.SCANNER_SOCKET, int(time.monotonic() // PROBE_EVERY_SECONDS)
        )
    except OSError as error:
        return f"does not respond ({type(error).__name__})"
    return "" if is_large_enough else "refuses files of 100 MB: set StreamMaxLength as in deploy/clamd.conf"


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


def _describe_age(name: str, now: datetime, limit: timedelta, none: str) -> str:
    chore = Chore.objects.filter(name=name).first()
    if chore is None:
        return none
    if chore.problem:
        return f"failed at {chore.begun_at:%Y-%m-%d %H:%M} UTC: {chore.problem}"
    return f"the last one started at {chore.begun_at:%Y-%m-%d %H:%M} UTC" if now - chore.begun_at > limit else ""


def get_certificate_end() -> datetime | None:
    """Return when the proxy's certificate ends, or None where none is watched. Raises OSError, ValueError."""
    if not settings.CERTIFICATE_FILE:
        return None
    chain = load_pem_x509_certificates(Path(settings.CERTIFICATE_FILE).read_bytes())
    return min(certificate.not_valid_after_utc for certificate in chain)


def check_certificate() -> str:
    """Report a certificate that ends within two weeks: nobody reaches the helpline once it has ended."""
    try:
        end = get_certificate_end()
    except (OSError, ValueError) as error:
        return f"{settings.CERTIFICATE_FILE} cannot be read ({type(error).__name__})"
    if end is None or end - timezone.now() > MIN_CERTIFICATE_LIFE:
        return ""
    return f"the certificate expires on {end:%d %B %Y}"


def check_database_role(now: datetime) -> str:
    """Report a web process whose role can change the guards of the log, or sees every business's rows. A command of the
    operator's may use the owner's role.
    """
    is_web = "portal.wsgi" in sys.modules and settings.DATABASE_ROLES["web"]
    if not is_web or connection.vendor != "postgresql":
        return ""
    problem = database_roles.describe_role(connection)
    return f"the web process’s role {problem}" if problem else ""


DATABASE_CHECKS: dict[str, Callable[[datetime], str]] = {
    "unopened_immediate_concerns": check_unopened_concerns,
    "on_call": check_on_call,
    "on_call_list": check_on_call_list,
    "worker": check_worker,
    "nightly": check_nightly,
    "anchor": check_anchor,
    "backup": check_backup,
    "restore_drill": check_restore_drill,
    "queue": check_queue,
    "mail": check_mail,
    "jobs": check_jobs,
    "desk_course": check_desk_course,
    "database_role": check_database_role,
}
