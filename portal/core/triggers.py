"""Database triggers that refuse changes of rows, on SQLite and on PostgreSQL.

An app lists its triggers in triggers.py, as TRIGGERS, and a migration installs them. SQLite drops a table's triggers
when a migration rebuilds the table, and a new column is guarded only from the next install_triggers() on: such a
migration ends with it. audit_verify reports triggers that are missing.

See docs/requirements/security.md#history.
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
class Trigger:
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


def collect_triggers() -> list[Trigger]:
    """Return the triggers of every installed app."""
    triggers: list[Trigger] = []
    for app in apps.get_app_configs():
        if module_has_submodule(app.module, "triggers"):
            triggers += getattr(import_module(f"{app.name}.triggers"), "TRIGGERS", ())
    return triggers


def install_triggers(connection, triggers: Iterable[Trigger]) -> None:
    """Create the triggers, also over those that are there already."""
    create = _create_in_sqlite if connection.vendor == "sqlite" else _create_in_postgresql
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
        for trigger in triggers:
            create(cursor, trigger, trigger.when or _changes_what_stays(connection, cursor, trigger))


def remove_triggers(connection, triggers: Iterable[Trigger]) -> None:
    """Drop the triggers from the database."""
    with connection.cursor() as cursor:
        for trigger in triggers:
            of_table = "" if connection.vendor == "sqlite" else f" ON {trigger.table}"
            cursor.execute(f"DROP TRIGGER IF EXISTS {trigger.name}{of_table}")


def get_missing_triggers(connection, triggers: Iterable[Trigger]) -> list[str]:
    """Return the names of triggers that are not in the database, or are switched off."""
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        names = {row[0] for row in cursor.fetchall()}
    return [trigger.name for trigger in triggers if trigger.name not in names]


def _create_in_sqlite(cursor, trigger: Trigger, when: str) -> None:
    cursor.execute(f"DROP TRIGGER IF EXISTS {trigger.name}")
    condition = f"WHEN {when} " if when else ""
    cursor.execute(
        f"CREATE TRIGGER {trigger.name} BEFORE {trigger.event} ON {trigger.table} {condition}"
        f"BEGIN SELECT RAISE(ABORT, '{trigger.sentence}'); END"
    )


def _create_in_postgresql(cursor, trigger: Trigger, when: str) -> None:
    # PostgreSQL gives no rows to a trigger on TRUNCATE.
    event, each = ("DELETE OR TRUNCATE", "STATEMENT") if trigger.event == "DELETE" else ("UPDATE", "ROW")
    condition = f"WHEN ({when}) " if when else ""
    cursor.execute(
        f"CREATE OR REPLACE TRIGGER {trigger.name} BEFORE {event} ON {trigger.table} FOR EACH {each} {condition}"
        f"EXECUTE FUNCTION portal_refuse('{trigger.sentence}')"
    )


def _changes_what_stays(connection, cursor, trigger: Trigger) -> str:
    """Return SQL that is true of an UPDATE of another column than the free ones; empty where none is free."""
    if not trigger.free:
        return ""
    differs = "IS NOT" if connection.vendor == "sqlite" else "IS DISTINCT FROM"
    columns = [column.name for column in connection.introspection.get_table_description(cursor, trigger.table)]
    return " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in columns if name not in trigger.free)
