"""Each misconfiguration that is put into a sound installation is found by its name, and nothing else is."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings as live
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from portal.accounts.models import User
from portal.accounts.roles import StaffRole
from portal.core import heartbeat, row_security
from portal.core.models import Outbox
from portal.history import checkpoints
from portal.operations import checks, doctor, health, readiness
from portal.operations.doctor import Danger
from portal.operations.models import Chore
from portal.operations.setup import keys
from portal.vault.models import HandlerKey, RecoveryKey
from tests.factories.accounts import UserFactory
from tests.factories.vault import begin_vault, give_key
from tests.support.web_role import ROLE

pytestmark = pytest.mark.django_db
SMTP = "django.core.mail.backends.smtp.EmailBackend"
SOUND = {
    "DEBUG": False,
    "DEMO": False,
    "SECOND_FACTOR_DEMANDED": True,
    "SECRET_KEY": "".join(chr(33 + number) for number in range(90)),
    "ALLOWED_HOSTS": ["daylight.example"],
    "SITE_URL": "https://daylight.example",
    "DEFAULT_FROM_EMAIL": "Daylight <no-reply@daylight.example>",
    "MAILERS": {"default": {"BACKEND": SMTP, "OPTIONS": {"host": "localhost"}}},
    "ON_CALL_EMAILS": ["on-call@daylight.example"],
    "VAULT_STRETCH": {"passes": 3, "memory_bytes": 128 * 1024**2},
    "SECURE_SSL_REDIRECT": True,
    "SECURE_HSTS_SECONDS": 31536000,
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
    "SECURE_HSTS_PRELOAD": False,
    "SILENCED_SYSTEM_CHECKS": ["security.W021"],
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
    "ALLAUTH_TRUSTED_PROXY_COUNT": 1,
    "SCANNER_SOCKET": "/run/clamd",
    "BACKUP_RECIPIENT": "age1abc",
    "MONITORING_TOKEN": "t" * 40,
    "DATABASE_ROLES": {"web": ROLE, "worker": connection.settings_dict["USER"]},
}


@pytest.fixture
def sound(settings, tmp_path, monkeypatch):
    """An installation in which nothing is wrong; what a test has no server for is said to be well."""
    # Asked by an operator's command, and not by a web process, whichever tests came before.
    monkeypatch.delitem(sys.modules, "portal.wsgi", raising=False)
    vault, now = begin_vault(), timezone.now()
    give_key(UserFactory(role=StaffRole.HANDLER))
    UserFactory(is_superuser=True)
    for name, value in SOUND.items():
        setattr(settings, name, value)
    settings.OPERATOR = settings.OPERATOR | {"email": "office@daylight.example", "address": "1 Example Street"}
    settings.VAR_DIR, settings.HISTORY_ANCHORS_DIR = tmp_path / "var", tmp_path / "anchors"
    (tmp_path / "var" / "errors").mkdir(parents=True)
    (tmp_path / "var" / "errors" / "502.html").touch()
    (tmp_path / "var").chmod(0o750)
    for setting, *_ in checks.SECRET_FILES:
        secret = tmp_path / setting
        secret.write_text(Path(getattr(live, setting)).read_text())
        secret.chmod(0o400)
        setattr(settings, setting, secret)
    for name in ("check_disk", "check_scanner"):
        monkeypatch.setattr(health, name, lambda: "")
    RecoveryKey.objects.update(last_drill_at=now)
    heartbeat.record_beat(now)
    for name in ("backup", "restore_drill"):
        Chore.objects.create(name=name, begun_at=now, done_at=now)
    return vault


def find() -> list[str]:
    # Whether the test's database is a file, and its anchors on one disk with it, says nothing of the code.
    aside = {"sqlite", "anchors_on_the_same_disk"}
    return [found.name for found in doctor.examine(timezone.now()) if found.name not in aside]


def secret(name: str) -> Path:
    return Path(getattr(live, name))


def set_to(**values: object) -> Callable:
    def seed(settings, vault) -> None:
        for name, value in values.items():
            setattr(settings, name, value)

    return seed


def loosen(settings, vault) -> None:
    secret("SEALING_KEYS_FILE").chmod(0o444)


def lose(settings, vault) -> None:
    secret("RECEIPT_PEPPER_FILE").unlink()


def swap_team_key(settings, vault) -> None:
    vault.epoch.public_key = bytes(32)
    vault.epoch.save()


def mail_waits(settings, vault) -> None:
    old = timezone.now() - timedelta(hours=1)
    Outbox.objects.create(message_id="a", to="a@example.org", created_at=old, next_at=old)


def remote_mail(**options: object) -> Callable:
    return set_to(MAILERS={"default": {"BACKEND": SMTP, "OPTIONS": {"host": "mail.example"} | options}})


SEEDED = {
    "secret_missing": lose,
    "secret_readable_by_others": loosen,
    "secret_key_example": set_to(SECRET_KEY="changeme" + SOUND["SECRET_KEY"]),
    "secret_key_weak": set_to(SECRET_KEY="short"),
    "demo_settings": set_to(SECOND_FACTOR_DEMANDED=False),
    "receipts_cheap_to_guess": set_to(VAULT_STRETCH={"passes": 1, "memory_bytes": 8192}),
    "vault": swap_team_key,
    "site_url_local": set_to(SITE_URL="http://localhost:8000"),
    "site_url_not_answered": set_to(ALLOWED_HOSTS=["www.daylight.example"]),
    "every_host_answered": set_to(ALLOWED_HOSTS=["*"]),
    "mail_unencrypted": remote_mail(),
    "mail_goes_nowhere": set_to(MAILERS={"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}),
    "mail_without_sender": set_to(DEFAULT_FROM_EMAIL="Daylight <no-reply@localhost>"),
    "operator_unnamed": set_to(OPERATOR={"name": "", "email": "", "address": ""}),
    "proxy_counts_differ": set_to(ALLAUTH_TRUSTED_PROXY_COUNT=0),
    "on_call_list": set_to(ON_CALL_EMAILS=[]),
    "hsts_off": set_to(SECURE_HSTS_SECONDS=0),
    "plain_http_answered": set_to(SECURE_SSL_REDIRECT=False),
    "session_cookie_without_tls": set_to(SESSION_COOKIE_SECURE=False),
    "csrf_cookie_without_tls": set_to(CSRF_COOKIE_SECURE=False),
    "debug_pages": set_to(DEBUG=True),
    "worker": lambda settings, vault: heartbeat.record_beat(timezone.now() - timedelta(hours=1)),
    "mail": mail_waits,
    "desk_course": set_to(DESK_COURSE="no-such-course"),
    "backup": lambda settings, vault: Chore.objects.filter(name="backup").delete(),
    "restore_drill": lambda settings, vault: Chore.objects.filter(name="restore_drill").update(problem="cut short"),
    "nightly": lambda settings, vault: Chore.objects.record(
        "verify_history", begun_at=timezone.now(), problem="1 problems, the first: Entry 7 is gone."
    ),
    "no_site_administrator": lambda settings, vault: User.objects.update(is_superuser=False),
    "too_few_handlers": lambda settings, vault: HandlerKey.objects.exclude(user=vault.lead).delete(),
    "demo_accounts": lambda settings, vault: UserFactory(email="olivia@desk.example"),
    "recovery_key_untried": lambda settings, vault: RecoveryKey.objects.update(last_drill_at=None),
    "scanner_missing": set_to(SCANNER_SOCKET=""),
    "scanner_unencrypted": set_to(SCANNER_SOCKET="tcp://scanner.example:3310"),
    "backup_unencrypted": set_to(BACKUP_RECIPIENT=""),
    "monitoring_off": set_to(MONITORING_TOKEN=""),
    "var_readable_by_others": lambda settings, vault: settings.VAR_DIR.chmod(0o755),
    "error_pages_missing": lambda settings, vault: (settings.VAR_DIR / "errors" / "502.html").unlink(),
}


OWNER = connection.settings_dict["USER"]
SEEDED_ROLES = {
    "database_owner_in_web": {"web": "", "worker": ""},
    "web_role_too_strong": {"web": OWNER, "worker": OWNER},
    "worker_role_too_weak": {"web": ROLE, "worker": ROLE},
}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no roles")
@pytest.mark.parametrize("name", SEEDED_ROLES)
def test_a_role_of_the_database_that_may_too_much_or_too_little_is_found_by_name(sound, settings, name):
    settings.DATABASE_ROLES = SEEDED_ROLES[name]
    assert find() == [name]


FACE_URLS = {face: f"https://{face}.example" for face in ("public", "reporters", "desk", "cms")}
SEEDED_FACES = {
    "face_without_role": lambda roles: {},
    "face_with_another_role": lambda roles: roles | {"desk": OWNER},
}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no roles")
@pytest.mark.parametrize("name", SEEDED_FACES)
def test_the_role_of_a_face_is_looked_at_by_a_command_that_is_no_face(sound, settings, name):
    settings.FACE_URLS = FACE_URLS
    assert find() == []
    settings.FACE_ROLES = SEEDED_FACES[name](settings.FACE_ROLES)
    assert find() == [name]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no roles")
def test_a_web_process_that_runs_as_the_owner_is_found(sound, monkeypatch):
    monkeypatch.setitem(sys.modules, "portal.wsgi", object())
    assert find() == ["database_role"]
    with row_security.use_scope(row_security.Scope(sees_all=True)):
        assert health.check_database_role(timezone.now()) == ""


def test_in_a_sound_installation_nothing_is_wrong(sound):
    assert find() == []


@pytest.mark.parametrize("name", SEEDED)
def test_what_was_misconfigured_is_found_by_name_alone(sound, settings, name):
    SEEDED[name](settings, sound)
    assert find() == [name]


@pytest.mark.parametrize("name", ["disk", "scanner", "cache"])
def test_neighbours_that_are_away_are_found(sound, monkeypatch, name):
    monkeypatch.setattr(health, f"check_{name}", lambda: "away")
    assert find() == [name]


@pytest.mark.parametrize("name", ["database", "migrations", "static_files"])
def test_what_keeps_this_process_from_working_is_found(sound, monkeypatch, name):
    monkeypatch.setattr(readiness, f"check_{name}", lambda: "broken")
    assert name in find()


def test_while_the_database_is_away_the_rest_is_found(tmp_path):
    """In a process of its own, as an operator runs it then."""
    keys.make_secrets(tmp_path / "secrets")
    named = {
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        "DATABASE_URL": "postgres://portal@127.0.0.1:9/portal",
        "VAR_DIR": str(tmp_path),
    }
    command = [sys.executable, "manage.py", "doctor", "--json"]
    base = {name: value for name, value in os.environ.items() if name != "TEST_DATABASE_NAME"}
    done = subprocess.run(command, cwd=live.BASE_DIR, env=base | named, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = {row["name"] for row in json.loads(done.stdout)["findings"]}
    assert {"database", "static_files", "site_url_local", "on_call_list", "error_pages_missing"} <= found


def test_every_check_of_health_has_a_danger_and_a_fix(sound):
    assert set(health.run_checks(now=timezone.now())) == set(doctor.HEALTH)


def test_the_most_dangerous_comes_first_with_its_fix(sound, settings):
    settings.ON_CALL_EMAILS, settings.MONITORING_TOKEN, settings.ALLOWED_HOSTS = [], "", ["*"]
    out = StringIO()
    call_command("doctor", stdout=out)
    lines = [line for line in out.getvalue().splitlines() if line[0].isdigit() and "same_disk" not in line]
    assert ["on_call_list" in lines[0], "every_host_answered" in lines[1]] == [True, True]
    assert any(line.find("Advice") > 0 and "monitoring_off" in line for line in lines)
    assert "Set ON_CALL_EMAILS" in out.getvalue()


def test_a_program_may_ask(sound, settings):
    settings.ON_CALL_EMAILS = []
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", json=True, strict=True, stdout=out)
    assert ended.value.code == 1
    rows = {row["name"]: row for row in json.loads(out.getvalue())["findings"]}
    assert rows["on_call_list"]["danger"] == Danger.PEOPLE.name.lower()


def test_advice_alone_is_no_reason_to_stop(sound, settings):
    settings.MONITORING_TOKEN = ""
    call_command("doctor", strict=True, stdout=StringIO())


def test_anchors_beside_the_database_are_advised_against(sound, settings):
    checkpoints.get_directory().mkdir(exist_ok=True)
    assert "anchors_on_the_same_disk" in [found.name for found in doctor.examine(timezone.now())]
    assert stat.S_ISDIR(settings.VAR_DIR.stat().st_mode)
