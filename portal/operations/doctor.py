"""What is wrong with this installation, in order of danger, each with its fix.

It asks Django's checks for a server, readiness and health, and looks itself at what those do not see.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from pathlib import Path

from django.conf import settings
from django.core import checks
from django.db import DatabaseError
from django.db.models import Q

from portal.accounts.models import User
from portal.accounts.roles import StaffRole
from portal.files import clamav
from portal.history import checkpoints
from portal.operations import health
from portal.vault.models import HandlerKey
from portal.vault.services import recovery

# A name that nobody can own: only invented people have addresses in it.
DEMO_SUFFIX = ".example"
MAX_RECOVERY_DRILL_AGE = timedelta(days=100)


class Danger(IntEnum):
    """What may come of it, the worst first."""

    PEOPLE = 1
    LOSS = 2
    ATTACK = 3
    SERVICE = 4
    ADVICE = 5


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that is wrong. name: as tests, alerts and the guide call it."""

    danger: Danger
    name: str
    problem: str
    fix: str


# Django's checks and ours, by id; any other is named by its id.
CHECKS = {
    "operations.E001": ("secret_missing", Danger.LOSS),
    "operations.E002": ("secret_readable_by_others", Danger.ATTACK),
    "operations.E003": ("secret_key_example", Danger.ATTACK),
    "operations.E004": ("demo_settings", Danger.ATTACK),
    "operations.E005": ("receipts_cheap_to_guess", Danger.PEOPLE),
    "operations.E006": ("vault", Danger.PEOPLE),
    "operations.E007": ("site_url_local", Danger.SERVICE),
    "operations.E008": ("site_url_not_answered", Danger.SERVICE),
    "operations.E009": ("every_host_answered", Danger.ATTACK),
    "operations.E010": ("mail_unencrypted", Danger.ATTACK),
    "operations.E011": ("web_role_too_strong", Danger.ATTACK),
    "operations.E012": ("worker_role_too_weak", Danger.LOSS),
    "operations.E013": ("face_reads_foreign_secret", Danger.ATTACK),
    "operations.E014": ("face_without_role", Danger.ATTACK),
    "operations.E015": ("face_with_another_role", Danger.ATTACK),
    "operations.W006": ("database_owner_in_web", Danger.ATTACK),
    "operations.W001": ("operator_unnamed", Danger.ADVICE),
    "operations.W002": ("proxy_counts_differ", Danger.SERVICE),
    "operations.W003": ("sqlite", Danger.ADVICE),
    "operations.W004": ("mail_without_sender", Danger.SERVICE),
    "operations.W005": ("on_call_list", Danger.PEOPLE),
    "mail.E001": ("mail_goes_nowhere", Danger.SERVICE),
    "security.W004": ("hsts_off", Danger.ATTACK),
    "security.W008": ("plain_http_answered", Danger.ATTACK),
    "security.W009": ("secret_key_weak", Danger.ATTACK),
    "security.W012": ("session_cookie_without_tls", Danger.ATTACK),
    "security.W016": ("csrf_cookie_without_tls", Danger.ATTACK),
    "security.W018": ("debug_pages", Danger.PEOPLE),
    "security.W020": ("site_url_not_answered", Danger.SERVICE),
}
# What /health and /readyz report, and what to do about it.
HEALTH = {
    "unopened_immediate_concerns": (Danger.PEOPLE, "Call the triage lead on shift now."),
    "on_call": (Danger.PEOPLE, "Call the people on call. Then check email and ON_CALL_WEBHOOK."),
    "on_call_list": (Danger.PEOPLE, "Set ON_CALL_EMAILS or ON_CALL_WEBHOOK."),
    "vault": (Danger.PEOPLE, "Find out who changed the key. Before the first start, run manage.py vault_begin."),
    "worker": (Danger.PEOPLE, "Run systemctl start portal-worker."),
    "nightly": (Danger.LOSS, "Run manage.py audit_verify and keep the output."),
    "anchor": (Danger.LOSS, "Check that HISTORY_ANCHORS_DIR is writable, then run manage.py sweep."),
    "backup": (Danger.LOSS, "Run manage.py backup and start its timer."),
    "restore_drill": (Danger.LOSS, "Run manage.py restore_drill and start its timer."),
    "database": (Danger.SERVICE, "Start PostgreSQL and check DATABASE_URL."),
    "migrations": (Danger.SERVICE, "Run manage.py migrate."),
    "static_files": (Danger.SERVICE, "Run manage.py collectstatic, then restart the web servers."),
    "database_role": (Danger.ATTACK, "Set DATABASE_USER in the web server’s unit, as deploy/systemd does."),
    "queue": (Danger.SERVICE, "Start another worker."),
    "mail": (Danger.SERVICE, "Check SMTP_HOST and the worker's log."),
    "jobs": (Danger.SERVICE, "Run manage.py jobs, fix the cause, then run manage.py jobs --retry."),
    "replica": (Danger.SERVICE, "Check the replica's log and DATABASE_REPLICA_URL. The primary serves its readers."),
    "cache": (Danger.SERVICE, "Start the cache server, or check CACHE_URL."),
    "disk": (Danger.SERVICE, "Free some space on the disk with VAR_DIR."),
    "storage": (
        Danger.PEOPLE,
        "Start the S3 service and check S3_ENDPOINT, S3_BUCKETS and the keys. Turn versioning of the buckets off.",
    ),
    "certificate": (Danger.PEOPLE, "Renew the proxy’s certificate. Check CERTIFICATE_FILE."),
    "scanner": (Danger.SERVICE, "Start clamd and check SCANNER_SOCKET."),
    "desk_course": (Danger.ADVICE, "Run manage.py load_courses, or change DESK_COURSE."),
}


