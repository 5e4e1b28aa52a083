"""What goes with time: entries that nobody confirms are hidden (decision 28); applications that were answered go."""

from datetime import datetime, timedelta

from learning.directory.choices import Outcome
from learning.directory.models import Application
from learning.directory.services.verification import let_lapse

# Of an application that was answered, the answers: who looks after safeguarding there, how to reach them.
KEEP_APPLICATIONS = timedelta(days=365)


def retain(now: datetime) -> int:
    old = Application.objects.exclude(outcome=Outcome.WAITING).filter(decided_at__lt=now - KEEP_APPLICATIONS)
    return let_lapse(now) + old.delete()[0]
