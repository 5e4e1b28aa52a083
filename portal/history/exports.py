"""Exports of an organisation's log: CSV for people, JSON with its chain for checking (docs/history.md)."""

import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.history import event_labels, selectors
from portal.history.chain import FIRST_PREVIOUS_HASH, FORMAT, format_instant
from portal.history.models import Entry

CHUNK_ROWS = 2000


def export_chain(scope: uuid.UUID, *, by: Any, at: datetime) -> dict[str, object]:
    """Yield all lines of an organisation, the oldest first, each with what its hash covers."""
    entries = [
        entry.hashed_fields() | {"prev": entry.prev, "hash": entry.hash}
        for entry in selectors.entries_for_scope(scope).order_by("scope_seq").iterator(chunk_size=CHUNK_ROWS)
    ]
    return {
        "format": FORMAT,
        "scope": str(scope),
        "exported_by": str(by),
        "exported_at": format_instant(at),
        "count": len(entries),
        "last": entries[-1]["hash"] if entries else FIRST_PREVIOUS_HASH,
        "entries": entries,
    }


def export_rows(entries: QuerySet[Entry], *, by: Any, at: datetime, narrowed_by: str) -> Iterator[list[str]]:
    """Yield rows of a CSV file; the last ones say who took it away, when, how it was narrowed, and how many rows it
    has.
    """
    yield [_("When"), _("Who"), _("Action"), _("About"), _("Description"), _("Details"), _("Hash")]
    count = 0
    for entry in entries.iterator(chunk_size=CHUNK_ROWS):
        count += 1
        yield [
            timezone.localtime(entry.at).isoformat(timespec="seconds"),
            entry.actor,
            event_labels.get_action_name(entry.action),
            entry.object_label,
            event_labels.get_entry_sentence(entry),
            "; ".join(f"{key}: {value}" for key, value in entry.detail.items()),
            entry.hash,
        ]
    yield []
    yield [_("Downloaded by"), str(by)]
    yield [_("Downloaded at"), timezone.localtime(at).isoformat(timespec="seconds")]
    yield [_("Filters"), narrowed_by or _("none")]
    yield [_("Entries"), str(count)]
