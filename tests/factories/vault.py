"""A vault that has begun, for tests. Its team key is the one that the tests' settings name, so that they agree."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from portal.accounts.models import User
from portal.accounts.roles import StaffRole
from portal.core import heartbeat
from portal.vault import encryption
from portal.vault.models import Epoch, HandlerKey, RecoveryKey
from portal.vault.services import handlers, key_wrapping, recovery, unlocking
from portal.vault.unlocked_keys import UnlockedKeys
from tests.factories.accounts import UserFactory

TEAM_PRIVATE = bytes(range(1, 33))
TEAM_PUBLIC = encryption.get_public_key(TEAM_PRIVATE)
PASSPHRASE = "lantern harbour violet sparrow"


@dataclass
class Vault:
    """recovery_text: what lies in the safe."""

    epoch: Epoch
    lead: User
    recovery_key: RecoveryKey
    recovery_text: str

    @property
    def unlocked(self) -> UnlockedKeys:
        """In the lead's hands."""
        return unlocking.open_with_passphrase(user=self.lead, passphrase=PASSPHRASE)


def begin_vault(*, at: datetime | None = None) -> Vault:
    """One epoch, a triage lead who has the key, a recovery key."""
    at = at or timezone.now()
    epoch = Epoch.objects.create(number=1, public_key=TEAM_PUBLIC, made_at=at)
    have_a_worker()
    lead = UserFactory(role=StaffRole.TRIAGE_LEAD)
    key_wrapping.wrap_for_holder(epoch, TEAM_PRIVATE, key_of(lead, at=at), at=at)
    key, text = recovery.create_recovery_key({epoch: TEAM_PRIVATE}, at=at)
    return Vault(epoch, lead, key, text)


def have_a_worker() -> None:
    """As if a background worker ran, for as long as any test lasts."""
    heartbeat.record_beat(timezone.now() + timedelta(hours=1))


def key_of(user: User, *, passphrase: str = PASSPHRASE, at: datetime | None = None) -> HandlerKey:
    """A handler's key to which nothing has been given yet."""
    return handlers.choose_passphrase(user=user, passphrase=passphrase, at=at or timezone.now())


def give_key(user: User) -> HandlerKey:
    """A handler who can unlock with PASSPHRASE."""
    key = key_of(user)
    key_wrapping.wrap_for_holder(Epoch.objects.current().get(), TEAM_PRIVATE, key, at=timezone.now())
    return key
