"""Where the sealed bytes lie: under their row's uuid, in storage that has no address."""

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

from portal.core.fernet import open_sealed, seal

PIECE = 64 * 1024
HOUR_SECONDS = 3600


def storage() -> Storage:
    return storages["private"]


def place(uuid: UUID) -> str:
    return f"{uuid.hex[:2]}/{uuid.hex}"


def put(uuid: UUID, body: bytes) -> None:
    """Seal and keep; the whole file is there, or none of it."""
    put_sealed(storage(), place(uuid), [seal(body)])


def put_sealed(where: Storage, name: str, sealed: Iterable[bytes], *, is_timeless: bool = False) -> None:
    """What its owner has sealed, chunk by chunk; the whole file is there, or none of it.

    is_timeless: on a disk, file and folders tell the hour that comes next, and not when it was written.
    """
    if isinstance(where, FileSystemStorage):
        write_at_once(where.path(name), sealed, is_timeless=is_timeless)
    else:
        with TemporaryFile() as whole:
            whole.writelines(sealed)
            whole.seek(0)
            where.save(name, File(whole))


def pieces(where: Storage, name: str) -> Iterator[bytes]:
    """The same again. Raises FileNotFoundError."""
    with where.open(name) as file:
        while piece := file.read(PIECE):
            yield piece


def get(uuid: UUID) -> bytes:
    """Raises FileNotFoundError; CannotOpen where the sealed bytes were changed."""
    with storage().open(place(uuid)) as file:
        return open_sealed(file.read())


def sha256_of(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def drop(uuid: UUID) -> None:
    storage().delete(place(uuid))


def kept_before(moment: datetime) -> Iterator[tuple[str, UUID | None]]:
    """Name and uuid of everything written before that moment; None for what is no file of ours, a broken write."""
    return written_before(storage(), moment)


def written_before(where: Storage, moment: datetime, below: str = "") -> Iterator[tuple[str, UUID | None]]:
    """below: a folder, ending in a slash. Of two levels, so that what lies deeper is its own owner's to look after."""
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


def write_at_once(name: str, sealed: Iterable[bytes], *, is_timeless: bool = False) -> None:
    """Under another name, to the disk, then renamed: a reader never meets half a file (security 4.1)."""
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
            _tell_the_hour(part)
        part.replace(path)
        if is_timeless:
            _tell_the_hour(path.parent)
            _tell_the_hour(path.parent.parent)
    finally:
        part.unlink(missing_ok=True)


def _tell_the_hour(path: Path) -> None:
    """The next full one, so that nothing looks older than it is to who clears up."""
    hour = (int(time.time()) // HOUR_SECONDS + 1) * HOUR_SECONDS
    os.utime(path, (hour, hour))
