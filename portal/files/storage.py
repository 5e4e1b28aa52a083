"""The storage of encrypted bytes: under their row's uuid, in storage that has no URL."""

import hashlib
import os
import time
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile
from uuid import UUID

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.utils import timezone

from portal.core.fernet import decrypt, encrypt

PIECE_BYTES = 64 * 1024
HOUR_SECONDS = 3600


def get_storage() -> Storage:
    """Return the private storage."""
    return storages["private"]


def get_storage_path(uuid: UUID) -> str:
    """Return the path of a file in the storage."""
    return f"{uuid.hex[:2]}/{uuid.hex}"


def save_file(uuid: UUID, body: bytes) -> None:
    """Encrypt and save; the whole file is there, or none of it."""
    save_sealed(get_storage(), get_storage_path(uuid), [encrypt(body)])


def save_sealed(where: Storage, name: str, sealed: Iterable[bytes], *, is_timeless: bool = False) -> None:
    """Save what its owner has sealed, chunk by chunk; the whole file is there, or none of it.

    is_timeless: on a disk, file and folders tell the hour that comes next, and not when it was written.
    """
    if isinstance(where, FileSystemStorage):
        write_atomically(where.path(name), sealed, is_timeless=is_timeless)
    else:
        with TemporaryFile() as sealed_file:
            sealed_file.writelines(sealed)
            sealed_file.seek(0)
            where.save(name, File(sealed_file))


def replace_sealed(where: Storage, name: str, sealed: Iterable[bytes]) -> None:
    """Write over what is kept under a name in one step, or under a name that just became free where storage
    overwrites nothing.
    """
    if isinstance(where, FileSystemStorage) or getattr(where, "file_overwrite", False):
        save_sealed(where, name, sealed)
        return
    with TemporaryFile() as sealed_file:
        sealed_file.writelines(sealed)
        sealed_file.seek(0)
        where.delete(name)
        where.save(name, File(sealed_file))


def read_pieces(where: Storage, name: str) -> Iterator[bytes]:
    """Yield the sealed pieces again. Raises FileNotFoundError."""
    with where.open(name) as file:
        while piece := file.read(PIECE_BYTES):
            yield piece


def read_file(uuid: UUID) -> bytes:
    """Return the plain bytes. Raises FileNotFoundError; DecryptionError where the encrypted bytes were changed."""
    with get_storage().open(get_storage_path(uuid)) as file:
        return decrypt(file.read())


def get_sha256(body: bytes) -> str:
    """Return SHA-256 of the body, in hexadecimal digits."""
    return hashlib.sha256(body).hexdigest()


def delete_file(uuid: UUID) -> None:
    """Delete the bytes of a file; without harm where they are gone."""
    get_storage().delete(get_storage_path(uuid))


def list_files_before(moment: datetime) -> Iterator[tuple[str, UUID | None]]:
    """Yield name and uuid of everything written before that moment; None for what is no file of ours, a broken
    write.
    """
    return list_names_before(get_storage(), moment)


def list_names_before(where: Storage, moment: datetime, below: str = "") -> Iterator[tuple[str, UUID | None]]:
    """Yield the names of what was written before that moment. below: a folder, ending in a slash. Of two levels, so
    that what lies deeper is its own owner's to look after.
    """
    for folder in _names(where, below)[0]:
        for name in _names(where, f"{below}{folder}")[1]:
            path = f"{below}{folder}/{name}"
            if _written_at(where, path) < moment:
                yield path, _uuid(name)


def _names(where: Storage, folder: str) -> tuple[list[str], list[str]]:
    try:
        return where.listdir(folder)
    except FileNotFoundError:
        return [], []


def _written_at(where: Storage, path: str) -> datetime:
    try:
        return where.get_modified_time(path)
    except FileNotFoundError:
        return timezone.now()


def _uuid(name: str) -> UUID | None:
    try:
        return UUID(hex=name)
    except ValueError:
        return None


def write_atomically(name: str, sealed: Iterable[bytes], *, is_timeless: bool = False) -> None:
    """Write under another name, to the disk, then rename: a reader never meets half a file.

    See docs/requirements/security.md#one-transaction.
    """
    path = Path(name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(sealed)
            file.flush()
            os.fsync(file.fileno())
        if is_timeless:
            _set_time_to_hour(part)
        part.replace(path)
        if is_timeless:
            _set_time_to_hour(path.parent)
            _set_time_to_hour(path.parent.parent)
    finally:
        part.unlink(missing_ok=True)


def _set_time_to_hour(path: Path) -> None:
    """Set the file's time to the next full hour, so that nothing looks older than it is to who clears up."""
    hour = (int(time.time()) // HOUR_SECONDS + 1) * HOUR_SECONDS
    os.utime(path, (hour, hour))
