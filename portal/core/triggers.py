"""Database triggers that refuse changes of rows or keep derived columns true, on SQLite and on PostgreSQL.

An app lists its triggers in triggers.py, as TRIGGERS, and a migration installs them. A migration that rebuilds a table
of SQLite keeps its triggers (portal.core.sqlite3). Where a trigger names the columns that stay, a new column is guarded
only from the next install_triggers() on: such a migration ends with it, as migration_hazards says. audit_verify reports
triggers that are missing.

An index cannot sort by what another table holds. A derived column repeats it in the list's own table: whoever writes
the rows that it comes from, a page never shows it stale, and nobody writes it by hand. A value of the same row alone is
a GeneratedField instead.

See docs/requirements/security.md#history.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
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


@dataclass(frozen=True)
class Source:
    """A table that derived columns come from.

    columns:   whose change is followed.
    rows:      SQL that is true of the derived rows that a row of this table counts for; {row} and {source} are the two.
    is_parent: whether derived rows refer to it, so that it is there before and after them: only its updates count.
    lock:      rows as "table WHERE ..." on {source}. PostgreSQL locks them first where both a row of this table and a
               derived row may be new, and neither transaction sees the other's.
    name:      of its triggers, where the table is the source of the same columns in two ways.
    """

    table: str
    columns: tuple[str, ...]
    rows: str
    is_parent: bool = False
    lock: str = ""
    name: str = ""


@dataclass(frozen=True)
class DerivedColumns:
    """Columns of a table that the database works out from other rows; a trigger for each change that they follow.

    name:   of these columns; it is part of the names of their triggers.
    values: SQL by column, in which {row} is the row itself.
    keys:   columns of the table itself that values depend on.
    """

    table: str
    name: str
    values: dict[str, str]
    keys: tuple[str, ...]
    sources: tuple[Source, ...] = ()
    primary_key: str = "id"


type AnyTrigger = Trigger | DerivedColumns


def collect_triggers() -> list[AnyTrigger]:
    """Return the triggers of every installed app."""
    triggers: list[AnyTrigger] = []
    for app in apps.get_app_configs():
        if module_has_submodule(app.module, "triggers"):
            triggers += getattr(import_module(f"{app.name}.triggers"), "TRIGGERS", ())
    return triggers


@cache
def get_derived_columns(table: str) -> frozenset[str]:
    """Return the columns of a table that triggers keep."""
    derived = (one for one in collect_triggers() if isinstance(one, DerivedColumns) and one.table == table)
    return frozenset(column for one in derived for column in one.values)


def install_triggers(connection, triggers: Iterable[AnyTrigger]) -> None:
    """Create the triggers, also over those that are there already, and work out derived columns of stored rows."""
    is_sqlite = connection.vendor == "sqlite"
    refuse = _refuse_in_sqlite if is_sqlite else _refuse_in_postgresql
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
        for trigger in triggers:
            if isinstance(trigger, Trigger):
                refuse(cursor, trigger, trigger.when or _changes_what_stays(connection, cursor, trigger))
                continue
            for statement in _derive_in_sqlite(trigger) if is_sqlite else _derive_in_postgresql(trigger):
                cursor.execute(statement)
            cursor.execute(_update(trigger, "TRUE"))


def remove_triggers(connection, triggers: Iterable[AnyTrigger]) -> None:
    """Drop the triggers from the database."""
    with connection.cursor() as cursor:
        for trigger in triggers:
            for name, table in _names(trigger):
                of_table = "" if connection.vendor == "sqlite" else f" ON {table}"
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{of_table}")
                if of_table and isinstance(trigger, DerivedColumns):
                    cursor.execute(f"DROP FUNCTION IF EXISTS {name}()")


def get_missing_triggers(connection, triggers: Iterable[AnyTrigger]) -> list[str]:
    """Return the names of triggers that are not in the database, or are switched off."""
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        names = {row[0] for row in cursor.fetchall()}
    return [name for trigger in triggers for name, _table in _names(trigger) if name not in names]


def _names(trigger: AnyTrigger) -> list[tuple[str, str]]:
    """Return the names in the database, each with its table."""
    if isinstance(trigger, Trigger):
        return [(trigger.name, trigger.table)]
    own = [(_own_name(trigger, event), trigger.table) for event in ("insert", "update")]
    return own + [(one.name, one.source.table) for one in _followed(trigger)]


# --- Refusals ---------------------------------------------------------------------------------------------------------


def _refuse_in_sqlite(cursor, trigger: Trigger, when: str) -> None:
    cursor.execute(f"DROP TRIGGER IF EXISTS {trigger.name}")
    condition = f"WHEN {when} " if when else ""
    cursor.execute(
        f"CREATE TRIGGER {trigger.name} BEFORE {trigger.event} ON {trigger.table} {condition}"
        f"BEGIN SELECT RAISE(ABORT, '{trigger.sentence}'); END"
    )


def _refuse_in_postgresql(cursor, trigger: Trigger, when: str) -> None:
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
    columns = [column.name for column in connection.introspection.get_table_description(cursor, trigger.table)]
    return _differs(name for name in columns if name not in trigger.free)


# --- Derived columns --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Followed:
    """A change of a source. event: as SQL. rows: SQL that is true of the derived rows to work out again."""

    name: str
    source: Source
    event: str
    rows: str
    lock: str
    condition: str = ""


def _own_name(derived: DerivedColumns, event: str) -> str:
    return f"{derived.table}_{derived.name}_{event}"


def _followed(derived: DerivedColumns) -> Iterator[_Followed]:
    """Yield the changes of other rows that the columns follow. A row that moves counts for those it has left, too."""
    for source in derived.sources:
        stem = f"{derived.table}_{derived.name}_from_{source.name or source.table.partition('_')[2]}"

        def follow(name: str, event: str, changed: str, columns: Iterable[str] = (), *, source=source, stem=stem):
            rows = source.rows.format(row=derived.table, source=changed)
            lock = source.lock.format(source=changed)
            return _Followed(f"{stem}_{name}", source, event, rows, lock, _differs(columns))

        yield follow("update", f"UPDATE OF {', '.join(source.columns)}", "NEW", source.columns)
        if source.is_parent:
            continue
        yield follow("insert", "INSERT", "NEW")
        yield follow("delete", "DELETE", "OLD")
        if links := [name for name in re.findall(r"{source}\.(\w+)", source.rows) if name in source.columns]:
            yield follow("move", f"UPDATE OF {', '.join(links)}", "OLD", links)


def _differs(columns: Iterable[str]) -> str:
    """Return SQL that is true of an UPDATE that changes one of the columns."""
    return " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in columns)


def _update(derived: DerivedColumns, condition: str) -> str:
    """Return SQL that works out the rows of which the condition is true, and writes those that are wrong."""
    values = {name: value.format(row=derived.table) for name, value in derived.values.items()}
    assignments = ", ".join(f"{name} = {value}" for name, value in values.items())
    is_wrong = " OR ".join(f"{derived.table}.{name} IS DISTINCT FROM {value}" for name, value in values.items())
    return f"UPDATE {derived.table} SET {assignments} WHERE ({condition}) AND ({is_wrong})"  # noqa: S608 - our own names


def _own_updates(derived: DerivedColumns) -> str:
    """Return the event of writing a key, or a derived column by hand."""
    return f"UPDATE OF {', '.join(dict.fromkeys((*derived.keys, *derived.values)))}"


def _derive_in_sqlite(derived: DerivedColumns) -> Iterator[str]:
    for name, _table in _names(derived):
        yield f"DROP TRIGGER IF EXISTS {name}"
    is_row = f"{derived.table}.{derived.primary_key} = NEW.{derived.primary_key}"
    for name, event in (("insert", "INSERT"), ("update", _own_updates(derived))):
        yield (
            f"CREATE TRIGGER {_own_name(derived, name)} AFTER {event} ON {derived.table}"
            f" BEGIN {_update(derived, is_row)}; END"
        )
    for one in _followed(derived):
        condition = f" WHEN {one.condition}" if one.condition else ""
        yield (
            f"CREATE TRIGGER {one.name} AFTER {one.event} ON {one.source.table}{condition}"
            f" BEGIN {_update(derived, one.rows)}; END"
        )


def _derive_in_postgresql(derived: DerivedColumns) -> Iterator[str]:
    assignments = " ".join(f"NEW.{name} := {value.format(row='NEW')};" for name, value in derived.values.items())
    parents = "".join(
        _lock(f"{source.table} WHERE {source.rows.format(row='NEW', source=source.table)}")
        for source in derived.sources
        if source.is_parent
    )
    locks = f"IF TG_OP = 'INSERT' OR {_differs(derived.keys)} THEN {parents}END IF; " if parents else ""
    for name, event in (("insert", "INSERT"), ("update", _own_updates(derived))):
        yield _function(_own_name(derived, name), f"{locks}{assignments} RETURN NEW;")
        yield (
            f"CREATE OR REPLACE TRIGGER {_own_name(derived, name)} BEFORE {event} ON {derived.table}"
            f" FOR EACH ROW EXECUTE FUNCTION {_own_name(derived, name)}()"
        )
    for one in _followed(derived):
        # What others committed while this waited for the rows is seen by the next statement, not by this one.
        rows = _lock(f"{derived.table} WHERE {one.rows} ORDER BY {derived.table}.{derived.primary_key}")
        lock = _lock(one.lock) if one.lock else ""
        yield _function(one.name, f"{lock}{rows}{_update(derived, one.rows)}; RETURN NULL;")
        condition = f" WHEN ({one.condition})" if one.condition else ""
        yield (
            f"CREATE OR REPLACE TRIGGER {one.name} AFTER {one.event} ON {one.source.table}"
            f" FOR EACH ROW{condition} EXECUTE FUNCTION {one.name}()"
        )


def _lock(rows: str) -> str:
    return f"PERFORM 1 FROM {rows} FOR NO KEY UPDATE; "


def _function(name: str, body: str) -> str:
    # A session keeps the plan of its first call. From a table that was empty then, it would read the whole table for
    # each row that many rows are inserted with.
    return (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off"
        f" AS $$ BEGIN {body} END $$"
    )
