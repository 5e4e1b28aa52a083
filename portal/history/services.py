"""Adding to the log, in the transaction of the act itself."""

import hashlib
import json
import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.history.models import Entry, Head


def entry_hash(prev: str, fields: dict[str, Any]) -> str:
    """SHA-256 over the hash before and the canonical JSON of the entry, 64 hexadecimal digits."""
    body = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(prev.encode() + body.encode()).hexdigest()


def hashed_fields(entry: Entry) -> dict[str, Any]:
    return {
        "seq": entry.seq,
        "at": entry.at.astimezone(tz=__import__("datetime").UTC).isoformat(timespec="microseconds"),
        "actor_id": entry.actor_id,
        "actor": entry.actor,
        "action": entry.action,
        "object_type": entry.object_type,
        "object_uuid": str(entry.object_uuid) if entry.object_uuid else None,
        "object_label": entry.object_label,
        "scope": str(entry.scope) if entry.scope else None,
        "detail": entry.detail,
    }


@transaction.atomic
def record(actor, action: str, target=None, data: dict | None = None, *, scope: uuid.UUID | None = None) -> Entry:
    """Add one line of history.

    actor:  a user, or a string such as "system".
    action: app.noun.verb, "statements.version.approved".
    target: a model row; its str() and its uuid are kept.
    scope:  the uuid of the organisation whose administrators may read the line.
    """
    head, _ = Head.objects.get_or_create(pk=1)
    head = Head.objects.select_for_update().get(pk=1)
    is_user = hasattr(actor, "pk")
    entry = Entry(
        seq=head.seq + 1,
        at=timezone.now(),
        actor_id=actor.pk if is_user else None,
        actor=str(actor)[:254],
        action=action,
        object_type=target._meta.label_lower if target is not None else "",
        object_uuid=getattr(target, "uuid", None),
        object_label=str(target)[:254] if target is not None else "",
        scope=scope,
        detail=data or {},
        prev=head.hash,
    )
    entry.hash = entry_hash(head.hash, hashed_fields(entry))
    entry.save(force_insert=True)
    head.seq, head.hash = entry.seq, entry.hash
    head.save(update_fields=["seq", "hash"])
    return entry
