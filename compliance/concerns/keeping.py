"""Where the sealed bytes of reporters' files lie: under a random name, in storage that has no address."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from io import BytesIO
from uuid import UUID

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage, storages

from portal.files.keeping import place, write_at_once, written_before

PIECE = 64 * 1024


def storage() -> Storage:
    return storages["concerns"]


def put(uuid: UUID, sealed: Iterable[bytes]) -> None:
    """Chunk by chunk; the whole file is there, or none of it."""
    where = storage()
    if isinstance(where, FileSystemStorage):
        write_at_once(where.path(place(uuid)), sealed)
    else:
        where.save(place(uuid), File(BytesIO(b"".join(sealed))))


def pieces(uuid: UUID) -> Iterator[bytes]:
    """Raises FileNotFoundError."""
    with storage().open(place(uuid)) as file:
        while piece := file.read(PIECE):
            yield piece


def drop(uuid: UUID) -> None:
    storage().delete(place(uuid))


def kept_before(moment: datetime) -> Iterator[tuple[str, UUID | None]]:
    """Name and uuid of everything written before that moment; None for a broken write."""
    return written_before(storage(), moment)
