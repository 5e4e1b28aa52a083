"""Where the sealed bytes of reporters' files lie: under a random name, in storage that has no address."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from django.core.files.storage import Storage, storages

from portal.files.keeping import pieces as read_pieces
from portal.files.keeping import place, put_sealed, written_before


def storage() -> Storage:
    return storages["concerns"]


def put(uuid: UUID, sealed: Iterable[bytes]) -> None:
    """Chunk by chunk; the whole file is there, or none of it."""
    put_sealed(storage(), place(uuid), sealed)


def pieces(uuid: UUID) -> Iterator[bytes]:
    """Raises FileNotFoundError."""
    return read_pieces(storage(), place(uuid))


def drop(uuid: UUID) -> None:
    storage().delete(place(uuid))


def kept_before(moment: datetime) -> Iterator[tuple[str, UUID | None]]:
    """Name and uuid of everything written before that moment; None for a broken write."""
    return written_before(storage(), moment)
