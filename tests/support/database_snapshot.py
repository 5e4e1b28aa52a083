"""What migrations put into the test database, kept aside, and put back after a test that really commits.

Django would flush such a database: that loses the rows of data migrations (Wagtail's root page, staff groups, the
head of the history chain), and the triggers that keep history from being deleted rightly refuse it.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.test import TransactionTestCase

from portal.core import triggers

# Of a twentieth of a second.
MAX_WAITS = 200


def take_snapshot() -> Callable[[], None]:
    """Copy the database as it is now. The result puts that copy back."""
    return _sqlite() if connection.vendor == "sqlite" else _postgresql()


def restore_after_each_committing_test(restore: Callable[[], None]) -> None:
    TransactionTestCase._fixture_teardown = lambda self: restore()


def _sqlite() -> Callable[[], None]:
    connection.ensure_connection()
    copy = sqlite3.connect(":memory:", check_same_thread=False)
    connection.connection.backup(copy)

    def restore() -> None:
        connection.ensure_connection()
        copy.backup(connection.connection)

    return restore


def _postgresql() -> Callable[[], None]:
    """Only what has rows is emptied: TRUNCATE of all tables makes a thousand files, and takes most of a test's time."""
    tables = connection.introspection.table_names()
    named = [connection.ops.quote_name(table) for table in tables]
    rows = {table: data for table in tables if (data := _copy_out(table))}
    asked = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in named)
    values = [(name, last, called) for table in tables for name, last, called in _sequences(table)]
    put_back = "SELECT " + ", ".join(["setval(%s, %s, %s)"] * len(values))

    def restore() -> None:
        with connection.cursor() as cursor:
            _wait_for_open_transactions(cursor)
            cursor.execute("BEGIN")
            # Neither foreign keys nor the triggers that keep history are asked.
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(asked)
            for (name,) in cursor.fetchall():
                cursor.execute(f"DELETE FROM {name}")
            for table, data in rows.items():
                with cursor.copy(f"COPY {connection.ops.quote_name(table)} FROM STDIN") as copy:
                    copy.write(data)
            cursor.execute(put_back, [part for value in values for part in value])
            cursor.execute("COMMIT")

    return restore


def _wait_for_open_transactions(cursor: CursorWrapper) -> None:
    """Wait until no thread or process of the test writes any more: what it commits later would meet the next test."""
    for _ in range(MAX_WAITS):
        cursor.execute(
            "SELECT query FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND xact_start IS NOT NULL AND backend_type = 'client backend'"
        )
        if not (queries := [query for (query,) in cursor.fetchall()]):
            return
        cursor.execute("SELECT pg_sleep(0.05)")
    raise AssertionError(f"The test left a transaction open, which last said: {queries}")


def _copy_out(table: str) -> bytes:
    with connection.cursor() as cursor, cursor.copy(f"COPY {connection.ops.quote_name(table)} TO STDOUT") as copy:
        return b"".join(bytes(part) for part in copy)


def _sequences(table: str) -> list[tuple[str, int, bool]]:
    with connection.cursor() as cursor:
        found = [row["name"] for row in connection.introspection.get_sequences(cursor, table)]
        result = []
        for name in found:
            cursor.execute(f"SELECT last_value, is_called FROM {connection.ops.quote_name(name)}")
            result.append((name, *cursor.fetchone()))
        return result


@contextmanager
def triggers_disabled() -> Iterator[None]:
    """What the database refuses to change may be changed within; for tests that put in what no service would."""
    disabled = _without_triggers_on_sqlite if connection.vendor == "sqlite" else _without_triggers_on_postgresql
    with transaction.atomic(), disabled():
        yield


@contextmanager
def _without_triggers_on_sqlite() -> Iterator[None]:
    """Switch them off for the connection, then work out what they would have kept.

    Had the schema been changed, SQLite would read all of it again after each savepoint that is undone, until the
    transaction ends: ten milliseconds for each request of a shared world.
    """
    switch = connection.connection.setconfig
    switch(sqlite3.SQLITE_DBCONFIG_ENABLE_TRIGGER, False)
    try:
        yield
    finally:
        switch(sqlite3.SQLITE_DBCONFIG_ENABLE_TRIGGER, True)
    connection.check_constraints()
    with connection.cursor() as cursor:
        for derived in triggers.collect_triggers():
            if isinstance(derived, triggers.DerivedColumns):
                cursor.execute(triggers._update(derived, "TRUE"))
        cursor.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE %fts5(%content=%'")
        for (name,) in cursor.fetchall():
            cursor.execute(f"INSERT INTO {name}({name}) VALUES ('rebuild')")


@contextmanager
def _without_triggers_on_postgresql() -> Iterator[None]:
    """PostgreSQL takes no trigger away while checks of the same table wait for the end of the transaction."""
    connection.check_constraints()
    triggers.remove_triggers(connection, triggers.collect_triggers())
    yield
    connection.check_constraints()
    triggers.install_triggers(connection, triggers.collect_triggers())
