"""The module that Django looks for: its own PostgreSQL backend, with a memory of a second."""

import time
from typing import Any

from django.db.backends.postgresql import base

# Of each process. Visitors who queue behind those that waited then have their page at once.
AWAY_SECONDS = 1.0
_is_away_until = 0.0


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect. Raises OperationalError, also while the last that was tried is not a second ago."""
        global _is_away_until  # noqa: PLW0603 – it is what the process remembers
        if time.monotonic() < _is_away_until:
            raise self.Database.OperationalError("did not answer a moment ago")
        try:
            return super().get_new_connection(conn_params)
        except self.Database.OperationalError:
            _is_away_until = time.monotonic() + AWAY_SECONDS
            raise
