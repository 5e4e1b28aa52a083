"""The key for the day when nobody can unlock: printed once, kept in two safes (security 3.4, point 10)."""

import base64
import binascii
import hashlib
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from portal.vault import encryption
from portal.vault.models import Epoch, HandlerKey, RecoveryKey
from portal.vault.services import data_keys, key_wrapping
from portal.vault.unlocked_keys import Unlocked

CHECK_BYTES = 3
GROUP = 4


class NotTheKey(Exception):
    """What was typed is no recovery key, or not the present one."""


class DrillFailed(Exception):
    """The key did not open what was sealed to the team: make a new one while somebody can unlock."""


def text_of(private: bytes) -> str:
    """For paper: 14 groups of 4 letters and digits, of which the last few find a typing mistake."""
    letters = base64.b32encode(private + hashlib.sha256(private).digest()[:CHECK_BYTES]).decode()
    return " ".join(letters[start : start + GROUP] for start in range(0, len(letters), GROUP))


def read(text: str) -> bytes:
    """The private key from its text, in any case, with any spaces and dashes. Raises NotTheKey."""
    letters = "".join(character for character in text.upper() if character.isascii() and character.isalnum())
    try:
        found = base64.b32decode(letters, map01="I")
    except binascii.Error as error:
        raise NotTheKey from error
    private, check = found[: encryption.KEY_BYTES], found[encryption.KEY_BYTES :]
    if len(private) != encryption.KEY_BYTES or check != hashlib.sha256(private).digest()[:CHECK_BYTES]:
        raise NotTheKey
    return private


@transaction.atomic
def make(team: Mapping[Epoch, bytes], *, at: datetime) -> tuple[RecoveryKey, str]:
    """A new recovery key, given all those private keys, and its text; the one before opens nothing from now on."""
    private, public = encryption.new_pair()
    for old in RecoveryKey.objects.select_for_update().filter(retired_at=None):
        old.wraps.all().delete()
        old.retired_at = at
        old.save(update_fields=["retired_at"])
    key = RecoveryKey.objects.create(public_key=public, made_at=at)
    for epoch, team_private in team.items():
        key_wrapping.give(epoch, team_private, key, at=at)
    return key, text_of(private)


def present() -> RecoveryKey | None:
    """The one that opens something now."""
    return RecoveryKey.objects.filter(retired_at=None).first()


def make_anew(*, unlocked: Unlocked, at: datetime) -> tuple[RecoveryKey, str]:
    """By a handler who is unlocked. Returns the key and the text to be printed once."""
    return make({epoch: unlocked.private(epoch.pk) for epoch in Epoch.objects.filter(pk__in=unlocked.keys)}, at=at)


def opened_with(private: bytes) -> dict[Epoch, bytes]:
    """The team's private keys, by the recovery key. Raises NotTheKey."""
    key = RecoveryKey.objects.filter(public_key=encryption.public_of(private), retired_at=None).first()
    if key is None:
        raise NotTheKey
    return key_wrapping.held(key, private)


@transaction.atomic
def give_to(handler_key: HandlerKey, *, private: bytes, at: datetime) -> None:
    """Give the team's keys to a handler by the recovery key: the way back in. Raises NotTheKey."""
    for epoch, team in opened_with(private).items():
        key_wrapping.give(epoch, team, handler_key, at=at)


@transaction.atomic
def drill(*, private: bytes, at: datetime) -> RecoveryKey:
    """Seal one data key as a concern would be, open it with the recovery key, erase it, and keep the date.

    Raises NotTheKey, DrillFailed, and team_key.NoTeamKey.
    """
    row, expected = data_keys.make()
    try:
        team = {epoch.pk: held for epoch, held in opened_with(private).items()}
        found = Unlocked(user_id=0, keys=team).open(row)
    except encryption.CannotOpen as error:
        raise DrillFailed from error
    data_keys.erase(row.pk)
    if found != expected:
        raise DrillFailed
    key = RecoveryKey.objects.select_for_update().get(retired_at=None)
    key.last_drill_at = at
    key.save(update_fields=["last_drill_at"])
    return key
