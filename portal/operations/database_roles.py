"""The database's roles apart from its owner: what `migrate` grants to the web process and to the worker.

The owner makes tables, triggers and policies, and no process that visitors or jobs reach runs as it: the others can
neither alter a guard nor write what a guard keeps.

See docs/requirements/security.md#database-roles.
"""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper

from portal.core.triggers import Trigger, collect_triggers

NO_ROLE = "does not exist"
# What `migrate` alone writes.
READ_ONLY_TABLES = ("django_migrations",)
# What each face does with the tables of an app, or with one table: SELECT, INSERT, UPDATE, DELETE.
GRANTS_FILE = Path(__file__).parent / "face_grants.csv"
ACTS = {"S": "SELECT", "I": "INSERT", "U": "UPDATE", "D": "DELETE"}
# Tables of no model.
OTHER_TABLES = ("cache", "django_migrations")


class RoleMissing(Exception):
    """There is no such role in the database."""


def grant_to_roles(connection: BaseDatabaseWrapper, roles: Iterable[str]) -> None:
    """Let these roles read and write rows, and nothing that a guard refuses at all. Raises RoleMissing."""
    with connection.cursor() as cursor:
        for role in roles:
            name = _find_role(connection, cursor, role)
            cursor.execute(f"GRANT USAGE ON SCHEMA public TO {name}")
            cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}")
            cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}")
            for privilege, table in _refused():
                cursor.execute(f"REVOKE {privilege} ON {table} FROM {name}")


def grant_to_face(connection: BaseDatabaseWrapper, face: str, role: str) -> None:
    """Let the role of a face do what its pages do, by table, and nothing else. Raises RoleMissing."""
    with connection.cursor() as cursor:
        name = _find_role(connection, cursor, role)
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {name}")
        cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {name}")
        cursor.execute(f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {name}")
        for table, letters in get_face_grants(face).items():
            if not letters:
                continue
            cursor.execute(f"GRANT {', '.join(ACTS[letter] for letter in letters)} ON {table} TO {name}")
            cursor.execute(
                "SELECT pg_get_serial_sequence(%s, attname) FROM pg_attribute WHERE attrelid = %s::regclass"
                " AND attnum > 0 AND NOT attisdropped AND pg_get_serial_sequence(%s, attname) IS NOT NULL",
                [table, table, table],
            )
            for (sequence,) in cursor.fetchall():
                if "I" in letters:
                    cursor.execute(f"GRANT USAGE ON SEQUENCE {sequence} TO {name}")
        for privilege, table in _refused():
            cursor.execute(f"REVOKE {privilege} ON {table} FROM {name}")


def get_face_grants(face: str) -> dict[str, str]:
    """Return what a face does with each table, as letters; a row of a table goes before that of its app."""
    with GRANTS_FILE.open(newline="") as file:
        rows = {row["what"]: row[face] for row in csv.DictReader(file)}
    grants = {}
    for app in apps.get_app_configs():
        for model in app.get_models(include_auto_created=True):
            table = model._meta.db_table
            grants[table] = rows.get(table, rows.get(app.label, ""))
    return grants | {table: rows[table] for table in OTHER_TABLES}


def _find_role(connection: BaseDatabaseWrapper, cursor: Any, role: str) -> str:
    """Return the quoted name of a role that is there. Raises RoleMissing."""
    cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", [role])
    if cursor.fetchone() is None:
        raise RoleMissing(f"The database has no role {role}. Create it as in docs/operations/install.md.")
    return connection.ops.quote_name(role)


def _refused() -> list[tuple[str, str]]:
    """Return what nobody does to which table: what a trigger refuses of every row, and rows of Django's own."""
    guarded = [
        (trigger.event, trigger.table)
        for trigger in collect_triggers()
        if isinstance(trigger, Trigger) and not trigger.when and not trigger.free
    ]
    return guarded + [("INSERT, UPDATE, DELETE", table) for table in READ_ONLY_TABLES]


def is_row_security_active(connection: BaseDatabaseWrapper) -> bool:
    """Return whether this process sees a business's rows only where it names the business: right for visitors' pages,
    and never for the worker, to which nothing would be there.
    """
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_security_active('suppliers_supplier')")
        return cursor.fetchone()[0]


def is_bound_by_policies(connection: BaseDatabaseWrapper, role: str) -> bool:
    """Return whether row-level security binds a role."""
    return describe_role(connection, role) in {"", NO_ROLE}


def describe_role(connection: BaseDatabaseWrapper, role: str = "") -> str:
    """Return why a role must not be that of the web process, or an empty text. role: the connection's own if empty."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, EXISTS (SELECT FROM pg_class WHERE relname = 'history_entry'"
            " AND pg_has_role(pg_roles.oid, relowner, 'USAGE')) FROM pg_roles"
            " WHERE rolname = COALESCE(NULLIF(%s, ''), current_user)",
            [role],
        )
        row = cursor.fetchone()
    if row is None:
        return NO_ROLE
    reasons = ("is a superuser", "passes over row-level security", "owns the tables, and can alter their guards")
    return next((reason for reason, applies in zip(reasons, row, strict=True) if applies), "")
