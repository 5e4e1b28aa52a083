"""A pool of open connections to SQLite, for processes that answer many short requests.

A new connection reads the whole schema before its first query: with our tables, indexes and triggers this takes longer
than most pages that are kept. Django's own way to keep a connection, CONN_MAX_AGE, keeps one a thread, and a server has
many more threads than requests at work. See docs/decisions/0038-sqlite-pool.md.
"""

import os
import sqlite3
from pathlib import Path
from threading import Lock

# The file as the system knows it, by device and number: a restored database has the old path and is another file.
type FileId = tuple[int, int]


class Pool:
    """Keeps at most max_size connections that nobody uses. It keeps none until max_size is set."""

    def __init__(self, max_size: int = 0) -> None:
        self.max_size = max_size
        self._lock = Lock()
        self._free: list[tuple[FileId, sqlite3.Connection]] = []
        # Connections of the process that this one was forked from: to use or close them would spoil them for both.
        self._inherited: list[tuple[FileId, sqlite3.Connection]] = []
        os.register_at_fork(after_in_child=self._set_aside)

    def take(self, file: FileId) -> sqlite3.Connection | None:
        """Return a connection to that file, None where there is none. Those to other files are closed."""
        with self._lock:
            stale = [connection for other, connection in self._free if other != file]
            self._free = [kept for kept in self._free if kept[0] == file]
            taken = self._free.pop()[1] if self._free else None
        for connection in stale:
            connection.close()
        return taken

    def put(self, file: FileId, connection: sqlite3.Connection) -> bool:
        """Keep the connection; return False, and leave it alone, where it is one too many or amid a transaction."""
        if connection.in_transaction:
            return False
        with self._lock:
            if len(self._free) >= self.max_size:
                return False
            self._free.append((file, connection))
        return True

    def _set_aside(self) -> None:
        self._lock = Lock()
        self._inherited += self._free
        self._free = []


pool = Pool()


def identify(path: str) -> FileId | None:
    """Return what a database file is known by, None where it does not exist (yet)."""
    try:
        status = Path(path).stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
