"""Unlocking: once a shift a handler types the passphrase. Then the team's keys lie in two halves: row and cookie.

The row holds them sealed, the browser holds the key to that seal, and neither opens anything without the other.

See docs/requirements/security.md#unlocking.
"""

import base64
import binascii
import hashlib
import json
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from portal.accounts.models import User
from portal.core.prepared import prepared
from portal.vault import encryption
from portal.vault.encryption import KEY_BYTES, Place
from portal.vault.kdf import PASSPHRASE_KDF
from portal.vault.models import Epoch, HandlerKey, Unlock
from portal.vault.permissions import can_hold_key, key_holders
from portal.vault.services import handlers, key_wrapping
from portal.vault.unlocked_keys import UnlockedKeys

# The use of an unlock is written at most this often.
TOUCH_INTERVAL = timedelta(minutes=1)


class WrongPassphrase(Exception):
    """The passphrase does not open this handler's key."""


class TeamKeyNotGiven(Exception):
    """The handler has no key yet, or nobody has given the team's key to it."""


def open_with_passphrase(*, user: User, passphrase: str) -> UnlockedKeys:
    """Return the team's keys, without a browser. Raises WrongPassphrase, TeamKeyNotGiven, kdf.Busy.

    Whoever calls limits the tries.
    """
    return _unlocked(*_open_keys(user, passphrase))


def unlock_session(*, user: User, passphrase: str, session_key: str, at: datetime) -> str:
    """Unlock in one web session, in which an earlier unlock ends. Returns the cookie's value, which is kept nowhere.

    Raises WrongPassphrase, TeamKeyNotGiven, kdf.Busy. Whoever calls limits the tries.
    """
    key, team = _open_keys(user, passphrase)
    ends_at = at + timedelta(minutes=settings.STAFF_SESSION_MAX_MINUTES)
    row = Unlock(
        handler_key=key, session=_session(session_key), made_at=at, ends_at=ends_at, idle_until=_idle(at, ends_at)
    )
    half = encryption.new_key()
    keys = {epoch.pk.hex: private.hex() for epoch, private in team.items()}
    row.sealed_keys = encryption.seal_text(half, json.dumps(keys), _place(row))
    with transaction.atomic():
        # A button pressed twice unlocks twice, one after the other.
        HandlerKey.objects.select_for_update().get(pk=key.pk)
        Unlock.objects.filter(session=row.session).delete()
        row.save(force_insert=True)
    return base64.urlsafe_b64encode(half).decode().rstrip("=")


def find_unlocked_keys(
    *, user: User, session_key: str | None, cookie: str | None, now: datetime
) -> UnlockedKeys | None:
    """Return the keys that this browser has unlocked, if both halves are there and in time; this counts as use."""
    half = _half(cookie)
    if half is None or not session_key or not user.is_active:
        return None
    row = next(iter(_fetch_unlocks(user.pk, _session(session_key), now)), None)
    if row is None:
        return None
    try:
        keys = json.loads(encryption.open_text(half, row.sealed_keys, _place(row)))
    except encryption.DecryptionError:
        return None
    _touch(row, now)
    return UnlockedKeys(
        user_id=user.pk, keys={UUID(hex=epoch): bytes.fromhex(private) for epoch, private in keys.items()}
    )


@prepared
def _fetch_unlocks(user: int, session: str, now: datetime) -> QuerySet[Unlock]:
    """Return the unlock of a web session, in a list of one at most.

    Whether the person may hold the key is asked in the same query, on every page of the desk.
    """
    holder = key_holders().filter(pk=user)
    return Unlock.objects.valid(now).filter(handler_key__user__in=holder, session=session)


def lock_session(*, session_key: str | None) -> None:
    """Lock the web session, for the lock button and for signing out."""
    if session_key:
        Unlock.objects.filter(session=_session(session_key)).delete()


def delete_expired_unlocks(now: datetime) -> int:
    """Delete the unlocks that are over."""
    count, _ = Unlock.objects.over(now).delete()
    return count


def _open_keys(user: User, passphrase: str) -> tuple[HandlerKey, dict[Epoch, bytes]]:
    key = HandlerKey.objects.active().filter(user=user).first() if can_hold_key(user) else None
    if key is None:
        raise TeamKeyNotGiven
    stretched = PASSPHRASE_KDF.derive(handlers.normalise_passphrase(passphrase), bytes(key.salt), KEY_BYTES)
    try:
        private = encryption.unlock_key(key.locked_private_key, stretched)
    except encryption.DecryptionError as error:
        raise WrongPassphrase from error
    team = key_wrapping.open_wraps(key, private)
    if not team:
        raise TeamKeyNotGiven
    return key, team


def _unlocked(key: HandlerKey, team: dict[Epoch, bytes]) -> UnlockedKeys:
    return UnlockedKeys(user_id=key.user_id, keys={epoch.pk: private for epoch, private in team.items()})


def _place(row: Unlock) -> Place:
    return Place(case=row.handler_key_id, model="vault.unlock", field="sealed_keys", row=row.pk)


def _session(session_key: str) -> str:
    return hashlib.sha256(session_key.encode()).hexdigest()


def _idle(now: datetime, ends_at: datetime) -> datetime:
    return min(now + timedelta(minutes=settings.STAFF_SESSION_IDLE_MINUTES), ends_at)


def _touch(row: Unlock, now: datetime) -> None:
    until = _idle(now, row.ends_at)
    if until - row.idle_until >= TOUCH_INTERVAL:
        Unlock.objects.filter(pk=row.pk).update(idle_until=until)


def _half(cookie: str | None) -> bytes | None:
    try:
        half = base64.b64decode(f"{cookie or ''}=", altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        return None
    return half if len(half) == KEY_BYTES else None
