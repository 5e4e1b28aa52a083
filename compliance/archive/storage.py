"""The encrypted storage of archives: piece by piece, so that none is ever whole in memory or in the clear on a disk."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from portal.core.fernet import DecryptionError, decrypt, encrypt
from portal.files import storage

FOLDER = "archive/"
COUNTER_BYTES = 8


def get_path(uuid: UUID) -> str:
    """Return the path of an archive's bytes in the storage."""
    return f"{FOLDER}{uuid.hex[:2]}/{uuid.hex}"


def save_archive(uuid: UUID, pieces: Iterable[bytes]) -> None:
    """Encrypt and save the pieces: the whole of them, or none."""
    storage.save_sealed(storage.get_storage(), get_path(uuid), _encrypt_pieces(uuid, pieces))


def read_archive(uuid: UUID) -> Iterator[bytes]:
    """Yield the pieces again. Raises FileNotFoundError; DecryptionError where one was changed, moved or cut off."""
    number, is_whole = 0, False
    with storage.get_storage().open(get_path(uuid)) as file:
        for line in file:
            piece = decrypt(line.strip())
            head, is_last = piece[: COUNTER_BYTES + 16], piece[COUNTER_BYTES + 16 : COUNTER_BYTES + 17] == b"!"
            if head != _piece_header(uuid, number) or is_whole:
                raise DecryptionError
            number, is_whole = number + 1, is_last
            yield piece[COUNTER_BYTES + 17 :]
    if not is_whole:
        raise DecryptionError


def delete_archive(uuid: UUID) -> None:
    """Delete an archive's bytes."""
    storage.get_storage().delete(get_path(uuid))


def delete_path(path: str) -> None:
    """Delete the bytes at a path of the storage."""
    storage.get_storage().delete(path)


def list_written_before(moment: datetime) -> Iterator[tuple[str, UUID | None]]:
    """Yield path and archive of everything written before that moment; None for an unknown name."""
    return storage.list_names_before(storage.get_storage(), moment, FOLDER)


def _encrypt_pieces(uuid: UUID, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield a line for each piece: whose it is, its number, whether it is the last, its bytes."""
    number, pending = 0, b""
    for piece in pieces:
        if pending:
            yield encrypt(_piece_header(uuid, number) + b"." + pending) + b"\n"
            number += 1
        pending = piece
    yield encrypt(_piece_header(uuid, number) + b"!" + pending) + b"\n"


def _piece_header(uuid: UUID, number: int) -> bytes:
    return uuid.bytes + number.to_bytes(COUNTER_BYTES, "big")
