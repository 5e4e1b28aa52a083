"""A migration that rebuilds a table of SQLite leaves every trigger as it was, and a pool hands on clean connections."""

import multiprocessing
import shutil

import pytest
from django.apps import apps
from django.db import IntegrityError, connections, migrations, models
from django.db.migrations.state import ProjectState

from portal.core.sqlite3.pool import pool
from portal.operations import schema

pytestmark = pytest.mark.once
# Tables whose rows never change, that triggers keep columns of, or that triggers of other tables read and write.
TABLES = ["history.Entry", "suppliers.Supplier", "suppliers.RiskScore", "audits.Finding", "statements.Publication"]


@pytest.fixture
def database(tmp_path, django_db_blocker):
    """A SQLite database as all migrations make it, whatever the tests run on."""
    alias = "sqlite3_test"
    connections.databases[alias] = connections.databases["default"] | {
        "ENGINE": "portal.core.sqlite3", "NAME": str(tmp_path / "portal.sqlite3"), "OPTIONS": {},
    }  # fmt: skip
    connection = connections[alias]
    with django_db_blocker.unblock():
        assert schema.load_schema(connection)
        yield connection
        connection.close()
    del connections[alias], connections.databases[alias]


def triggers_in(connection) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        return dict(cursor.fetchall())


def columns_in(connection, table: str) -> set[str]:
    with connection.cursor() as cursor:
        return {column.name for column in connection.introspection.get_table_description(cursor, table)}


def add_column(connection, label: str) -> None:
    app, name = label.split(".")
    later = migrations.AddField(name, "later_kind", models.CharField(max_length=20, db_default="none"))
    before = ProjectState.from_apps(apps)
    after = before.clone()
    later.state_forwards(app, after)
    with connection.schema_editor() as editor:
        later.database_forwards(app, editor, before, after)


@pytest.mark.parametrize("label", TABLES)
def test_a_column_that_the_database_fills_costs_no_trigger(database, label):
    table, before = apps.get_model(label)._meta.db_table, triggers_in(database)
    assert [name for name, sql in before.items() if table in sql]
    add_column(database, label)
    assert "later_kind" in columns_in(database, table)
    assert triggers_in(database) == before


def test_what_a_trigger_refused_it_still_refuses(database):
    add_column(database, "history.Head")
    with database.cursor() as cursor, pytest.raises(IntegrityError, match="History is added to, never changed"):
        cursor.execute("UPDATE history_head SET seq = seq + 2")


@pytest.fixture
def pooled(database, monkeypatch):
    """The same database, whose connections are given to a pool of two."""
    database.close()
    monkeypatch.setattr(pool, "max_size", 2)
    monkeypatch.setattr(pool, "_free", [])
    with database.cursor() as cursor:
        cursor.execute("CREATE TABLE number (value INTEGER)")
    yield database
    database.close()
    for _file, connection in pool._free:
        connection.close()


def ask(connection, sql: str = "SELECT value FROM number ORDER BY value") -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [row[0] for row in cursor.fetchall()]


def test_a_closed_connection_is_used_again(pooled):
    first = pooled.connection
    pooled.close()
    assert ask(pooled) == [] and pooled.connection is first
    with pytest.raises(IntegrityError):
        ask(pooled, "INSERT INTO statements_statement (id, uuid, organisation_id) VALUES (1, 'x', 99)")


def test_what_another_has_written_meanwhile_is_seen(pooled):
    """Also where a query was not read to its end: it would go on to show its rows of then."""
    ask(pooled, "INSERT INTO number VALUES (1), (2) RETURNING value")
    unread = pooled.cursor()
    unread.execute("SELECT value FROM number")
    assert unread.fetchone() == (1,)
    first = pooled.connection
    pooled.close()
    other = pooled.copy()
    other.settings_dict = pooled.settings_dict
    ask(pooled, "SELECT 1")
    assert pooled.connection is first
    ask(other, "INSERT INTO number VALUES (3) RETURNING value")
    other.close()
    assert ask(pooled) == [1, 2, 3]


def test_a_connection_amid_a_transaction_is_closed(pooled):
    first = pooled.connection
    first.execute("BEGIN IMMEDIATE")
    first.execute("INSERT INTO number VALUES (1)")
    pooled.close()
    assert ask(pooled) == [] and pooled.connection is not first


def test_no_more_are_kept_than_the_pool_holds(pooled):
    others = [pooled.copy() for _ in range(3)]
    for one in others:
        ask(one)
    for one in others:
        one.close()
    assert len(pool._free) == 2


def test_a_file_that_took_the_place_of_another_is_opened(pooled, tmp_path):
    path = pooled.settings_dict["NAME"]
    ask(pooled, "INSERT INTO number VALUES (1) RETURNING value")
    pooled.close()
    shutil.copy(path, tmp_path / "restored")
    ask(pooled, "INSERT INTO number VALUES (2) RETURNING value")
    pooled.close()
    (tmp_path / "restored").replace(path)
    assert ask(pooled) == [1]


def test_a_forked_process_opens_its_own(pooled):
    first = pooled.connection
    pooled.close()
    context = multiprocessing.get_context("fork")
    found = context.Queue()
    child = context.Process(target=lambda: found.put((len(pool._free), len(pool._inherited))))
    child.start()
    assert found.get(timeout=30) == (0, 1)
    child.join()
    assert ask(pooled) == [] and pooled.connection is first
