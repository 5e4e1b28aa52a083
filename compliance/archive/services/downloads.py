"""What becomes of a finished archive: it is handed out, and deleted once its time is over."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial
from itertools import chain

from django.db import transaction

from compliance.archive import storage
from compliance.archive.models import Archive
from compliance.organisations.models import Organisation
from portal.accounts.models import User
from portal.history.services import record

# Bytes that no row names: as long as a worker may take to write them.
ORPHAN_AFTER = timedelta(hours=12)


def latest_archive(organisation: Organisation) -> Archive | None:
    return Archive.objects.for_organisation(organisation).first()


def get_chunks(archive: Archive) -> Iterator[bytes]:
    """Return the archive's bytes, piece by piece.

    Raises FileNotFoundError, DecryptionError: at once, before any is handed out.
    """
    if archive.stored_as is None:
        raise FileNotFoundError
    pieces = storage.read_archive(archive.stored_as)
    return chain([next(pieces)], pieces)


def record_download(archive: Archive, *, by: User, at: datetime) -> None:
    """Record that somebody has the archive now."""
    facts = {"sha256": archive.sha256, "size": archive.size}
    record(by, "archive.archive.downloaded", archive, facts, scope=archive.organisation.uuid, at=at)


def delete_archives(archives: Iterable[Archive]) -> int:
    """Delete the rows, and once that is certain their bytes. Return how many."""
    rows = list(archives)
    for archive in rows:
        archive.delete()
        if archive.stored_as:
            transaction.on_commit(partial(storage.delete_archive, archive.stored_as))
    return len(rows)


def delete_expired(now: datetime) -> int:
    """Delete archives that are kept no longer, and bytes that no row names. Return how many."""
    gone = 0
    for archive in Archive.objects.filter(expires_at__lte=now).select_related("organisation"):
        with transaction.atomic():
            record("system", "archive.archive.expired", archive, scope=archive.organisation.uuid, at=now)
            delete_archives([archive])
        gone += 1
    for path, stored_as in storage.list_written_before(now - ORPHAN_AFTER):
        if stored_as is None or not Archive.objects.filter(stored_as=stored_as).exists():
            storage.delete_path(path)
            gone += 1
    return gone
