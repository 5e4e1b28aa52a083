"""Writes of history, in the transaction of the act itself."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.db import models, transaction
from django.utils import timezone

from portal.accounts.current_user import Visitor
from portal.accounts.models import User
from portal.history.chain import FIRST_PREVIOUS_HASH, clean_text, compute_entry_hash, to_plain
from portal.history.models import Entry, Head

HEAD = 1


@transaction.atomic
def record(
    actor: Visitor | str,
    action: str,
    target: models.Model | None = None,
    data: Mapping[str, object] | None = None,
    *,
    scope: uuid.UUID | None = None,
    at: datetime | None = None,
) -> Entry:
    """Add one line of history.

    actor:  a user, or a word such as "system".
    action: app.noun.verb, "statements.version.approved".
    target: a model row; its str() and its uuid are kept.
    data:   a few facts; fractions and dates are kept as text.
    scope:  the uuid of the organisation whose members may read the line.

    The end of the chain stays locked until the outermost transaction ends: lock your own rows first, record last.
    """
    head = Head.objects.select_for_update().get(pk=HEAD)
    before = Entry.objects.for_scope(scope).order_by("-scope_seq").first() if scope else None
    entry = Entry(
        seq=head.seq + 1,
        at=at or timezone.now(),
        actor_id=actor.pk if isinstance(actor, User) else None,
        actor=clean_text(str(actor))[:254],
        action=action,
        object_type=target._meta.label_lower if target is not None else "",
        object_uuid=getattr(target, "uuid", None),
        object_label=clean_text(str(target))[:254] if target is not None else "",
        scope=scope,
        scope_seq=(before.scope_seq if before else 0) + 1 if scope else None,
        scope_prev=before.hash if before else FIRST_PREVIOUS_HASH,
        detail=to_plain(data or {}),
        prev=head.hash,
    )
    entry.hash = compute_entry_hash(head.hash, entry.hashed_fields())
    entry.save(force_insert=True)
    head.seq, head.hash = entry.seq, entry.hash
    head.save(update_fields=["seq", "hash"])
    return entry
