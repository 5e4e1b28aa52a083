"""Handlers' own keys: a passphrase is chosen, the team's key given, both taken away (decision 22)."""

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
from portal.vault.kdf import PASSPHRASES, SALT_BYTES
from portal.vault.models import Epoch, HandlerKey, TeamWrap, Unlock
from portal.vault.permissions import can_hold_key, key_holders
from portal.vault.services import key_wrapping
from portal.vault.unlocked_keys import Unlocked

# Four words that nobody put together before.
SHORTEST_PASSPHRASE = 16


def plain(passphrase: str) -> bytes:
    """The same bytes whichever keyboard it was typed on, with or without a space at either end."""
    return unicodedata.normalize("NFKC", passphrase).strip().encode(errors="replace")


def check_passphrase(passphrase: str, user: User) -> None:
    """Raises ValidationError with sentences for the person who chose it."""
    text = plain(passphrase).decode()
    if len(text) < SHORTEST_PASSPHRASE:
        raise ValidationError(
            _("Use at least %(count)d characters. Four words that do not belong together stay in mind."),
            params={"count": SHORTEST_PASSPHRASE},
        )
    validate_password(text, user)
    if user.check_password(passphrase) or user.check_password(text):
        raise ValidationError(_("This is the password that you sign in with. Choose another for your passphrase."))


def choose_passphrase(*, user: User, passphrase: str, at: datetime) -> HandlerKey:
    """A handler's first key. It opens nothing until somebody gives the team's key to it.

    Raises ValidationError, ActionRefused, stretching.Busy.
    """
    key = _made(user, passphrase, at)
    with transaction.atomic():
        _locked(user)
        if HandlerKey.objects.active().filter(user=user).exists():
            raise ActionRefused(_("You have a passphrase already. If you have lost it, begin anew with another one."))
        key.save(force_insert=True)
    return key


def lose_passphrase(*, user: User, passphrase: str, at: datetime) -> HandlerKey:
    """Begin anew with another passphrase; nothing is lost, but a colleague gives the team's key again.

    Raises ValidationError, ActionRefused, stretching.Busy.
    """
    key = _made(user, passphrase, at)
    with transaction.atomic():
        _locked(user)
        revoke(user=user, at=at)
        key.save(force_insert=True)
    return key


@transaction.atomic
def wrap_to(*, unlocked: Unlocked, handler_key: HandlerKey, at: datetime) -> None:
    """A colleague gives all the team's keys that they hold. Compare HandlerKey.fingerprint by voice before.

    Raises ActionRefused.
    """
    key = HandlerKey.objects.select_for_update(of=("self",)).select_related("user").get(pk=handler_key.pk)
    if key.revoked_at or not can_hold_key(key.user):
        raise ActionRefused(_("This person does not answer calls any more, or has begun anew with another passphrase."))
    for epoch in Epoch.objects.live().filter(pk__in=unlocked.keys):
        key_wrapping.give(epoch, unlocked.private(epoch.pk), key, at=at)


@transaction.atomic
def revoke(*, user: User, at: datetime) -> int:
    """Take the team's key from somebody, in every browser at once. Rotate soon after: they may have kept a copy.

    Returns how many keys there were, 0 or 1.
    """
    active = HandlerKey.objects.select_for_update().active().filter(user=user)
    keys = list(active.values_list("pk", flat=True))
    TeamWrap.objects.filter(handler_key__in=keys).delete()
    Unlock.objects.filter(handler_key__in=keys).delete()
    return HandlerKey.objects.filter(pk__in=keys).update(revoked_at=at)


def revoke_former(now: datetime) -> int:
    """Take it from everybody who has left the desk or whose account was closed; the sweep asks for it."""
    former = HandlerKey.objects.active().exclude(user__in=key_holders()).select_related("user")
    return sum(revoke(user=key.user, at=now) for key in former)


def _made(user: User, passphrase: str, at: datetime) -> HandlerKey:
    """Not yet saved. Stretching takes long, so that nothing in the database may wait for it."""
    if not can_hold_key(user):
        raise ActionRefused(_("Only call handlers and triage leads have a passphrase."))
    check_passphrase(passphrase, user)
    private, public = encryption.new_pair()
    salt = random(SALT_BYTES)
    locked = encryption.lock(private, PASSPHRASES.stretch(plain(passphrase), salt, encryption.KEY_BYTES))
    return HandlerKey(user=user, public_key=public, locked_private_key=locked, salt=salt, made_at=at)


def _locked(user: User) -> User:
    """Two browsers of one person take turns."""
    return User.objects.select_for_update().get(pk=user.pk)
