"""Where the bytes of archives lie: sealed piece by piece, so that none is ever whole in memory or open on a disk."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from portal.core.fernet import CannotOpen, open_sealed, seal
from portal.files import storage as files_storage

FOLDER = "archive/"
COUNTED = 8


def place(uuid: UUID) -> str:
    return f"{FOLDER}{uuid.hex[:2]}/{uuid.hex}"


def put(uuid: UUID, pieces: Iterable[bytes]) -> None:
    """Seal and keep; the whole is there, or none of it."""
    files_storage.put_sealed(files_storage.storage(), place(uuid), _sealed(uuid, pieces))


def pieces(uuid: UUID) -> Iterator[bytes]:
    """The same again. Raises FileNotFoundError; CannotOpen where anything was changed, moved or cut off."""
    number, is_whole = 0, False
    with files_storage.storage().open(place(uuid)) as file:
        for line in file:
            opened = open_sealed(line.strip())
            head, is_last = opened[: COUNTED + 16], opened[COUNTED + 16 : COUNTED + 17] == b"!"
            if head != _head(uuid, number) or is_whole:
                raise CannotOpen
            number, is_whole = number + 1, is_last
            yield opened[COUNTED + 17 :]
    if not is_whole:
        raise CannotOpen


def drop(uuid: UUID) -> None:
    files_storage.storage().delete(place(uuid))


def drop_at(path: str) -> None:
    files_storage.storage().delete(path)


def written_before(moment: datetime) -> Iterator[tuple[str, UUID | None]]:
    return files_storage.written_before(files_storage.storage(), moment, FOLDER)


def _sealed(uuid: UUID, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """A line each: whose it is, its number, whether it is the last, its bytes."""
    number, waiting = 0, b""
    for piece in pieces:
        if waiting:
            yield seal(_head(uuid, number) + b"." + waiting) + b"\n"
            number += 1
        waiting = piece
    yield seal(_head(uuid, number) + b"!" + waiting) + b"\n"


def _head(uuid: UUID, number: int) -> bytes:
    return uuid.bytes + number.to_bytes(COUNTED, "big")
