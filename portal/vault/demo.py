"""The demo's vault has begun, and everybody at the desk can unlock it with the demo's passphrase."""

from datetime import date

from django.utils import timezone

from portal.accounts.models import User
from portal.core.demo_accounts import DEMO_PASSPHRASE
from portal.vault.models import Epoch
from portal.vault.permissions import key_holders
from portal.vault.services import epochs, handlers, unlocking


def seed(*, today: date) -> None:
    """Begin the demo's vault. The recovery key is thrown away: `manage.py recovery_key new` makes one to try."""
    if Epoch.objects.exists():
        return
    now = timezone.now()
    first, *others = [handlers.choose_passphrase(user=person, passphrase=DEMO_PASSPHRASE, at=now) for person in _desk()]
    # The file may be left from a demo whose database was thrown away.
    epochs.start_vault(handler_key=first, at=now, replace_file=True)
    unlocked = unlocking.open_with_passphrase(user=first.user, passphrase=DEMO_PASSPHRASE)
    for key in others:
        handlers.give_team_key(unlocked=unlocked, handler_key=key, at=now)


def _desk() -> list[User]:
    return list(key_holders().filter(email__endswith="@helpline.example").distinct().order_by("pk"))
