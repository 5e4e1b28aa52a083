"""The team's key pairs, one after another: begun, rotated, destroyed once nothing is sealed to them (security 3.4)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import transaction

from portal.vault import encryption, keyfiles
from portal.vault.models import DataKey, Epoch, HandlerKey, RecoveryKey, Unlock
from portal.vault.permissions import can_hold_key
from portal.vault.services import key_wrapping, lookup_index, recovery
from portal.vault.services.team_key import NoTeamKey, WrongTeamKey, current, in_file, vouch
from portal.vault.unlocked_keys import Unlocked

__all__ = [
    "AlreadyBegun", "Begun", "InUse", "NoTeamKey", "Rewrapped", "WrongTeamKey",
    "begin", "current", "destroy", "is_rotation_due", "rewrap", "rotate",
]  # fmt: skip

LONGEST = timedelta(days=365)
# No request that still seals to a retired epoch lives this long.
QUIET = timedelta(hours=1)


class AlreadyBegun(Exception):
    """There is an epoch, or the file names a key of another database."""


class InUse(Exception):
    """Something is sealed to the epoch, or may be in this hour."""


@dataclass(frozen=True)
class Begun:
    """recovery_text: to be printed once."""

    epoch: Epoch
    recovery_text: str = field(repr=False)


@dataclass(frozen=True)
class Rewrapped:
    """One round: how many keys went to the newest epoch, how many did not open, and after which uuid to go on."""

    done: int
    failed: int
    last: UUID | None


@transaction.atomic
def begin(*, handler_key: HandlerKey, at: datetime, replace_file: bool = False) -> Begun:
    """The first epoch, given to a first handler and to a new recovery key.

    replace_file: write over the public key of a database that is no more. Raises AlreadyBegun.
    """
    if Epoch.objects.exists() or (keyfiles.team_keys() and not replace_file):
        raise AlreadyBegun
    private, public = encryption.new_pair()
    epoch = Epoch.objects.create(number=1, public_key=public, signing_half=encryption.signing_half(private), made_at=at)
    key_wrapping.give(epoch, private, handler_key, at=at)
    _, text = recovery.make({epoch: private}, at=at)
    keyfiles.keep_team_keys(in_file(epoch))
    return Begun(epoch, text)


@transaction.atomic
def rotate(*, unlocked: Unlocked, at: datetime) -> Epoch:
    """A new epoch, for those to whom the present one was given and who may still hold it; everybody unlocks again.

    Until the transaction has ended the file names both keys, so that concerns are sealed all the while. On every other
    server, and where the file cannot be written, the old key vouches for the new one.
    Raises NoTeamKey, WrongTeamKey, boxes.CannotOpen, and OSError where the file can neither be written nor vouch.
    """
    old = Epoch.objects.select_for_update().get(pk=current().pk)
    old_private = unlocked.private(old.pk)
    private, public = encryption.new_pair()
    old.retired_at = at
    old.save(update_fields=["retired_at"])
    new = Epoch(number=old.number + 1, public_key=public, signing_half=encryption.signing_half(private), made_at=at)
    new.voucher = vouch(new, private=old_private)
    new.save(force_insert=True)
    for holder in _holders():
        if key_wrapping.was_given(old, old_private, holder):
            key_wrapping.give(new, private, holder, at=at)
    Unlock.objects.all().delete()
    succeed(old=keyfiles.team_keys(), new=new)
    return new


def succeed(*, old: Mapping[bytes, bytes], new: Epoch) -> None:
    """The file names the new epoch, and the old keys until the transaction ends. Raises OSError, as rotate does."""
    try:
        keyfiles.keep_team_keys({**in_file(new), **old})
    except OSError:
        if not any(old.values()):
            raise
    else:
        transaction.on_commit(partial(keyfiles.keep_team_keys, in_file(new)))


def is_rotation_due(now: datetime) -> bool:
    """Every 12 months, and once somebody who held the key holds it no more."""
    epoch = Epoch.objects.current().first()
    if epoch is None:
        return False
    holding = HandlerKey.objects.active().values("user")
    left = HandlerKey.objects.filter(revoked_at__gt=epoch.made_at).exclude(user__in=holding)
    return now - epoch.made_at > LONGEST or left.exists()


@transaction.atomic
def rewrap(*, unlocked: Unlocked, batch: int = 500, after: UUID | None = None) -> Rewrapped:
    """Bring up to `batch` data keys of earlier epochs onto the newest. To be called until `last` is None.

    Raises NoTeamKey, WrongTeamKey.
    """
    newest = current()
    waiting = DataKey.objects.select_for_update(of=("self",)).exclude(epoch=newest).order_by("uuid")
    waiting = waiting.select_related("index_key")
    rows = list((waiting.filter(uuid__gt=after) if after else waiting)[:batch])
    opened = []
    for row in rows:
        try:
            key = unlocked.open(row)
            if hasattr(row, "index_key"):
                old, new = unlocked.private(row.epoch_id), unlocked.private(newest.pk)
                lookup_index.move_proof(row, key, old_private=old, new_private=new)
        except encryption.CannotOpen:
            continue
        row.wrapped_key, row.epoch = encryption.wrap(key, bytes(newest.public_key)), newest
        opened.append(row)
    DataKey.objects.bulk_update(opened, ["wrapped_key", "epoch"], batch_size=200)
    return Rewrapped(done=len(opened), failed=len(rows) - len(opened), last=rows[-1].pk if rows else None)


@transaction.atomic
def destroy(*, epoch: Epoch, at: datetime) -> None:
    """Nobody can open this epoch's private key any more. Raises InUse."""
    old = Epoch.objects.select_for_update().get(pk=epoch.pk)
    if old.retired_at is None or at - old.retired_at < QUIET or DataKey.objects.filter(epoch=old).exists():
        raise InUse
    old.wraps.all().delete()
    # What handlers have unlocked holds this epoch's key too.
    Unlock.objects.all().delete()
    old.destroyed_at = at
    old.save(update_fields=["destroyed_at"])


def _holders() -> list[key_wrapping.Holder]:
    handlers = HandlerKey.objects.active().select_related("user")
    return [
        *(key for key in handlers if can_hold_key(key.user)),
        *RecoveryKey.objects.filter(retired_at=None),
    ]
