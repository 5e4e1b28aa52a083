"""Where the sealed bytes of files lie that the desk added, in the private storage, which has no address."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from django.core.files.storage import Storage, storages

from portal.files.keeping import pieces as read_pieces
from portal.files.keeping import place, put_sealed, written_before

# One level below the files of portal.files, which knows nothing of these.
ATTACHMENTS = "casework/"


def storage() -> Storage:
    return storages["private"]


def name_of(uuid: UUID) -> str:
    return f"{ATTACHMENTS}{place(uuid)}"


def put(name: str, sealed: Iterable[bytes]) -> None:
    """The whole file is there, or none of it."""
    put_sealed(storage(), name, sealed)


def pieces(name: str) -> Iterator[bytes]:
    """Raises FileNotFoundError."""
    return read_pieces(storage(), name)


def drop(name: str) -> None:
    storage().delete(name)


def kept_before(moment: datetime) -> Iterator[tuple[str, UUID | None]]:
    """Name and uuid of all that was written before that moment; None for a broken write."""
    return written_before(storage(), moment, ATTACHMENTS)
