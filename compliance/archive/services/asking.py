"""An administrator asks for an archive: a row that owes it; and it is handed out, and let go."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from itertools import chain
from typing import Any

from django.db import IntegrityError, transaction

from compliance.archive import storage, tasks
from compliance.archive.choices import OWED
from compliance.archive.models import Archive
from compliance.organisations.models import Organisation
from portal.history.services import record

# Bytes that no row names: as long as a worker may take to write them.
ORPHAN_AFTER = timedelta(hours=12)


def ask(*, organisation: Organisation, by: Any, at: datetime) -> Archive:
    """Asked twice meanwhile it is one; one made before is let go, for it tells what was there then."""
    try:
        with transaction.atomic():
            made = Archive.objects.create(organisation=organisation, asked_by=by, asked_at=at)
            before = Archive.objects.for_organisation(organisation).exclude(pk=made.pk)
            let_go(before)
            record(by, "archive.archive.asked", made, scope=organisation.uuid, at=at)
            transaction.on_commit(partial(tasks.make.enqueue, made.pk))
    except IntegrityError:
        return Archive.objects.for_organisation(organisation).get(state__in=OWED)
    return made


def latest(organisation: Organisation) -> Archive | None:
    return Archive.objects.for_organisation(organisation).first()


def pieces_of(archive: Archive) -> Iterator[bytes]:
    """Its bytes. Raises FileNotFoundError, CannotOpen: at once, before any is handed out."""
    if archive.stored_as is None:
        raise FileNotFoundError
    pieces = storage.pieces(archive.stored_as)
    return chain([next(pieces)], pieces)


def downloaded(archive: Archive, *, by: Any, at: datetime) -> None:
    """Having it is a line of history."""
    facts = {"sha256": archive.sha256, "size": archive.size}
    record(by, "archive.archive.downloaded", archive, facts, scope=archive.organisation.uuid, at=at)


def let_go(archives: Any) -> int:
    """The rows, and once that is certain their bytes."""
    found = list(archives)
    for archive in found:
        archive.delete()
        if archive.stored_as:
            transaction.on_commit(partial(storage.drop, archive.stored_as))
    return len(found)


def expire(now: datetime) -> int:
    """Let go of those that are kept no longer, and of bytes that no row names. How many."""
    gone = 0
    for archive in Archive.objects.filter(expires_at__lte=now).select_related("organisation"):
        with transaction.atomic():
            record("system", "archive.archive.expired", archive, scope=archive.organisation.uuid, at=now)
            let_go([archive])
        gone += 1
    for path, stored_as in storage.written_before(now - ORPHAN_AFTER):
        if stored_as is None or not Archive.objects.filter(stored_as=stored_as).exists():
            storage.drop_at(path)
            gone += 1
    return gone
