"""Where sealed bytes of the desk lie, in the private storage, which has no address: its files, and those that went out.

Both stand one level below the files of portal.files, which looks after none but its own.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from django.core.files.storage import Storage, storages

from portal.files.storage import pieces as read_pieces
from portal.files.storage import place, put_sealed, written_before

ATTACHMENTS, PACKAGES = "casework/", "packages/"
HEX = 32


def storage() -> Storage:
    return storages["private"]


def name_of(uuid: UUID) -> str:
    return f"{ATTACHMENTS}{place(uuid)}"


def package_name(referral: UUID, file: UUID) -> str:
    """A file of a referral to a partner's account, which says whose it is."""
    return f"{PACKAGES}{referral.hex[:2]}/{referral.hex}{file.hex}"


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


def packed_before(moment: datetime) -> Iterator[tuple[str, UUID | None]]:
    """The same for files of referrals, with the referral's uuid."""
    for name, _file in written_before(storage(), moment, PACKAGES):
        whose = name.rpartition("/")[2]
        yield name, UUID(whose[:HEX]) if len(whose) == 2 * HEX else None
