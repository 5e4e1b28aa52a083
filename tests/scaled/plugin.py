"""Reads on the primary what the router sends to the replica, and counts it."""

import time
from collections.abc import Iterator

from django.db.utils import ConnectionHandler

from portal.core import replica

get_connection = ConnectionHandler.__getitem__
readings = 0


def _get_connection(self: ConnectionHandler, alias: str):
    global readings  # noqa: PLW0603
    if alias != replica.ALIAS:
        return get_connection(self, alias)
    readings += 1
    return get_connection(self, "default")


def _list_aliases(self: ConnectionHandler) -> Iterator[str]:
    """What makes test databases, and forbids them, sees one."""
    return iter(["default"])


def pytest_configure() -> None:
    ConnectionHandler.__getitem__ = _get_connection
    ConnectionHandler.__iter__ = _list_aliases
    # It is up to date: strangers read it at once.
    replica.progress.has_everything_until = time.monotonic


def pytest_terminal_summary(terminalreporter) -> None:
    terminalreporter.write_line(f"Taken from the replica: {readings} connections.")
