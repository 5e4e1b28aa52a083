"""The storage of reporters' encrypted files: under a random name, without an address."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.core.files.storage import FileSystemStorage, Storage, storages

from portal.files.storage import get_storage_path, list_names_before, read_pieces, save_sealed


def get_storage() -> Storage:
    """Return the storage that the settings name."""
    return storages["concerns"]


def get_folder() -> str | None:
    """Return a folder on the storage's own disk, created if missing; None for another storage. Raises OSError."""
    where = get_storage()
    if not isinstance(where, FileSystemStorage):
        return None
    Path(where.location).mkdir(mode=0o700, parents=True, exist_ok=True)
    return str(where.location)


def save_body(uuid: UUID, sealed: Iterable[bytes]) -> None:
    """Save the chunks: the whole file, or none of it. Its time is the next full hour's.

    See docs/requirements/security.md#rounded-times.
    """
    save_sealed(get_storage(), get_storage_path(uuid), sealed, is_timeless=True)


def read_body(uuid: UUID) -> Iterator[bytes]:
    """Yield the chunks. Raises FileNotFoundError."""
    return read_pieces(get_storage(), get_storage_path(uuid))


def delete_body(uuid: UUID) -> None:
    """Delete the bytes of a file."""
    get_storage().delete(get_storage_path(uuid))


def settle(now: datetime) -> int:
    """Let storage that notes the second in which a file came forget it, once the hour is over. Return how many files.

    A disk needs nothing: `save_body` sets the time. See docs/requirements/security.md#shared-storage.
    """
    settle_files = getattr(get_storage(), "settle", None)
    return settle_files(before=now.replace(minute=0, second=0, microsecond=0)) if settle_files else 0


def list_written_before(moment: datetime) -> Iterator[tuple[str, UUID | None]]:
    """Yield name and uuid of everything written before that moment; None for a broken write."""
    return list_names_before(get_storage(), moment)
