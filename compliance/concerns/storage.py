"""Where the sealed bytes of reporters' files lie: under a random name, in storage that has no address."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.core.files.storage import FileSystemStorage, Storage, storages

from portal.files.storage import get_storage_path, list_names_before, read_pieces, save_sealed


def get_storage() -> Storage:
    return storages["concerns"]


def get_folder() -> str | None:
    """On the same disk, where it is one; made if it is not there. Raises OSError."""
    where = get_storage()
    if not isinstance(where, FileSystemStorage):
        return None
    Path(where.location).mkdir(mode=0o700, parents=True, exist_ok=True)
    return str(where.location)


def save_body(uuid: UUID, sealed: Iterable[bytes]) -> None:
    """Chunk by chunk; the whole file is there, or none of it. Its time is the next full hour's (security 3.6)."""
    save_sealed(get_storage(), get_storage_path(uuid), sealed, is_timeless=True)


def read_body(uuid: UUID) -> Iterator[bytes]:
    """Raises FileNotFoundError."""
    return read_pieces(get_storage(), get_storage_path(uuid))


def delete_body(uuid: UUID) -> None:
    get_storage().delete(get_storage_path(uuid))


def list_written_before(moment: datetime) -> Iterator[tuple[str, UUID | None]]:
    """Name and uuid of everything written before that moment; None for a broken write."""
    return list_names_before(get_storage(), moment)
