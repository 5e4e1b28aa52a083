"""Steps that every change of an entry shares: the row is locked, its version compared, the line of history written."""

from datetime import datetime

from learning.directory.models import Service
from portal.accounts.current_user import Actor
from portal.core.exceptions import EditConflict
from portal.core.locks import lock_row
from portal.history.services import record


def lock_entry(service: Service, version: int | None = None) -> Service:
    """Return the entry as it is now, locked until the transaction ends.

    Raises RowGone where it was deleted meanwhile, EditConflict where it is not the version given.
    """
    locked = lock_row(service, "provider")
    if version is not None and locked.version != version:
        raise EditConflict(locked)
    return locked


def save_version(
    service: Service, actor: Actor, verb: str, at: datetime, *, by_hand: bool = True, **data: object
) -> Service:
    """Save a locked entry as one version more, with its line of history.

    by_hand: facts were changed; a file then changes them no more.
    """
    service.version += 1
    service.updated_at = at
    if by_hand:
        service.edited_at = at
    service.save()
    record(actor, f"directory.service.{verb}", service, data, at=at)
    return service
