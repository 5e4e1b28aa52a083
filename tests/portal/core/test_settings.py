"""Secrets come from files."""

import os
import subprocess
import sys

import pytest
from django.db import InternalError, connection, connections

from portal.core.postgresql import base as postgresql
from portal.operations.setup.keys import make_secrets
from portal.settings import databases, environment


@pytest.mark.parametrize(("held", "keys"), [("one\ntwo\n", ["one", "two"]), ("", []), (None, [])])
def test_former_secret_keys_are_read_from_a_file_and_never_from_a_value(tmp_path, held, keys):
    file = tmp_path / "former"
    if held is not None:
        file.write_text(held)
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        "SECRET_KEY_FALLBACKS_FILE": str(file),
        "SECRET_KEY_FALLBACKS": "a-value-in-the-environment",
    }
    asked = "from django.conf import settings; print(settings.SECRET_KEY_FALLBACKS)"
    run = subprocess.run([sys.executable, "-c", asked], env=environment, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == repr(keys)


def test_a_server_has_a_pool_without_being_told():
    asked = "from django.conf import settings; print(settings.DATABASES['default']['OPTIONS']['pool']['max_size'])"
    told = {"DJANGO_SETTINGS_MODULE": "portal.settings.production", "DATABASE_URL": "postgres://portal@db/portal"}
    run = subprocess.run(
        [sys.executable, "-c", asked], env=os.environ | told, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "15"


def test_a_database_that_was_away_is_not_asked_again_within_a_second(monkeypatch):
    asked = []

    def away(self, params):
        asked.append(params)
        raise self.Database.OperationalError

    now = [0.0]
    monkeypatch.setattr(postgresql, "_away_until", {})
    monkeypatch.setattr(postgresql.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(postgresql.base.DatabaseWrapper, "get_new_connection", away)
    wrapper = postgresql.DatabaseWrapper(databases.database("postgres://portal@db/portal") | {"TIME_ZONE": None})
    for now[0] in (1.0, 1.5, 1.99, 2.01):
        with pytest.raises(wrapper.Database.OperationalError):
            wrapper.get_new_connection({})
    assert len(asked) == 2


def test_a_process_frozen_inside_a_transaction_is_ended_by_the_database(monkeypatch):
    url = "postgres://portal@db/portal"
    ours = "-c idle_in_transaction_session_timeout=60s"
    assert databases.database(url)["OPTIONS"]["options"] == ours
    named = databases.database(f"{url}?options=-c%20statement_timeout%3D5s")
    assert named["OPTIONS"]["options"] == f"{ours} -c statement_timeout=5s"
    monkeypatch.setenv("DATABASE_POOLER", "yes")
    assert "options" not in databases.database(url)["OPTIONS"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no sessions")
def test_whoever_waits_for_a_frozen_process_goes_on():
    """With less than our minute, which is read first."""
    frozen = connections.create_connection("default")
    with frozen.cursor() as cursor, connection.cursor() as waiting:
        cursor.execute("SHOW idle_in_transaction_session_timeout")
        assert cursor.fetchone() == ("1min",)
        cursor.execute("SET idle_in_transaction_session_timeout = 100")
        cursor.execute("BEGIN")
        cursor.execute("SELECT pg_advisory_xact_lock(54)")
        waiting.execute("SELECT pg_advisory_lock(54)")
        waiting.execute("SELECT pg_advisory_unlock(54)")
        with pytest.raises(InternalError):
            cursor.execute("SELECT 1")
    frozen.connection.close()


@pytest.mark.parametrize("pool", ["0", "4"])
def test_nobody_waits_long_for_a_database_that_does_not_answer(monkeypatch, pool):
    monkeypatch.setenv("DATABASE_POOL", pool)
    named = databases.database("postgres://portal@db.internal.example/portal")
    assert named["OPTIONS"]["connect_timeout"] == 2
    assert named["OPTIONS"]["tcp_user_timeout"] == 2000
    assert named["CONN_HEALTH_CHECKS"]
    assert named["OPTIONS"].get("pool", {"timeout": 0})["timeout"] <= 1


SERVER = "postgres://nobody@127.0.0.1:9/portal"


def manage(**variables: str) -> subprocess.CompletedProcess[str]:
    """`manage.py version` with these variables and none of the ones it decides by."""
    decided_by = {"DJANGO_SETTINGS_MODULE", "DATABASE_URL", "DEMO"}
    env = {name: value for name, value in os.environ.items() if name not in decided_by} | variables
    command = [sys.executable, "manage.py", "version"]
    return subprocess.run(command, cwd=environment.BASE_DIR, env=env, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("demo", [{}, {"DEMO": "0"}])
def test_a_command_on_a_server_that_names_no_settings_is_refused(demo):
    """With the development settings `manage.py worker` would send every mail to the terminal."""
    run = manage(DATABASE_URL=SERVER, **demo)
    assert run.returncode == 2
    assert len(run.stderr.splitlines()) == 1
    assert "DJANGO_SETTINGS_MODULE=portal.settings.production" in run.stderr
    assert "DEMO=1" in run.stderr


@pytest.mark.parametrize("program", ["portal.wsgi", "portal.asgi", "portal.settings.dev"])
@pytest.mark.parametrize("demo", [{}, {"DEMO": "0"}])
def test_no_program_on_a_server_starts_with_the_development_settings(program, demo, tmp_path):
    """Nobody would be asked for a second factor, and cookies would be sent without TLS."""
    decided_by = {"DJANGO_SETTINGS_MODULE", "DATABASE_URL", "DEMO"}
    env = {name: value for name, value in os.environ.items() if name not in decided_by} | demo
    env |= {"DJANGO_SETTINGS_MODULE": "portal.settings.dev", "DATABASE_URL": SERVER, "VAR_DIR": str(tmp_path)}
    make_secrets(tmp_path / "secrets")
    command = [sys.executable, "-c", f"import {program}"]
    run = subprocess.run(command, cwd=environment.BASE_DIR, env=env, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert "DJANGO_SETTINGS_MODULE=portal.settings.production" in run.stderr.splitlines()[-1]
    assert program == "portal.settings.dev" or len(run.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "variables",
    [
        {},
        {"DATABASE_URL": "sqlite:///nowhere.sqlite3"},
        {"DATABASE_URL": SERVER, "DEMO": "1"},
        {"DATABASE_URL": SERVER, "DJANGO_SETTINGS_MODULE": "portal.settings.production"},
        {"DATABASE_URL": SERVER, "DJANGO_SETTINGS_MODULE": "portal.settings.test"},
    ],
    ids=["sqlite", "named sqlite", "demo", "production", "tests"],
)
def test_a_demo_a_server_and_the_tests_run_their_commands(variables, tmp_path):
    run = manage(VAR_DIR=str(tmp_path), **variables)
    assert run.returncode == 0, run.stderr
