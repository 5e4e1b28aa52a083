"""The edition of the published pages. Every worker asks for it each time, and no cache server is needed.

The stamp is a file: asking when it was last replaced takes a few microseconds. Several machines share it through the
cache that CACHE_URL names.
"""

import os
import tempfile
import time
import uuid
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.db import transaction

CACHE_KEY = "page-stamp"
# Whatever happens to the stamp, and whatever on a page depends on the day, nothing is kept for longer.
MAX_AGE_SECONDS = 300
_is_write_pending = False


def get_edition() -> str:
    """Return the current edition: another one after each change of a published page, and every five minutes.

    Empty where nobody can tell: then nothing that was kept may be given out.
    """
    current = _read()
    return f"{int(time.time() // MAX_AGE_SECONDS)} {current}" if current else ""


def bump_edition() -> None:
    """Make everything cached so far stale, once the transaction is committed."""
    transaction.on_commit(_write)


def _read() -> str:
    if settings.PAGE_STAMP_IS_SHARED:
        if _is_write_pending or not caches["pages"].get(CACHE_KEY):
            _write()
        return str(caches["pages"].get(CACHE_KEY) or "")
    try:
        file = settings.PAGE_STAMP_FILE.stat()
    except FileNotFoundError:
        _write()
        file = settings.PAGE_STAMP_FILE.stat()
    return f"{file.st_ino} {file.st_mtime_ns}"


def _write() -> None:
    """Write a stamp that was never there before."""
    global _is_write_pending  # noqa: PLW0603 – it is what the process remembers
    if settings.PAGE_STAMP_IS_SHARED:
        stamp = uuid.uuid4().hex
        caches["pages"].set(CACHE_KEY, stamp, timeout=None)
        # A change while the cache is away is told to the others once it is back.
        _is_write_pending = caches["pages"].get(CACHE_KEY) != stamp
        return
    file: Path = settings.PAGE_STAMP_FILE
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=file.name)
    os.close(handle)
    # The clock of files may stand still for some milliseconds; this one does not.
    now = time.time_ns()
    os.utime(name, ns=(now, now))
    Path(name).replace(file)
