"""Copies the database as it is at one moment, while others go on writing, and puts such a copy back."""

import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import psycopg
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection
from psycopg import sql
from psycopg.conninfo import make_conninfo

from portal.settings.environment import child_environment
from portal.vault.models import Unlock

# Of no use after a restore, and best in no copy: web sessions with their networks, unlocked keys, counts of visitors.
EXCLUDED_MODELS = (Session, UserSession, Unlock)
CACHE_TABLE = "cache"


class DatabaseToolFailed(Exception):
    """pg_dump or pg_restore is missing or failed; the message is its first line."""


def get_excluded_tables() -> list[str]:
    return [*(model._meta.db_table for model in EXCLUDED_MODELS), CACHE_TABLE]


def get_dump_name() -> str:
    return "database.sqlite3" if connection.vendor == "sqlite" else "database.dump"


def dump(target: Path) -> dict[str, int]:
    """Write the database as it is at one moment. Return how many rows each table has in it."""
    return _dump_sqlite(target) if connection.vendor == "sqlite" else _dump_postgresql(target)


def restore(source: Path) -> None:
    """Replace this installation's database by a copy, whole or not at all. Raises DatabaseToolFailed."""
    parameters = _parameters()
    connection.close()
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(source)) as copy, closing(sqlite3.connect(_sqlite_path())) as live:
            copy.backup(live)
    else:
        _restore_postgresql(source, parameters)


@contextmanager
def scratch_copy(source: Path) -> Iterator[str]:
    """Yield, as DATABASE_URL, a database that was restored from a copy and is dropped afterwards.

    Raises DatabaseToolFailed.
    """
    if connection.vendor == "sqlite":
        yield f"sqlite:///{source.resolve()}"
        return
    name = f"{connection.settings_dict['NAME']}_drill"
    parameters = _parameters()
    with psycopg.connect(**parameters, autocommit=True) as server:
        remove = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        try:
            server.execute(remove)
            server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        except psycopg.errors.InsufficientPrivilege as error:
            raise DatabaseToolFailed(
                "The role cannot create the drill's database. Run ALTER ROLE … CREATEDB."
            ) from error
        try:
            _restore_postgresql(source, parameters | {"dbname": name})
            yield _url(connection.settings_dict, name)
        finally:
            server.execute(remove)


def count_rows(tables: list[str]) -> dict[str, int]:
    """Return how many rows each table of this database has."""
    with connection.cursor() as cursor:
        return {table: _count(cursor, table) for table in tables}


def get_tables() -> list[str]:
    """Return the tables of the models that are in a backup with their rows."""
    models = apps.get_models(include_auto_created=True)
    return sorted({model._meta.db_table for model in models if model._meta.managed} - {*get_excluded_tables()})


def _dump_sqlite(target: Path) -> dict[str, int]:
    with closing(sqlite3.connect(_sqlite_path(), timeout=60)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    # Django's own connection knows the functions that indexes are made of.
    copied = connection.copy()
    copied.settings_dict |= {"NAME": str(target), "OPTIONS": {}}
    with closing(copied), copied.cursor() as cursor:
        existing = set(copied.introspection.table_names(cursor))
        for table in existing & {*get_excluded_tables()}:
            cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608 - a name of our own
        cursor.execute("VACUUM")
        return {table: _count(cursor, table) for table in get_tables() if table in existing}


def _dump_postgresql(target: Path) -> dict[str, int]:
    parameters = _parameters()
    excluded = [f"--exclude-table-data={table}" for table in get_excluded_tables()]
    # The session stands still while pg_dump reads, however long that takes.
    patient = f"{parameters.get('options', '')} -c idle_in_transaction_session_timeout=0"
    with psycopg.connect(**parameters | {"options": patient}) as snapshot:
        snapshot.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        (name,) = snapshot.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
        options = ["--format=custom", "--no-owner", "--no-privileges", "--no-comments", f"--snapshot={name}"]
        _run("pg_dump", [*options, *excluded, f"--file={target}"], parameters)
        existing = {table for (table,) in snapshot.execute("SELECT tablename FROM pg_tables")}
        return {table: _count(snapshot.cursor(), table) for table in get_tables() if table in existing}


def _restore_postgresql(source: Path, parameters: Mapping[str, Any]) -> None:
    options = ["--clean", "--if-exists", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
    _run("pg_restore", [*options, str(source)], parameters)


def _run(tool: str, options: list[str], parameters: Mapping[str, Any]) -> None:
    """Run a tool of PostgreSQL, which reads the password from its environment and never from its arguments."""
    secret = {"PGPASSWORD": str(parameters["password"])} if parameters.get("password") else {}
    target = make_conninfo("", **{name: value for name, value in parameters.items() if name != "password"})
    try:
        done = subprocess.run(  # noqa: S603 - our own arguments
            [tool, f"--dbname={target}", *options],
            env=child_environment(**secret),
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError as error:
        raise DatabaseToolFailed(
            f"We could not find {tool}. Install the postgresql-client that matches the server's version."
        ) from error
    if done.returncode:
        raise DatabaseToolFailed(done.stderr.strip().partition("\n")[0] or f"{tool} failed")


def _parameters() -> dict[str, Any]:
    """Return what libpq needs to reach this database, as the settings name it."""
    if connection.vendor == "sqlite":
        return {}
    named = connection.settings_dict
    parts = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    options = {name: value for name, value in named["OPTIONS"].items() if name in LIBPQ_OPTIONS}
    return options | {key: named[name] for key, name in parts.items() if named[name]}


def _url(named: Mapping[str, Any], name: str) -> str:
    who = ":".join(quote(str(named[part]), safe="") for part in ("USER", "PASSWORD") if named[part])
    where = quote(named["HOST"], safe="") + (f":{named['PORT']}" if named["PORT"] else "")
    options = urlencode({key: value for key, value in named["OPTIONS"].items() if key in LIBPQ_OPTIONS})
    return f"postgres://{who}@{where}/{quote(name, safe='')}" + (f"?{options}" if options else "")


def _sqlite_path() -> str:
    return str(connection.settings_dict["NAME"])


def _count(cursor: Any, table: str) -> int:
    cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608 - a name of our own
    return cursor.fetchone()[0]


# What DATABASE_URL may say in its options; Django and the pool have options of their own.
LIBPQ_OPTIONS = frozenset(option.keyword.decode() for option in psycopg.pq.Conninfo.get_defaults())
