"""Key wrapping: gives an epoch's private key to a holder, a handler's key or the recovery key."""

import hashlib
import hmac
from contextlib import suppress
from datetime import datetime
from typing import Any

from portal.vault import encryption
from portal.vault.models import Epoch, HandlerKey, RecoveryKey, TeamWrap

type Holder = HandlerKey | RecoveryKey


def wrap_for_holder(epoch: Epoch, private: bytes, holder: Holder, *, at: datetime) -> TeamWrap:
    """Wrap it once; a wrap that is there already is made anew."""
    wrap, _ = TeamWrap.objects.update_or_create(
        epoch=epoch,
        **_to(holder),
        defaults={
            "wrapped_private_key": encryption.wrap_key(private, bytes(holder.public_key)),
            "proof": _proof(private, holder),
            "made_at": at,
        },
    )
    return wrap


def is_proven_wrap(epoch: Epoch, private: bytes, holder: Holder) -> bool:
    """Return whether somebody who held the private key gave it to just this public key of just this person."""
    wrap = TeamWrap.objects.filter(epoch=epoch, **_to(holder)).first()
    return wrap is not None and hmac.compare_digest(bytes(wrap.proof), _proof(private, holder))


def open_wraps(holder: Holder, private: bytes) -> dict[Epoch, bytes]:
    """Return the team's private keys that the holder's own opens. One that is not its epoch's counts as never given."""
    keys = {}
    for wrap in TeamWrap.objects.filter(epoch__in=Epoch.objects.live(), **_to(holder)).select_related("epoch"):
        with suppress(encryption.DecryptionError):
            team = encryption.unwrap_key(wrap.wrapped_private_key, private)
            if encryption.get_public_key(team) == bytes(wrap.epoch.public_key):
                keys[wrap.epoch] = team
    return keys


def _to(holder: Holder) -> dict[str, Any]:
    return {"handler_key" if isinstance(holder, HandlerKey) else "recovery_key": holder}


def _proof(private: bytes, holder: Holder) -> bytes:
    whose = str(holder.user_id) if isinstance(holder, HandlerKey) else "recovery"
    message = b"portal.vault.proof.v1:%b:%b:%b" % (holder.uuid.bytes, whose.encode(), bytes(holder.public_key))
    return hmac.digest(private, message, hashlib.sha256)
