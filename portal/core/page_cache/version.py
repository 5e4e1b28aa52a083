"""The edition of the published pages. Every worker asks for it each time, and no cache server is needed.

The stamp is a file: asking when it was last replaced takes a few microseconds. Several machines share it through the
cache that CACHE_URL names; without one, each process looks into the database twice a second.
"""

import logging
import os
import tempfile
import time
import uuid
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.db import DatabaseError, transaction

logger = logging.getLogger(__name__)
CACHE_KEY = "page-stamp"
# Whatever happens to the stamp, and whatever on a page depends on the day, nothing is kept for longer.
MAX_AGE_SECONDS = 300
# How long another machine's change may stay unseen where no cache tells of it.
LOOK_SECONDS = 0.5
_is_write_pending = False
_looked_at, _seen = 0.0, ""
_current, _changed_at = "", 0.0


def get_edition() -> str:
    """Return the current edition: another one after each change of a published page, and every five minutes.

    Empty where nobody can tell: then nothing that was kept may be given out.
    """
    global _current, _changed_at
    current = _read()
    if current != _current:
        _current, _changed_at = current, time.monotonic()
    return f"{int(time.time() // MAX_AGE_SECONDS)} {current}" if current else ""


def changed_at() -> float:
    """Return when this process, by its monotonic clock, first heard of the last change of a published page."""
    get_edition()
    return _changed_at


def bump_edition() -> None:
    """Make everything cached so far stale, once the transaction is committed."""
    transaction.on_commit(_write)


def _read() -> str:
    if settings.PAGE_STAMP_IS_SHARED:
        if _is_write_pending or not caches["pages"].get(CACHE_KEY):
            _write_to_cache()
        return str(caches["pages"].get(CACHE_KEY) or "")
    if not settings.PAGE_STAMP_IS_IN_DATABASE:
        return _read_file()
    stamp = _look_into_database()
    return f"{_read_file()} {stamp}" if stamp else ""


def _read_file() -> str:
    try:
        file = settings.PAGE_STAMP_FILE.stat()
    except FileNotFoundError:
        _write_file()
        file = settings.PAGE_STAMP_FILE.stat()
    return f"{file.st_ino} {file.st_mtime_ns}"


def _look_into_database() -> str:
    """Return the stamp of all machines as it was at most LOOK_SECONDS ago.

    While the database is away, as it was last: nothing is published then.
    """
    global _looked_at, _seen  # noqa: PLW0603 – it is what the process remembers
    now = time.monotonic()
    if now - _looked_at < LOOK_SECONDS:
        return _seen
    _looked_at = now
    try:
        if _is_write_pending or not caches["pages"].get(CACHE_KEY):
            _write_to_cache()
        _seen = str(caches["pages"].get(CACHE_KEY) or "")
    except DatabaseError as error:
        logger.warning("The stamp of the pages could not be read: %s", type(error).__name__)
    return _seen


def _write() -> None:
    """Write a stamp that was never there before, for all machines. The next reader here looks at once."""
    global _looked_at  # noqa: PLW0603 – it is what the process remembers
    if settings.PAGE_STAMP_IS_SHARED:
        _write_to_cache()
        return
    _write_file()
    if settings.PAGE_STAMP_IS_IN_DATABASE:
        try:
            _write_to_cache()
        except DatabaseError as error:
            # What was published is published; the others are told with the next look.
            logger.warning("The stamp of the pages could not be written: %s", type(error).__name__)
        _looked_at = 0.0


def _write_to_cache() -> None:
    global _is_write_pending  # noqa: PLW0603 – it is what the process remembers
    # A change while the cache is away is told to the others once it is back.
    _is_write_pending = True
    stamp = uuid.uuid4().hex
    caches["pages"].set(CACHE_KEY, stamp, timeout=None)
    _is_write_pending = caches["pages"].get(CACHE_KEY) != stamp


def _write_file() -> None:
    file: Path = settings.PAGE_STAMP_FILE
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=file.name)
    os.close(handle)
    # The clock of files may stand still for some milliseconds; this one does not.
    now = time.time_ns()
    os.utime(name, ns=(now, now))
    Path(name).replace(file)
