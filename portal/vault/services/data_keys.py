"""A concern's own key: made with the public key alone, and erased with the concern."""

from uuid import UUID

from portal.vault import boxes
from portal.vault.models import DataKey
from portal.vault.services import team_key


def make() -> tuple[DataKey, bytes]:
    """A row and the key that it wraps; the caller seals with the key and forgets it.

    Raises team_key.NoTeamKey, team_key.WrongTeamKey.
    """
    epoch = team_key.current()
    key = boxes.new_key()
    return DataKey.objects.create(epoch=epoch, wrapped_key=boxes.wrap(key, bytes(epoch.public_key))), key


def erase(uuid: UUID) -> None:
    """What was sealed under it opens nowhere any more; in backups, once these are gone."""
    DataKey.objects.filter(pk=uuid).delete()
