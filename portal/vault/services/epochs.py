"""The team's key pairs, one after another: begun, rotated, destroyed once nothing is sealed to them.

See docs/requirements/security.md#team-key.
"""

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
from portal.vault.services.team_key import NoTeamKey, WrongTeamKey, get_current_epoch, get_keys_in_file, vouch_for_epoch
from portal.vault.unlocked_keys import UnlockedKeys

__all__ = [
    "AlreadyBegun",
    "InUse",
    "NoTeamKey",
    "RewrapRound",
    "VaultStart",
    "WrongTeamKey",
    "destroy_epoch",
    "get_current_epoch",
    "is_rotation_due",
    "rewrap_data_keys",
    "rotate_epoch",
    "start_vault",
]  # fmt: skip

MAX_EPOCH_AGE = timedelta(days=365)
# No request that still seals to a retired epoch lives this long.
QUIET_PERIOD = timedelta(hours=1)


class AlreadyBegun(Exception):
    """There is an epoch, or the file names a key of another database."""


class InUse(Exception):
    """Something is sealed to the epoch, or may be in this hour."""


@dataclass(frozen=True)
class VaultStart:
    """What start_vault made. recovery_text: to be printed once."""

    epoch: Epoch
    recovery_text: str = field(repr=False)


@dataclass(frozen=True)
class RewrapRound:
    """One round: how many keys went to the newest epoch, how many did not open, and after which uuid to go on."""

    done: int
    failed: int
    last: UUID | None


@transaction.atomic
def start_vault(*, handler_key: HandlerKey, at: datetime, replace_file: bool = False) -> VaultStart:
    """Make the first epoch, given to a first handler and to a new recovery key.

    replace_file: write over the public key of a database that is no more. Raises AlreadyBegun.
    """
    if Epoch.objects.exists() or (keyfiles.read_team_keys() and not replace_file):
        raise AlreadyBegun
    private, public = encryption.new_key_pair()
    epoch = Epoch.objects.create(
        number=1, public_key=public, signing_half=encryption.get_signing_half(private), made_at=at
    )
    key_wrapping.wrap_for_holder(epoch, private, handler_key, at=at)
    _, text = recovery.create_recovery_key({epoch: private}, at=at)
    keyfiles.save_team_keys(get_keys_in_file(epoch))
    return VaultStart(epoch, text)


@transaction.atomic
def rotate_epoch(*, unlocked: UnlockedKeys, at: datetime) -> Epoch:
    """Make a new epoch, for those to whom the present one was given and who may still hold it; everybody unlocks again.

    Until the transaction has ended the file names both keys, so that concerns are sealed all the while. On every other
    server, and where the file cannot be written, the old key vouches for the new one.
    Raises NoTeamKey, WrongTeamKey, encryption.DecryptionError, and OSError where the file can neither be written nor
    vouch.
    """
    old = Epoch.objects.select_for_update().get(pk=get_current_epoch().pk)
    old_private = unlocked.private(old.pk)
    private, public = encryption.new_key_pair()
    old.retired_at = at
    old.save(update_fields=["retired_at"])
    new = Epoch(number=old.number + 1, public_key=public, signing_half=encryption.get_signing_half(private), made_at=at)
    new.voucher = vouch_for_epoch(new, private=old_private)
    new.save(force_insert=True)
    for holder in _holders():
        if key_wrapping.is_proven_wrap(old, old_private, holder):
            key_wrapping.wrap_for_holder(new, private, holder, at=at)
    Unlock.objects.all().delete()
    publish_epoch(old=keyfiles.read_team_keys(), new=new)
    return new


def publish_epoch(*, old: Mapping[bytes, bytes], new: Epoch) -> None:
    """Write the new epoch into the file, and the old keys until the transaction ends. Raises OSError, as rotate_epoch
    does.
    """
    try:
        keyfiles.save_team_keys({**get_keys_in_file(new), **old})
    except OSError:
        if not any(old.values()):
            raise
    else:
        transaction.on_commit(partial(keyfiles.save_team_keys, get_keys_in_file(new)))


def is_rotation_due(now: datetime) -> bool:
    """Return whether a rotation is due: every 12 months, and once somebody who held the key holds it no more."""
    epoch = Epoch.objects.current().first()
    if epoch is None:
        return False
    holding = HandlerKey.objects.active().values("user")
    leavers = HandlerKey.objects.filter(revoked_at__gt=epoch.made_at).exclude(user__in=holding)
    return now - epoch.made_at > MAX_EPOCH_AGE or leavers.exists()


@transaction.atomic
def rewrap_data_keys(*, unlocked: UnlockedKeys, batch: int = 500, after: UUID | None = None) -> RewrapRound:
    """Bring up to `batch` data keys of earlier epochs onto the newest. To be called until `last` is None.

    Raises NoTeamKey, WrongTeamKey.
    """
    newest = get_current_epoch()
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
        except encryption.DecryptionError:
            continue
        row.wrapped_key, row.epoch = encryption.wrap_key(key, bytes(newest.public_key)), newest
        opened.append(row)
    DataKey.objects.bulk_update(opened, ["wrapped_key", "epoch"], batch_size=200)
    return RewrapRound(done=len(opened), failed=len(rows) - len(opened), last=rows[-1].pk if rows else None)


@transaction.atomic
def destroy_epoch(*, epoch: Epoch, at: datetime) -> None:
    """Destroy an epoch: nobody can open its private key any more. Raises InUse."""
    old = Epoch.objects.select_for_update().get(pk=epoch.pk)
    if old.retired_at is None or at - old.retired_at < QUIET_PERIOD or DataKey.objects.filter(epoch=old).exists():
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
