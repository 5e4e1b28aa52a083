"""The module that Django looks for: its own SQLite backend, with a pool, which keeps triggers when it rebuilds a table.

SQLite cannot change most things of a table. Django then copies it, drops it and gives the copy its name: the triggers
of the table go with it, and one of another table that names it stops the migration. See docs/operations/upgrade.md.
"""

import re
import sqlite3
from typing import Any
from weakref import WeakSet

from django.db.backends.sqlite3 import base, schema

from portal.core.sqlite3.pool import FileId, identify, pool


class DatabaseSchemaEditor(schema.DatabaseSchemaEditor):
    def _remake_table(self, model: Any, *args: Any, **kwargs: Any) -> None:
        """Rebuild a table without the triggers that name it, and create them again as they were."""
        triggers = self._find_triggers(model._meta.db_table)
        for name in triggers:
            self.execute(f"DROP TRIGGER {self.quote_name(name)}", None)
        super()._remake_table(model, *args, **kwargs)  # type: ignore[misc]  # The stubs leave it out.
        for sql in triggers.values():
            self.execute(sql, None)

    def _find_triggers(self, table: str) -> dict[str, str]:
        """Return the SQL of the triggers that are of a table or name it, by their names."""
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY rowid")
            return {name: sql for name, sql in cursor.fetchall() if re.search(rf"\b{re.escape(table)}\b", sql)}


class DatabaseWrapper(base.DatabaseWrapper):
    SchemaEditorClass = DatabaseSchemaEditor

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._file: FileId | None = None
        self._cursors: WeakSet[sqlite3.Cursor] = WeakSet()

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        """Take one from the pool, else open one. Cursors are noted where the connection is given back."""
        if pool.max_size:
            self.create_cursor = self._note_cursor  # type: ignore[method-assign]
        self._file = None if self.is_in_memory_db() else identify(conn_params["database"])
        if self._file and (taken := pool.take(self._file)):
            taken.execute("PRAGMA foreign_keys = ON")
            return taken
        return super().get_new_connection(conn_params)

    def _note_cursor(self, name: str | None = None) -> Any:
        cursor = super().create_cursor(name)
        self._cursors.add(cursor)
        return cursor

    def _close(self) -> None:
        """Give the connection to the pool. A query that was not read to its end would show its old rows to the next."""
        for cursor in list(self._cursors):
            cursor.close()
        self._cursors.clear()
        if not (self._file and self.connection and pool.put(self._file, self.connection)):
            super()._close()  # type: ignore[misc]  # The stubs leave it out.
