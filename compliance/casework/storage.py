"""Where sealed files of the desk lie, in the private storage, which has no address.

They stand one level below the files of portal.files, which looks after none but its own.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from django.core.files.storage import Storage, storages

from portal.files.storage import get_storage_path, list_names_before, read_pieces, save_sealed

ATTACHMENTS = "casework/"


def storage() -> Storage:
    return storages["private"]


def get_name(uuid: UUID) -> str:
    return f"{ATTACHMENTS}{get_storage_path(uuid)}"


def save_file(name: str, sealed: Iterable[bytes]) -> None:
    """Write the whole file, or none of it."""
    save_sealed(storage(), name, sealed)


def read_file(name: str) -> Iterator[bytes]:
    """Yield the file piece by piece. Raises FileNotFoundError."""
    return read_pieces(storage(), name)


def delete_file(name: str) -> None:
    storage().delete(name)


def files_written_before(moment: datetime) -> Iterator[tuple[str, UUID | None]]:
    """Yield name and uuid of all that was written before that moment; None for a broken write."""
    return list_names_before(storage(), moment, ATTACHMENTS)
