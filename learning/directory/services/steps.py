"""What every change of an entry shares: the row is locked, its version compared, and the line of history written."""

from datetime import datetime
from typing import Any

from learning.directory.models import Service
from portal.history.services import record


class Refusal(Exception):
    """What was asked cannot be done; the sentence is for the person who asked."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Conflict(Exception):
    """Somebody else saved the entry meanwhile. theirs: the entry as it is now; nothing was changed."""

    def __init__(self, theirs: Service) -> None:
        super().__init__(str(theirs))
        self.theirs = theirs


def locked(service: Service, version: int | None = None) -> Service:
    """The entry as it is now, locked until the transaction ends. Raises Conflict where it is not the version given."""
    found = Service.objects.select_for_update(of=("self",)).select_related("provider").get(pk=service.pk)
    if version is not None and found.version != version:
        raise Conflict(found)
    return found


def save(service: Service, actor: Any, verb: str, at: datetime, *, by_hand: bool = True, **data: Any) -> Service:
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
