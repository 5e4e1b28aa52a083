"""A migrated database that test runs share: it is migrated once for each set of migrations, then copied.

Migrating takes a minute of processor time, copying takes a tenth of a second. The copy is brought up to date by
`migrate` as usual, so a template that is older than the code can only cost time, never hide a migration.
"""

import fcntl
import hashlib
import os
import sqlite3
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).parents[2]
FOLDER = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "section-54-portal"
MAX_KEPT = 12
# Everything that decides what a migrated database holds.
SOURCES = (
    "requirements-dev.txt",
    "*/*/migrations/*.py",
    "*/*/data/**/*.*",
    "*/*/triggers.py",
    "*/core/migration_operations.py",
    "portal/operations/row_policies.py",
    "portal/operations/key_policies.py",
    "portal/operations/database_roles.py",
    "portal/operations/face_grants.csv",
    "portal/operations/schema/sqlite.sql",
    "compliance/organisations/rules/names.py",
)


def template_key() -> str:
    """Return a short hash of every file that decides what a migrated database holds."""
    digest = hashlib.sha256()
    for path in sorted(path for pattern in SOURCES for path in ROOT.glob(pattern) if path.is_file()):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


class DatabaseTemplate:
    """Start a worker's test database from the template, or make the template from the first one that is migrated.

    A file lock lets one worker migrate while the others wait for its result.
    """

    def __init__(self) -> None:
        FOLDER.mkdir(parents=True, exist_ok=True)
        self.key = template_key()
        self.lock = (FOLDER / f"{connection.vendor}-{self.key}.lock").open("w")

    def start(self) -> None:
        """Copy the template to the test database's name, if there is one."""
        fcntl.flock(self.lock, fcntl.LOCK_EX)
        backend = _sqlite_start if connection.vendor == "sqlite" else _postgresql_start
        if backend(self.key):
            self.lock.close()

    def save(self) -> None:
        """Keep the database, now migrated, as the template, unless it was copied from it."""
        if not self.lock.closed:
            backend = _sqlite_save if connection.vendor == "sqlite" else _postgresql_save
            backend(self.key)
            self.lock.close()

    def drop(self) -> None:
        """Remove the test database. SQLite's lies in the settings' temporary folder, which goes at exit."""
        if connection.vendor == "postgresql":
            connection.close()
            with connection.creation._nodb_cursor() as cursor:
                cursor.execute(f"DROP DATABASE IF EXISTS {_quoted(connection.creation._get_test_db_name())} (FORCE)")


def _sqlite_start(key: str) -> bool:
    target = Path(connection.creation._get_test_db_name())
    for leftover in (target, *target.parent.glob(f"{target.name}-*")):
        leftover.unlink(missing_ok=True)
    template = FOLDER / f"{key}.sqlite3"
    if not template.exists():
        return False
    target.write_bytes(template.read_bytes())
    return True


def _sqlite_save(key: str) -> None:
    connection.ensure_connection()
    unfinished = FOLDER / f"{key}.unfinished"
    unfinished.unlink(missing_ok=True)
    with sqlite3.connect(unfinished) as copy:
        connection.connection.backup(copy)
    copy.close()
    unfinished.rename(FOLDER / f"{key}.sqlite3")
    for old in sorted(FOLDER.glob("*.sqlite3"), key=lambda path: path.stat().st_mtime)[:-MAX_KEPT]:
        old.unlink(missing_ok=True)


def _postgresql_start(key: str) -> bool:
    target, template = _quoted(connection.creation._get_test_db_name()), _template_name(key)
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {target} (FORCE)")
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template])
        if cursor.fetchone() is None:
            return False
        cursor.execute(f"CREATE DATABASE {target} TEMPLATE {_quoted(template)}")
    return True


def _postgresql_save(key: str) -> None:
    source, template = _quoted(connection.settings_dict["NAME"]), _template_name(key)
    connection.close()
    with connection.creation._nodb_cursor() as cursor:
        # PostgreSQL copies a database only while nobody is connected to it.
        cursor.execute(f"ALTER DATABASE {source} ALLOW_CONNECTIONS false")
        try:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
                [connection.settings_dict["NAME"]],
            )
            cursor.execute(f"CREATE DATABASE {_quoted(template)} TEMPLATE {source}")
        finally:
            cursor.execute(f"ALTER DATABASE {source} ALLOW_CONNECTIONS true")
        cursor.execute(r"SELECT datname FROM pg_database WHERE datname LIKE 'portal\_template\_%' ORDER BY oid DESC")
        for (old,) in cursor.fetchall()[MAX_KEPT:]:
            cursor.execute(f"DROP DATABASE IF EXISTS {_quoted(old)}")


def _template_name(key: str) -> str:
    return f"portal_template_{key}"


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
