"""Which edition of the published pages is current. Every worker asks each time, and no cache server is needed.

The stamp is a file: asking when it was last replaced takes a few microseconds. Several machines share it through the
cache that CACHE_URL names.
"""

import os
import tempfile
import time
import uuid
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import transaction

KEY = "page-stamp"
# Whatever happens to the stamp, and whatever on a page depends on the day, nothing is kept for longer.
LONGEST_SECONDS = 300


def edition() -> str:
    """Another one after each change of a published page, and every five minutes."""
    return f"{int(time.time() // LONGEST_SECONDS)} {_read()}"


def renew() -> None:
    """Once the transaction is committed, what was kept until then is kept no more."""
    transaction.on_commit(_write)


def _read() -> str:
    if settings.PAGE_STAMP_IS_SHARED:
        if not (found := cache.get(KEY)):
            _write()
            found = cache.get(KEY)
        return str(found)
    try:
        file = settings.PAGE_STAMP_FILE.stat()
    except FileNotFoundError:
        _write()
        file = settings.PAGE_STAMP_FILE.stat()
    return f"{file.st_ino} {file.st_mtime_ns}"


def _write() -> None:
    """A stamp that was never there before."""
    if settings.PAGE_STAMP_IS_SHARED:
        cache.set(KEY, uuid.uuid4().hex, timeout=None)
        return
    file: Path = settings.PAGE_STAMP_FILE
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=file.name)
    os.close(handle)
    # The clock of files may stand still for some milliseconds; this one does not.
    now = time.time_ns()
    os.utime(name, ns=(now, now))
    Path(name).replace(file)
