"""What migrations put into the test database, kept aside, and put back after a test that really commits.

Django would flush such a database: that loses the rows of data migrations (Wagtail's root page, staff groups, the
head of the history chain), and the triggers that keep history from being deleted rightly refuse it.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.test import TransactionTestCase

from portal.core import triggers


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
    with transaction.atomic():
        # PostgreSQL takes no trigger away while checks of the same table wait for the end of the transaction.
        connection.check_constraints()
        triggers.remove_triggers(connection, triggers.collect_triggers())
        yield
        connection.check_constraints()
        triggers.install_triggers(connection, triggers.collect_triggers())
