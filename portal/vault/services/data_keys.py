"""The key of one concern: made with the public key alone, and erased with the concern."""

from uuid import UUID

from django.db import transaction

from portal.vault import encryption
from portal.vault.models import DataKey
from portal.vault.services import team_key


def create_data_key() -> tuple[DataKey, bytes]:
    """Return a row and the key that it wraps; the caller seals with the key and forgets it.

    Raises team_key.NoTeamKey, team_key.WrongTeamKey.
    """
    epoch = team_key.get_current_epoch()
    key = encryption.new_key()
    return DataKey.objects.create(epoch=epoch, wrapped_key=encryption.wrap_key(key, bytes(epoch.public_key))), key


@transaction.atomic
def erase_data_key(uuid: UUID) -> None:
    """Erase the key: what was sealed under it opens nowhere any more; in backups, once these are gone. Its index
    entries go with it.

    The row is locked first: an index entry that is being written is there before the deletion looks for entries.
    """
    rows = DataKey.objects.filter(pk=uuid)
    list(rows.select_for_update(of=("self",)))
    rows.delete()
