"""The schema of a new SQLite database as SQL, so that a first start does not run every migration.

`sqlite.sql` holds the tables, indexes, triggers and rows that all migrations leave in an empty database. Django draws
the models of each step anew, which takes a minute of processor time; reading the file takes a fifth of a second. The
file is used for a database without tables only, and only where it was written from exactly the migrations at hand.
Write it anew with `python manage.py schema` whenever migrations change; a test compares it with what they do.
"""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.migrations.loader import MigrationLoader

FILE = Path(__file__).with_name("sqlite.sql")
_HEADER = "-- migrations: "
# Tables that a full-text search makes for itself.
_SHADOW = re.compile(r".+_fts_(data|idx|content|docsize|config)|sqlite_.+")


def migrations_key() -> str:
    """Return a hash of the names of all migrations that Django finds, ours and the libraries'."""
    names = sorted(".".join(key) for key in MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
    return hashlib.sha256("\n".join(names).encode()).hexdigest()


def load_schema(connection: BaseDatabaseWrapper) -> bool:
    """Fill a SQLite database that has no table yet from the file. Return whether that was possible.

    False, with nothing changed, for another kind of database, one with tables, or a file of other migrations.
    """
    if connection.vendor != "sqlite" or connection.introspection.table_names():
        return False
    header, _, script = FILE.read_text().partition("\n")
    if header.removeprefix(_HEADER) != migrations_key():
        return False
    connection.connection.executescript(f"BEGIN;\nPRAGMA defer_foreign_keys = ON;\n{script}\nCOMMIT;")
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        _apply_settings(cursor)
    return True


def write_schema(connection: BaseDatabaseWrapper, file: Path) -> None:
    """Write the file from a SQLite database that all migrations have been run on, and nothing else."""
    file.write_text(f"{_HEADER}{migrations_key()}\n" + "".join(f"{line}\n" for line in dump_statements(connection)))


def dump_statements(connection: BaseDatabaseWrapper) -> Iterator[str]:
    """Yield the SQL that makes a copy of a SQLite database: tables, then their rows, then indexes and triggers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
        objects = [row for row in cursor.fetchall() if not _SHADOW.fullmatch(row[1])]
    tables = [(name, sql) for kind, name, sql in objects if kind == "table"]
    for _name, sql in tables:
        yield f"{sql};"
    for name, sql in tables:
        if not sql.startswith("CREATE VIRTUAL"):
            yield from _rows(connection, name)
    yield from (f"{sql};" for kind, _name, sql in objects if kind != "table")


def _rows(connection: BaseDatabaseWrapper, table: str) -> Iterator[str]:
    quoted = connection.ops.quote_name(table)
    with connection.cursor() as cursor:
        columns = [column.name for column in connection.introspection.get_table_description(cursor, table)]
        values = " || ', ' || ".join(f"quote({connection.ops.quote_name(name)})" for name in columns)
        cursor.execute(f"SELECT {values} FROM {quoted} ORDER BY 1")  # noqa: S608 – names of our own tables
        for (row,) in cursor.fetchall():
            # A text of several lines stays on one, so that a line is a statement.
            text = row.replace("\r", "' || char(13) || '").replace("\n", "' || char(10) || '")
            yield f"INSERT INTO {quoted} VALUES ({text});"  # noqa: S608


def _apply_settings(cursor: CursorWrapper) -> None:
    """Name the first site as the settings do; learning/resources/migrations/0002_first_pages.py does the same."""
    address = urlsplit(settings.SITE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    name = settings.PORTAL_NAME
    cursor.execute(
        "UPDATE wagtailcore_page SET title = %s, draft_title = %s"
        " WHERE id IN (SELECT root_page_id FROM wagtailcore_site)",
        [name, name],
    )
    cursor.execute(
        "UPDATE wagtailcore_site SET hostname = %s, port = %s, site_name = %s",
        [address.hostname or "localhost", port, name],
    )
