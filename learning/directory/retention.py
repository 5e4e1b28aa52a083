"""Retention of the directory: unconfirmed entries are hidden; applications and changes that were answered go.

See docs/requirements/directory.md#review-dates.
"""

from datetime import datetime, timedelta

from learning.directory.choices import Outcome
from learning.directory.models import Application, EntryChange
from learning.directory.services.verification import hide_lapsed_entries

# Of an application that was answered, the answers: who looks after safeguarding there, how to reach them.
APPLICATION_RETENTION = timedelta(days=365)


def retain(now: datetime) -> int:
    old = Application.objects.exclude(outcome=Outcome.WAITING).filter(decided_at__lt=now - APPLICATION_RETENTION)
    decided = EntryChange.objects.exclude(outcome=Outcome.WAITING).filter(decided_at__lt=now - APPLICATION_RETENTION)
    return hide_lapsed_entries(now) + old.delete()[0] + decided.delete()[0]
