"""Queries of the log: an organisation's own lines, a person's own acts, or all of it."""

import uuid
from collections.abc import Iterable
from typing import Any

from portal.core.distinct_values import get_distinct_values, get_greatest_by_value
from portal.history import event_labels
from portal.history.models import Entry, EntryQuerySet


def entries_for_scope(scope: uuid.UUID) -> EntryQuerySet:
    """Return an organisation's lines, the newest first."""
    return Entry.objects.for_scope(scope).order_by("-scope_seq")


def entries_by_person(user) -> EntryQuerySet:
    """Return a person's own acts, the newest first, without those that would tell them what is kept from them."""
    return Entry.objects.by(user).exclude(action__in=event_labels.get_hidden_actions()).newest_first()


def all_entries() -> EntryQuerySet:
    """Return all lines of the log, the newest first."""
    return Entry.objects.newest_first()


def people_in(**where: Any) -> list[tuple[str, str]]:  # Any: values of columns
    """Return who appears in the entries of a scope, of an actor_id, or in all: key and name, for a choice.

    A name that changed shows as it was last.
    """
    number = "scope_seq" if "scope" in where else "seq"
    last = get_greatest_by_value(Entry, "actor_id", number, **where)
    entries = Entry.objects.filter(**where, **{f"{number}__in": list(last.values())})
    people = ((str(key), name) for key, name in entries.values_list("actor_id", "actor") if key)
    return sorted(people, key=lambda pair: pair[1].casefold())


def actions_in(**where: Any) -> Iterable[str]:  # Any: values of columns
    """Return the actions of the entries of a scope, of an actor_id, or of all; none that is hidden from its actor."""
    actions = get_distinct_values((Entry,), "action", **where)
    return [action for action in actions if "actor_id" not in where or action not in event_labels.get_hidden_actions()]
