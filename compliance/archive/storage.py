"""Where the bytes of archives lie: sealed piece by piece, so that none is ever whole in memory or open on a disk."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from portal.core.fernet import DecryptionError, decrypt, encrypt
from portal.files import storage as files_storage

FOLDER = "archive/"
COUNTER_BYTES = 8


def get_path(uuid: UUID) -> str:
    return f"{FOLDER}{uuid.hex[:2]}/{uuid.hex}"


def save_archive(uuid: UUID, pieces: Iterable[bytes]) -> None:
    """Seal and keep; the whole is there, or none of it."""
    files_storage.save_sealed(files_storage.get_storage(), get_path(uuid), _encrypt_pieces(uuid, pieces))


def read_archive(uuid: UUID) -> Iterator[bytes]:
    """The same again. Raises FileNotFoundError; CannotOpen where anything was changed, moved or cut off."""
    number, is_whole = 0, False
    with files_storage.get_storage().open(get_path(uuid)) as file:
        for line in file:
            opened = decrypt(line.strip())
            head, is_last = opened[: COUNTER_BYTES + 16], opened[COUNTER_BYTES + 16 : COUNTER_BYTES + 17] == b"!"
            if head != _piece_header(uuid, number) or is_whole:
                raise DecryptionError
            number, is_whole = number + 1, is_last
            yield opened[COUNTER_BYTES + 17 :]
    if not is_whole:
        raise DecryptionError


def delete_archive(uuid: UUID) -> None:
    files_storage.get_storage().delete(get_path(uuid))


def delete_path(path: str) -> None:
    files_storage.get_storage().delete(path)


def list_written_before(moment: datetime) -> Iterator[tuple[str, UUID | None]]:
    return files_storage.list_names_before(files_storage.get_storage(), moment, FOLDER)


def _encrypt_pieces(uuid: UUID, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """A line each: whose it is, its number, whether it is the last, its bytes."""
    number, waiting = 0, b""
    for piece in pieces:
        if waiting:
            yield encrypt(_piece_header(uuid, number) + b"." + waiting) + b"\n"
            number += 1
        waiting = piece
    yield encrypt(_piece_header(uuid, number) + b"!" + waiting) + b"\n"


def _piece_header(uuid: UUID, number: int) -> bytes:
    return uuid.bytes + number.to_bytes(COUNTER_BYTES, "big")
