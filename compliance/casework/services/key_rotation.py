"""A new key for the team, and bringing what was sealed to the old one onto it.

See docs/requirements/security.md#key-rotation.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compliance.casework.services.case_keys import Keys
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused
from portal.history.services import record
from portal.vault.models import DataKey, Epoch, RecoveryKey
from portal.vault.services import epochs

BATCH_SIZE = 500


@dataclass(frozen=True)
class State:
    """number, made_on: of the present key. old: how many data keys are sealed to earlier ones."""

    number: int
    made_on: date | None
    is_due: bool
    old: int
    last_drill_at: datetime | None


def get_rotation_state(*, now: datetime) -> State:
    epoch = Epoch.objects.current().first()
    recovery = RecoveryKey.objects.filter(retired_at=None).first()
    return State(
        number=epoch.number if epoch else 0,
        made_on=timezone.localdate(epoch.made_at) if epoch else None,
        is_due=epochs.is_rotation_due(now),
        old=DataKey.objects.exclude(epoch=epoch).count() if epoch else 0,
        last_drill_at=recovery.last_drill_at if recovery else None,
    )


def continue_rotation(*, keys: Keys, actor: User, at: datetime, begin: bool) -> str:
    """Begin a rotation, or bring one batch of keys onto the newest. The sentence to show. Raises ActionRefused."""
    try:
        if begin:
            epoch = epochs.rotate_epoch(unlocked=keys.unlocked, at=at)
            record(actor, "casework.desk.key_rotated", epoch, at=at)
            return _(
                "The team has a new key. Everyone must unlock again, including you. Then move the open cases to it."
            )
        result = epochs.rewrap_data_keys(unlocked=keys.unlocked, batch=BATCH_SIZE)
    except (epochs.NoTeamKey, OSError) as error:
        raise ActionRefused(_("We cannot change the team’s key right now. Tell the site administrator.")) from error
    message = ngettext(
        "%(n)d key now uses the newest team key.", "%(n)d keys now use the newest team key.", result.done
    )
    return message % {"n": result.done}
