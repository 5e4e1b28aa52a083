"""The module that Django looks for: its own PostgreSQL backend, with a memory of a second, and the second fence."""

import time
from typing import Any

from django.db.backends.postgresql import base, operations

from portal.core import row_security

# Of each process, by connection. Visitors who queue behind those that waited then have their page at once.
AWAY_SECONDS = 1.0
_away_until: dict[str, float] = {}


class DatabaseOperations(operations.DatabaseOperations):
    def last_executed_query(self, cursor: Any, sql: Any, params: Any) -> Any:
        """Return what was asked for, without what was sent before it."""
        query = super().last_executed_query(cursor, sql, params)
        return row_security.strip_prefix(query) if isinstance(query, str) else query


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.execute_wrappers.append(row_security.name_tenants)

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect. Raises OperationalError, also while the last that was tried is not a second ago."""
        if time.monotonic() < _away_until.get(self.alias, 0.0):
            raise self.Database.OperationalError("did not answer a moment ago")
        try:
            return super().get_new_connection(conn_params)
        except self.Database.OperationalError:
            _away_until[self.alias] = time.monotonic() + AWAY_SECONDS
            raise

    def chunked_cursor(self) -> Any:
        """Return a cursor for many rows: within a request one of the client's, for a cursor of the server's is read in
        other transactions than the one that names the tenants.
        """
        return self.cursor() if row_security.get_scope() else super().chunked_cursor()
