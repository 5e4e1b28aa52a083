"""What may be read of the log: an organisation's own lines, a person's own acts, or all of it."""

import uuid
from collections.abc import Iterable

from django.db.models import QuerySet

from portal.history import event_labels
from portal.history.models import Entry, EntryQuerySet


def of_scope(scope: uuid.UUID) -> EntryQuerySet:
    """An organisation's lines, the newest first."""
    return Entry.objects.for_scope(scope).newest_first()


def of_person(user) -> EntryQuerySet:
    """A person's own acts, the newest first, but for those that would tell them of what is kept from them."""
    return Entry.objects.by(user).exclude(action__in=event_labels.untold()).newest_first()


def everything() -> EntryQuerySet:
    return Entry.objects.newest_first()


def people(entries: QuerySet[Entry]) -> list[tuple[str, str]]:
    """Who appears in the entries: key and name, for a choice. A name that changed shows as it was last."""
    names = dict(entries.order_by("seq").values_list("actor_id", "actor").distinct())
    return sorted(((str(key or ""), name) for key, name in names.items() if key), key=lambda pair: pair[1].casefold())


def actions(entries: QuerySet[Entry]) -> Iterable[str]:
    return entries.order_by("action").values_list("action", flat=True).distinct()
