"""Settings that cannot be what the operator meant are refused, and nothing of what they wrote is dropped."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db.backends.postgresql.base import DatabaseWrapper

from portal.settings import databases, environment

FULL = (
    "postgres://por%40tal:p%3Aa%2Fs@db.internal.example:6432/day%2Flight"
    "?sslmode=verify-full&sslrootcert=/etc/ssl/db.pem&application_name=daylight&connect_timeout=1"
)


def connection_parameters(url: str, **options: int) -> dict:
    """What psycopg is given."""
    return DatabaseWrapper(databases.database(url, **options) | {"TIME_ZONE": None}).get_connection_params()


@pytest.mark.parametrize("pool", [0, 4])
def test_every_part_of_the_database_url_reaches_the_connection(pool):
    given = connection_parameters(FULL, pool=pool)
    named = ("user", "password", "host", "dbname", "sslmode", "sslrootcert", "application_name")
    assert [given[name] for name in named] == [
        "por@tal", "p:a/s", "db.internal.example", "day/light", "verify-full", "/etc/ssl/db.pem", "daylight",
    ]  # fmt: skip
    assert int(given["port"]) == 6432


def test_an_operator_may_wait_for_longer_than_we_do():
    assert connection_parameters(FULL)["connect_timeout"] == 1
    assert connection_parameters("postgres://portal@db/portal")["connect_timeout"] == 2


def test_a_socket_and_a_schema_are_honoured():
    given = connection_parameters("postgres://portal@%2Frun%2Fpostgresql/portal?currentSchema=daylight")
    assert (given["host"], given["options"]) == (
        "/run/postgresql",
        f"{databases.IDLE_TRANSACTION_OPTION} -c search_path=daylight",
    )
    given = connection_parameters("postgres://portal@/portal?host=one,two&port=5432,5433")
    assert (given["host"], given["port"]) == ("one,two", "5432,5433")


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("mysql://portal@db/portal", "PostgreSQL"),
        ("postgresq://portal@db/portal", "PostgreSQL"),
        ("postgres://portal@db/portal?sslmod=require", "sslmod"),
        ("postgres://portal@db/portal?sslmode=", "sslmode"),
        ("postgres://portal@db/portal?sslmode=requires", "sslmode"),
        ("postgres://portal:12#34@db/portal", "%23"),
        ("postgres://portal:a/b@db/portal", "DATABASE_URL"),
        ("postgres://portal@db/", "name"),
        ("sqlite:////srv/portal.sqlite3?sslmode=require", "sslmode"),
    ],
)
def test_a_database_url_that_cannot_be_meant_is_refused_and_no_password_is_told(url, sentence):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL") as refused:
        databases.database(url)
    assert sentence in str(refused.value)
    assert "12" not in str(refused.value)


def test_a_sqlite_url_has_three_slashes_and_a_path():
    assert databases.database("sqlite:////srv/portal.sqlite3")["NAME"] == "/srv/portal.sqlite3"
    assert databases.database("sqlite:///portal.sqlite3")["NAME"] == "portal.sqlite3"
    assert databases.database("sqlite:///a.sqlite3?timeout=5")["OPTIONS"]["timeout"] == 5
    assert databases.database("sqlite:///a.sqlite3")["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert databases.database("")["NAME"] == environment.VAR_DIR / "portal.sqlite3"


def test_the_password_of_the_database_may_be_a_file(monkeypatch, tmp_path):
    (tmp_path / "password").write_text("s3cret\n")
    monkeypatch.setenv("DATABASE_PASSWORD_FILE", str(tmp_path / "password"))
    assert databases.database("postgres://portal@db/portal")["PASSWORD"] == "s3cret"
    with pytest.raises(ImproperlyConfigured, match="DATABASE_PASSWORD_FILE"):
        databases.database("postgres://portal:another@db/portal")
    monkeypatch.setenv("DATABASE_PASSWORD_FILE", str(tmp_path / "no such file"))
    with pytest.raises(ImproperlyConfigured, match="no such file"):
        databases.database("postgres://portal@db/portal")


def test_a_pooler_that_shares_connections_gets_no_cursors_of_the_server(monkeypatch):
    assert not databases.database("postgres://portal@db/portal")["DISABLE_SERVER_SIDE_CURSORS"]
    monkeypatch.setenv("DATABASE_POOLER", "yes")
    assert databases.database("postgres://portal@db/portal")["DISABLE_SERVER_SIDE_CURSORS"]


class TestSecrets:
    def test_a_credential_of_systemd_goes_before_the_usual_place(self, monkeypatch, tmp_path):
        usual = tmp_path / "usual" / "smtp_password"
        assert environment.secret_file("SMTP_PASSWORD", usual) == usual
        monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
        assert environment.secret_file("SMTP_PASSWORD", usual) == usual
        (tmp_path / "portal.smtp_password").write_text("one")
        assert environment.secret_file("SMTP_PASSWORD", usual) == tmp_path / "portal.smtp_password"
        monkeypatch.setenv("SMTP_PASSWORD_FILE", "/elsewhere")
        assert str(environment.secret_file("SMTP_PASSWORD", usual)) == "/elsewhere"

    def test_a_secret_that_cannot_be_read_is_one_sentence(self, tmp_path):
        with pytest.raises(ImproperlyConfigured, match=str(tmp_path)):
            environment.read_secret(tmp_path)

    def test_a_folder_of_secrets_that_is_closed_to_us_is_one_sentence(self, monkeypatch, tmp_path):
        def refuse(path, *_, **__):
            raise PermissionError

        monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
        with monkeypatch.context() as closed, pytest.raises(ImproperlyConfigured, match="PermissionError"):
            for method in ("exists", "read_text"):
                closed.setattr(environment.Path, method, refuse)
            environment.optional_secret("SMTP_PASSWORD", tmp_path / "smtp_password")

    def test_a_secret_that_was_named_has_to_be_there(self, monkeypatch, tmp_path):
        assert environment.optional_secret("SMTP_PASSWORD", tmp_path / "smtp_password") == ""
        monkeypatch.setenv("SMTP_PASSWORD_FILE", str(tmp_path / "typo"))
        with pytest.raises(ImproperlyConfigured, match="SMTP_PASSWORD_FILE"):
            environment.optional_secret("SMTP_PASSWORD", tmp_path / "smtp_password")


class TestPlainValues:
    @pytest.mark.parametrize(("text", "value"), [("on", True), ("Yes", True), ("0", False), ("off", False), ("", True)])
    def test_yes_and_no(self, monkeypatch, text, value):
        monkeypatch.setenv("SECURE_SSL_REDIRECT", text)
        assert environment.env_bool("SECURE_SSL_REDIRECT", default=True) is value

    def test_neither_yes_nor_no_is_refused(self, monkeypatch):
        monkeypatch.setenv("SECURE_SSL_REDIRECT", "ture")
        with pytest.raises(ImproperlyConfigured, match="SECURE_SSL_REDIRECT"):
            environment.env_bool("SECURE_SSL_REDIRECT", default=True)

    def test_a_number(self, monkeypatch):
        assert environment.env_int("SMTP_PORT", 25) == 25
        monkeypatch.setenv("SMTP_PORT", "587")
        assert environment.env_int("SMTP_PORT", 25) == 587
        for wrong in ("five", "-1"):
            monkeypatch.setenv("SMTP_PORT", wrong)
            with pytest.raises(ImproperlyConfigured, match="SMTP_PORT"):
                environment.env_int("SMTP_PORT", 25)


@pytest.mark.parametrize(
    "address", ["", "/run/clamd.sock", "tcp://scanner.internal:3310", "tcp://[::1]", "tcp://scanner"]
)
def test_a_scanner_may_listen_on_a_socket_or_a_port(address):
    assert environment.scanner_address(address) == address


@pytest.mark.parametrize(
    "address", ["scanner:3310", "tcp://", "tcp://scanner:port", "tcp://scanner:3310/run", "run/clamd"]
)
def test_an_address_of_a_scanner_that_cannot_be_meant_is_refused(address):
    with pytest.raises(ImproperlyConfigured, match="SCANNER_SOCKET"):
        environment.scanner_address(address)


def run(*command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    decided_by = {"DATABASE_URL", "DEMO", "VAR_DIR"}
    base = {name: value for name, value in os.environ.items() if name not in decided_by}
    base |= {"DJANGO_SETTINGS_MODULE": "portal.settings.production"} | variables
    command = (sys.executable, *command)
    return subprocess.run(command, cwd=environment.BASE_DIR, env=base, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "command",
    [("manage.py", "check"), ("manage.py", "migrate"), ("manage.py", "doctor"), ("-c", "import portal.wsgi")],
    ids=" ".join,
)
def test_a_missing_secret_is_one_sentence_and_no_traceback(command, tmp_path):
    done = run(*command, VAR_DIR=str(tmp_path))
    assert done.returncode == (1 if command[0] == "-c" else 2)
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert str(tmp_path / "secrets" / "secret_key") in done.stderr
    assert "SECRET_KEY_FILE" in done.stderr


def test_a_folder_that_cannot_be_made_is_one_sentence(monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path / "file" / "metrics"))
    with pytest.raises(ImproperlyConfigured, match="VAR_DIR"):
        environment.share_metrics()


def test_a_database_url_that_is_refused_is_one_sentence_and_no_traceback(tmp_path):
    done = run("manage.py", "check", VAR_DIR=str(tmp_path), DATABASE_URL="mysql://portal@db/portal")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1, done.stderr


@pytest.mark.parametrize(("variable", "limit"), [("", "5/h/ip"), ("40", "40/h/ip"), ("0", "5/h/ip")])
def test_the_operator_may_let_an_office_sign_up(variable, limit):
    """In a process of its own: the settings of this one are read already. Nobody may sign up is no wish."""
    command = [sys.executable, "-c", "from portal.settings.limits import *; print(ACCOUNT_RATE_LIMITS['signup'])"]
    named = os.environ | {"SIGN_UPS_AN_HOUR": variable}
    done = subprocess.run(command, cwd=environment.BASE_DIR, env=named, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == limit
