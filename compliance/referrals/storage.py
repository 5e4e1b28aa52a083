"""Where sealed files of referrals to a partner's account lie, in the private storage, which has no address.

They stand one level below the files of portal.files, which looks after none but its own.
"""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from compliance.casework.storage import storage
from portal.files.storage import list_names_before

PACKAGES = "packages/"
HEX_LENGTH = 32


def get_package_name(referral: UUID, file: UUID) -> str:
    """Return the name of a file of a referral to a partner's account, which says whose it is."""
    return f"{PACKAGES}{referral.hex[:2]}/{referral.hex}{file.hex}"


def packages_written_before(moment: datetime) -> Iterator[tuple[str, UUID | None]]:
    """Name, and uuid of the referral, of all that was written before that moment; None for a broken write."""
    for name, _file in list_names_before(storage(), moment, PACKAGES):
        whose = name.rpartition("/")[2]
        yield name, UUID(whose[:HEX_LENGTH]) if len(whose) == 2 * HEX_LENGTH else None
