"""Queries of the log: an organisation's own lines, a person's own acts, or all of it."""

import uuid
from collections.abc import Iterable

from django.db.models import QuerySet

from portal.history import event_labels
from portal.history.models import Entry, EntryQuerySet


def entries_for_scope(scope: uuid.UUID) -> EntryQuerySet:
    """Return an organisation's lines, the newest first."""
    return Entry.objects.for_scope(scope).newest_first()


def entries_by_person(user) -> EntryQuerySet:
    """Return a person's own acts, the newest first, without those that would tell them what is kept from them."""
    return Entry.objects.by(user).exclude(action__in=event_labels.get_hidden_actions()).newest_first()


def all_entries() -> EntryQuerySet:
    """Return all lines of the log, the newest first."""
    return Entry.objects.newest_first()


def people_in(entries: QuerySet[Entry]) -> list[tuple[str, str]]:
    """Return who appears in the entries: key and name, for a choice. A name that changed shows as it was last."""
    names = dict(entries.order_by("seq").values_list("actor_id", "actor").distinct())
    return sorted(((str(key or ""), name) for key, name in names.items() if key), key=lambda pair: pair[1].casefold())


def actions_in(entries: QuerySet[Entry]) -> Iterable[str]:
    """Return the actions that the entries have."""
    return entries.order_by("action").values_list("action", flat=True).distinct()
