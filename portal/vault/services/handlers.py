"""Handlers' own keys: a passphrase is chosen, the team's key given, both taken away.

See docs/requirements/security.md#handler-keys.
"""

import unicodedata
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from nacl.utils import random

from portal.accounts.models import User
from portal.core.exceptions import ActionRefused
from portal.vault import encryption
from portal.vault.kdf import PASSPHRASE_KDF, SALT_BYTES
from portal.vault.models import Epoch, HandlerKey, TeamWrap, Unlock
from portal.vault.permissions import can_hold_key, key_holders
from portal.vault.services import key_wrapping
from portal.vault.unlocked_keys import UnlockedKeys

# Four words that nobody put together before.
MIN_PASSPHRASE_LENGTH = 16


def normalise_passphrase(passphrase: str) -> bytes:
    """Return the same bytes whichever keyboard it was typed on, with or without a space at either end."""
    return unicodedata.normalize("NFKC", passphrase).strip().encode(errors="replace")


def check_passphrase(passphrase: str, user: User) -> None:
    """Raise ValidationError with sentences for the person who chose it."""
    text = normalise_passphrase(passphrase).decode()
    if len(text) < MIN_PASSPHRASE_LENGTH:
        raise ValidationError(
            _("Use at least %(count)d characters. Four unrelated words work well."),
            params={"count": MIN_PASSPHRASE_LENGTH},
        )
    validate_password(text, user)
    if user.check_password(passphrase) or user.check_password(text):
        raise ValidationError(_("This is your sign-in password. Choose a different passphrase."))


def choose_passphrase(*, user: User, passphrase: str, at: datetime) -> HandlerKey:
    """Make a handler's first key. It opens nothing until somebody gives the team's key to it.

    Raises ValidationError, Refused, kdf.Busy.
    """
    key = _build_key(user, passphrase, at)
    with transaction.atomic():
        _locked(user)
        if HandlerKey.objects.active().filter(user=user).exists():
            raise ActionRefused(_("You already have a passphrase. If you have lost it, start again with another one."))
        key.save(force_insert=True)
    return key


def replace_passphrase(*, user: User, passphrase: str, at: datetime) -> HandlerKey:
    """Begin anew with another passphrase; nothing is lost, but a colleague gives the team's key again.

    Raises ValidationError, Refused, kdf.Busy.
    """
    key = _build_key(user, passphrase, at)
    with transaction.atomic():
        _locked(user)
        revoke_key(user=user, at=at)
        key.save(force_insert=True)
    return key


@transaction.atomic
def give_team_key(*, unlocked: UnlockedKeys, handler_key: HandlerKey, at: datetime) -> None:
    """Give all the team's keys that the colleague holds. Compare HandlerKey.fingerprint by voice before. Raises
    Refused.
    """
    key = HandlerKey.objects.select_for_update(of=("self",)).select_related("user").get(pk=handler_key.pk)
    if key.revoked_at or not can_hold_key(key.user):
        raise ActionRefused(_("This person no longer answers calls, or has started again with another passphrase."))
    for epoch in Epoch.objects.live().filter(pk__in=unlocked.keys):
        key_wrapping.wrap_for_holder(epoch, unlocked.private(epoch.pk), key, at=at)


@transaction.atomic
def revoke_key(*, user: User, at: datetime) -> int:
    """Take the team's key from somebody, in every browser at once. Rotate soon after: they may have kept a copy.

    Returns how many keys there were, 0 or 1.
    """
    active = HandlerKey.objects.select_for_update().active().filter(user=user)
    keys = list(active.values_list("pk", flat=True))
    TeamWrap.objects.filter(handler_key__in=keys).delete()
    Unlock.objects.filter(handler_key__in=keys).delete()
    return HandlerKey.objects.filter(pk__in=keys).update(revoked_at=at)


def revoke_former_handlers(now: datetime) -> int:
    """Revoke the keys of everybody who has left the desk or whose account was closed; the sweep asks for it."""
    former = HandlerKey.objects.active().exclude(user__in=key_holders()).select_related("user")
    return sum(revoke_key(user=key.user, at=now) for key in former)


def _build_key(user: User, passphrase: str, at: datetime) -> HandlerKey:
    """Return a key that is not yet saved. Key derivation takes long, so that nothing in the database may wait for
    it.
    """
    if not can_hold_key(user):
        raise ActionRefused(_("Only call handlers and triage leads have a passphrase."))
    check_passphrase(passphrase, user)
    private, public = encryption.new_key_pair()
    salt = random(SALT_BYTES)
    locked = encryption.lock_key(
        private, PASSPHRASE_KDF.derive(normalise_passphrase(passphrase), salt, encryption.KEY_BYTES)
    )
    return HandlerKey(user=user, public_key=public, locked_private_key=locked, salt=salt, made_at=at)


def _locked(user: User) -> User:
    """Lock the person's row, so that two browsers of one person take turns."""
    return User.objects.select_for_update().get(pk=user.pk)
