"""Unlocking the desk for a shift: five tries, then a lead. What it opens is portal.vault's.

See docs/requirements/helpline.md#unlock-tries.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core.exceptions import ActionRefused
from portal.history.models import Entry
from portal.history.services import record
from portal.vault.kdf import Busy
from portal.vault.models import HandlerKey
from portal.vault.services import handlers, unlocking
from portal.vault.unlocked_keys import UnlockedKeys

MAX_TRIES = 5
UNLOCKED, WRONG, GIVEN = "casework.desk.unlocked", "casework.desk.wrong_passphrase", "casework.desk.tries_given"


class WrongPassphrase(Exception):
    """left: how many tries are left before a lead has to help."""

    def __init__(self, tries_left: int) -> None:
        super().__init__(tries_left)
        self.left = tries_left


def get_tries_left(user: User) -> int:
    """Return how many tries are left since the desk was last unlocked, or a lead gave new ones, by the history."""
    attempts = Q(actor_id=user.pk, action__in=[UNLOCKED, WRONG])
    latest = Entry.objects.filter(attempts | Q(object_uuid=user.uuid, action=GIVEN)).newest_first()[:MAX_TRIES]
    wrong = 0
    for action in latest.values_list("action", flat=True):
        if action != WRONG:
            break
        wrong += 1
    return MAX_TRIES - wrong


def unlock(*, user: User, passphrase: str, session_key: str, at: datetime) -> str:
    """Return the browser's half, for the cookie. Raises WrongPassphrase, and ActionRefused with the reason."""
    if not get_tries_left(user):
        raise ActionRefused(_("You entered the wrong passphrase 5 times. A triage lead must reset your attempts."))
    try:
        value = unlocking.unlock_session(user=user, passphrase=passphrase, session_key=session_key, at=at)
    except unlocking.WrongPassphrase as error:
        record(user, WRONG, user, at=at)
        raise WrongPassphrase(get_tries_left(user)) from error
    except unlocking.TeamKeyNotGiven as error:
        raise ActionRefused(_("You do not have the team’s key yet. Ask a triage lead.")) from error
    except Busy as error:
        raise ActionRefused(_("Too many people are unlocking right now. Try again in a few seconds.")) from error
    record(user, UNLOCKED, user, at=at)
    return value


def lock(*, user: User, session_key: str | None, at: datetime) -> None:
    unlocking.lock_session(session_key=session_key)
    record(user, "casework.desk.locked", user, at=at)


def get_handler_key(user: User) -> HandlerKey | None:
    """Return the person's own key, whether or not anything was given to it."""
    return HandlerKey.objects.active().filter(user=user).first()


def holds_team_key(key: HandlerKey) -> bool:
    return key.wraps.filter(epoch__retired_at=None).exists()


@transaction.atomic
def choose_passphrase(*, user: User, passphrase: str, at: datetime) -> HandlerKey:
    """Set the first passphrase. Raises ValidationError, ActionRefused."""
    try:
        key = handlers.choose_passphrase(user=user, passphrase=passphrase, at=at)
    except ActionRefused as refused:
        raise ActionRefused(str(refused)) from refused
    except Busy as error:
        raise ActionRefused(_("Too many people are unlocking right now. Try again in a few seconds.")) from error
    record(user, "casework.desk.passphrase_chosen", user, at=at)
    return key


@transaction.atomic
def reset_passphrase(*, user: User, passphrase: str, at: datetime) -> HandlerKey:
    """Reset a lost passphrase; a lead gives the team's key again.

    Raises ValidationError, ActionRefused.
    """
    try:
        key = handlers.replace_passphrase(user=user, passphrase=passphrase, at=at)
    except ActionRefused as refused:
        raise ActionRefused(str(refused)) from refused
    except Busy as error:
        raise ActionRefused(_("Too many people are unlocking right now. Try again in a few seconds.")) from error
    record(user, "casework.desk.passphrase_lost", user, at=at)
    return key


def get_waiting_keys() -> list[HandlerKey]:
    """Return the keys of people who chose a passphrase and to whom nobody has given the team's key."""
    return list(HandlerKey.objects.waiting().select_related("user").order_by("made_at"))


@transaction.atomic
def give_key(*, key: HandlerKey, by: User, unlocked: UnlockedKeys, at: datetime) -> None:
    """Give a colleague the team's key. Raises ActionRefused."""
    try:
        handlers.give_team_key(unlocked=unlocked, handler_key=key, at=at)
    except ActionRefused as refused:
        raise ActionRefused(str(refused)) from refused
    record(by, "casework.desk.key_given", key.user, at=at)


def find_waiting_key(uuid) -> HandlerKey | None:
    return HandlerKey.objects.waiting().select_related("user").filter(pk=uuid).first()


def give_tries(*, user: User, by: User, at: datetime) -> None:
    """Give somebody new tries. Raises ActionRefused for one's own."""
    if user.pk == by.pk:
        raise ActionRefused(_("Another lead must reset your attempts."))
    record(by, GIVEN, user, at=at)
