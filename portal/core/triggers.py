"""Rows that the database itself refuses to change, on SQLite and on PostgreSQL (security 3.14).

An app lists its guards in triggers.py, as GUARDS, and a migration installs them. SQLite drops a table's triggers when a
migration rebuilds the table, and a new column is guarded only from the next install() on: such a migration ends with
it. audit_verify reports guards that are missing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import Literal

from django.apps import apps
from django.utils.module_loading import module_has_submodule

_FUNCTION = """
CREATE OR REPLACE FUNCTION portal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


@dataclass(frozen=True)
class Guard:
    """A trigger that refuses one kind of change to a table; emptying the table counts as DELETE.

    sentence: what the refusal says.
    when:     SQL on OLD and NEW; only changes of which it is true are refused.
    free:     columns that an UPDATE may change, where it may change some; stands in the place of `when`.
    """

    name: str
    table: str
    event: Literal["UPDATE", "DELETE"]
    sentence: str
    when: str = ""
    free: frozenset[str] = frozenset()


def collected() -> list[Guard]:
    """Those of every installed app."""
    found: list[Guard] = []
    for app in apps.get_app_configs():
        if module_has_submodule(app.module, "triggers"):
            found += getattr(import_module(f"{app.name}.triggers"), "GUARDS", ())
    return found


def install(connection, guards: Iterable[Guard]) -> None:
    """Put them in, also over those that are there already."""
    create = _create_in_sqlite if connection.vendor == "sqlite" else _create_in_postgresql
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
        for guard in guards:
            create(cursor, guard, guard.when or _changes_what_stays(connection, cursor, guard))


def remove(connection, guards: Iterable[Guard]) -> None:
    with connection.cursor() as cursor:
        for guard in guards:
            of_table = "" if connection.vendor == "sqlite" else f" ON {guard.table}"
            cursor.execute(f"DROP TRIGGER IF EXISTS {guard.name}{of_table}")


def missing(connection, guards: Iterable[Guard]) -> list[str]:
    """Names of guards that are not in the database, or are switched off."""
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        found = {row[0] for row in cursor.fetchall()}
    return [guard.name for guard in guards if guard.name not in found]


def _create_in_sqlite(cursor, guard: Guard, when: str) -> None:
    cursor.execute(f"DROP TRIGGER IF EXISTS {guard.name}")
    condition = f"WHEN {when} " if when else ""
    cursor.execute(
        f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} {condition}"
        f"BEGIN SELECT RAISE(ABORT, '{guard.sentence}'); END"
    )


def _create_in_postgresql(cursor, guard: Guard, when: str) -> None:
    # PostgreSQL gives no rows to a trigger on TRUNCATE.
    event, each = ("DELETE OR TRUNCATE", "STATEMENT") if guard.event == "DELETE" else ("UPDATE", "ROW")
    condition = f"WHEN ({when}) " if when else ""
    cursor.execute(
        f"CREATE OR REPLACE TRIGGER {guard.name} BEFORE {event} ON {guard.table} FOR EACH {each} {condition}"
        f"EXECUTE FUNCTION portal_refuse('{guard.sentence}')"
    )


def _changes_what_stays(connection, cursor, guard: Guard) -> str:
    """True of an UPDATE that touches another column than the free ones; empty where none is free."""
    if not guard.free:
        return ""
    differs = "IS NOT" if connection.vendor == "sqlite" else "IS DISTINCT FROM"
    columns = [column.name for column in connection.introspection.get_table_description(cursor, guard.table)]
    return " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in columns if name not in guard.free)