def examine(now: datetime) -> list[Finding]:
    """Return what is wrong, the most dangerous first, each once."""
    found = [*_ask_checks(), *_ask_health(now)]
    if not {"database", "migrations"} & {finding.name for finding in found}:
        found += [finding for look in OWN_LOOKS for finding in look(now)]
    found += _look_at_folders()
    return sorted({finding.name: finding for finding in reversed(found)}.values())


def _ask_checks() -> Iterator[Finding]:
    try:
        messages = checks.run_checks(include_deployment_checks=True)
    except DatabaseError:
        # Checks of models ask the database which PostgreSQL it is; health says that it is away.
        messages = checks.run_checks(tags=[checks.Tags.security], include_deployment_checks=True)
    for message in messages:
        name, danger = CHECKS.get(message.id or "", (message.id or "check", Danger.ATTACK))
        if not message.is_silenced():
            first, _, rest = message.msg.partition("\n")
            yield Finding(danger, name, first, message.hint or rest.strip() or "See docs/settings.md.")


def _ask_health(now: datetime) -> Iterator[Finding]:
    for name, problem in health.run_checks(now=now).items():
        if problem:
            danger, fix = HEALTH[name]
            yield Finding(danger, name, f"{name.replace('_', ' ').capitalize()}: {problem}", fix)


def _look_for_people(now: datetime) -> Iterator[Finding]:
    runs_the_site = Q(is_superuser=True) | Q(groups__name=StaffRole.SITE_ADMINISTRATOR)
    if not User.objects.filter(runs_the_site, is_active=True).exists():
        fix = "Run manage.py createsuperuser."
        yield Finding(Danger.SERVICE, "no_site_administrator", "No one can invite staff.", fix)
    holders = HandlerKey.objects.active().filter(user__is_active=True).count()
    if holders < 2:
        problem = f"{holders} people can unlock the desk."
        fix = "Invite a second handler, so that people still get help if one is ill or forgets a passphrase."
        yield Finding(Danger.PEOPLE, "too_few_handlers", problem, fix)
    if User.objects.filter(email__endswith=DEMO_SUFFIX, is_active=True).exists() and not settings.DEMO:
        fix = "Start again with an empty database, because demo passwords are public."
        yield Finding(Danger.ATTACK, "demo_accounts", "Demo accounts can sign in.", fix)


def _look_at_recovery_key(now: datetime) -> Iterator[Finding]:
    key = recovery.get_recovery_key()
    if key and (key.last_drill_at is None or now - key.last_drill_at > MAX_RECOVERY_DRILL_AGE):
        fix = "Take the recovery key from the safe and run manage.py recovery_drill."
        problem = "The recovery key has not been tested for three months."
        yield Finding(Danger.LOSS, "recovery_key_untried", problem, fix)


def _look_at_settings(now: datetime) -> Iterator[Finding]:
    if not settings.SCANNER_SOCKET:
        fix = "Install clamav-daemon and set SCANNER_SOCKET, because handlers open files from strangers."
        yield Finding(Danger.ATTACK, "scanner_missing", "Files are not checked for viruses.", fix)
    elif settings.SCANNER_SOCKET.startswith(clamav.TCP) and not settings.SCANNER_SOCKET.startswith(LOOPBACK_SCANNERS):
        fix = "Run clamd on this machine, or check that the network between them is encrypted."
        yield Finding(Danger.PEOPLE, "scanner_unencrypted", "Files go to the scanner unencrypted.", fix)
    if not settings.BACKUP_RECIPIENT:
        fix = "Set BACKUP_RECIPIENT to an age recipient or GPG key whose private half is not on this machine."
        yield Finding(Danger.ATTACK, "backup_unencrypted", "Backups are not encrypted.", fix)
    if not settings.MONITORING_TOKEN and not settings.LOOPBACK_MONITORING:
        fix = "Put 40 random characters in MONITORING_TOKEN_FILE, and let your monitoring read /metrics."
        yield Finding(Danger.ADVICE, "monitoring_off", "Monitoring is not set up.", fix)


def _look_at_folders() -> Iterator[Finding]:
    var = Path(settings.VAR_DIR)
    if var.exists() and var.stat().st_mode & 0o006:
        yield Finding(Danger.ATTACK, "var_readable_by_others", f"Others can read {var}.", f"chmod 0751 {var}")
    anchors = checkpoints.get_directory()
    if anchors.exists() and anchors.stat().st_dev == var.stat().st_dev:
        fix = (
            "Set HISTORY_ANCHORS_DIR to another machine's disk. Anyone who can change the log could change the "
            "anchors too."
        )
        yield Finding(Danger.ADVICE, "anchors_on_the_same_disk", f"{anchors} is on the disk of {var}.", fix)
    if not (var / "errors" / "502.html").exists():
        fix = "Run manage.py error_pages."
        problem = "If the portal is down, the proxy has no page to tell people who to call."
        yield Finding(Danger.PEOPLE, "error_pages_missing", problem, fix)


LOOPBACK_SCANNERS = ("tcp://127.0.0.1", "tcp://localhost", "tcp://[::1]")
OWN_LOOKS: tuple[Callable[[datetime], Iterator[Finding]], ...] = (
    _look_for_people,
    _look_at_recovery_key,
    _look_at_settings,
)
