"""The recovery key for the day when nobody can unlock: printed once, kept in two safes.

See docs/requirements/security.md#recovery-key.
"""

import base64
import binascii
import hashlib
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from portal.vault import encryption
from portal.vault.models import Epoch, HandlerKey, RecoveryKey
from portal.vault.services import data_keys, key_wrapping
from portal.vault.unlocked_keys import UnlockedKeys

CHECK_BYTES = 3
GROUP = 4


class InvalidRecoveryKey(Exception):
    """What was typed is no recovery key, or not the present one."""


class DrillFailed(Exception):
    """The key did not open what was sealed to the team: make a new one while somebody can unlock."""


def format_recovery_key(private: bytes) -> str:
    """Return the key for paper: 14 groups of 4 letters and digits, of which the last few find a typing mistake."""
    letters = base64.b32encode(private + hashlib.sha256(private).digest()[:CHECK_BYTES]).decode()
    return " ".join(letters[start : start + GROUP] for start in range(0, len(letters), GROUP))


def parse_recovery_key(text: str) -> bytes:
    """Return the private key from its text, in any case, with any spaces and dashes. Raises InvalidRecoveryKey."""
    letters = "".join(character for character in text.upper() if character.isascii() and character.isalnum())
    try:
        data = base64.b32decode(letters, map01="I")
    except binascii.Error as error:
        raise InvalidRecoveryKey from error
    private, check = data[: encryption.KEY_BYTES], data[encryption.KEY_BYTES :]
    if len(private) != encryption.KEY_BYTES or check != hashlib.sha256(private).digest()[:CHECK_BYTES]:
        raise InvalidRecoveryKey
    return private


@transaction.atomic
def create_recovery_key(team: Mapping[Epoch, bytes], *, at: datetime) -> tuple[RecoveryKey, str]:
    """Make a new recovery key, given all those private keys, and its text; the one before opens nothing from now on."""
    private, public = encryption.new_key_pair()
    for old in RecoveryKey.objects.select_for_update().filter(retired_at=None):
        old.wraps.all().delete()
        old.retired_at = at
        old.save(update_fields=["retired_at"])
    key = RecoveryKey.objects.create(public_key=public, made_at=at)
    for epoch, team_private in team.items():
        key_wrapping.wrap_for_holder(epoch, team_private, key, at=at)
    return key, format_recovery_key(private)


def get_recovery_key() -> RecoveryKey | None:
    """Return the one that opens something now."""
    return RecoveryKey.objects.filter(retired_at=None).first()


def replace_recovery_key(*, unlocked: UnlockedKeys, at: datetime) -> tuple[RecoveryKey, str]:
    """Make a new recovery key by a handler who is unlocked. Return the key and the text to be printed once."""
    return create_recovery_key(
        {epoch: unlocked.private(epoch.pk) for epoch in Epoch.objects.filter(pk__in=unlocked.keys)}, at=at
    )


def open_team_keys(private: bytes) -> dict[Epoch, bytes]:
    """Return the team's private keys, by the recovery key. Raises InvalidRecoveryKey."""
    key = RecoveryKey.objects.filter(public_key=encryption.get_public_key(private), retired_at=None).first()
    if key is None:
        raise InvalidRecoveryKey
    return key_wrapping.open_wraps(key, private)


@transaction.atomic
def restore_handler(handler_key: HandlerKey, *, private: bytes, at: datetime) -> None:
    """Give the team's keys to a handler by the recovery key: the way back in. Raises InvalidRecoveryKey."""
    for epoch, team in open_team_keys(private).items():
        key_wrapping.wrap_for_holder(epoch, team, handler_key, at=at)


@transaction.atomic
def run_drill(*, private: bytes, at: datetime) -> RecoveryKey:
    """Seal one data key as a concern would be, open it with the recovery key, erase it, and keep the date.

    Raises InvalidRecoveryKey, DrillFailed, and team_key.NoTeamKey.
    """
    row, expected = data_keys.create_data_key()
    try:
        team = {epoch.pk: team_key_private for epoch, team_key_private in open_team_keys(private).items()}
        opened_key = UnlockedKeys(user_id=0, keys=team).open(row)
    except encryption.DecryptionError as error:
        raise DrillFailed from error
    data_keys.erase_data_key(row.pk)
    if opened_key != expected:
        raise DrillFailed
    key = RecoveryKey.objects.select_for_update().get(retired_at=None)
    key.last_drill_at = at
    key.save(update_fields=["last_drill_at"])
    return key
