"""Where the sealed bytes of reporters' files lie: under a random name, in storage that has no address."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.core.files.storage import FileSystemStorage, Storage, storages

from portal.files.storage import pieces as read_pieces
from portal.files.storage import place, put_sealed, written_before


def storage() -> Storage:
    return storages["concerns"]


def folder() -> str | None:
    """On the same disk, where it is one; made if it is not there. Raises OSError."""
    where = storage()
    if not isinstance(where, FileSystemStorage):
        return None
    Path(where.location).mkdir(mode=0o700, parents=True, exist_ok=True)
    return str(where.location)


def put(uuid: UUID, sealed: Iterable[bytes]) -> None:
    """Chunk by chunk; the whole file is there, or none of it. Its time is the next full hour's (security 3.6)."""
    put_sealed(storage(), place(uuid), sealed, is_timeless=True)


def pieces(uuid: UUID) -> Iterator[bytes]:
    """Raises FileNotFoundError."""
    return read_pieces(storage(), place(uuid))


def drop(uuid: UUID) -> None:
    storage().delete(place(uuid))


def kept_before(moment: datetime) -> Iterator[tuple[str, UUID | None]]:
    """Name and uuid of everything written before that moment; None for a broken write."""
    return written_before(storage(), moment)
