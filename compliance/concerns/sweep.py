"""The sweep of concerns: expired drafts, unconfirmed codes, visits, bytes without a row, delayed lines."""

from datetime import datetime

from django.core.cache import cache
from django.db.models import Q

from compliance.concerns import storage
from compliance.concerns.models import Draft, Visit
from compliance.concerns.services import delayed_history, files, reporter_sessions, row_order
from compliance.concerns.services.draft import DRAFT_TTL
from compliance.concerns.services.submission import CODE_DISPLAY_TTL

# That somebody has looked within the hour: among 50,000 files it takes a hundred queries.
ORPHANS, HOUR_SECONDS = "concerns.orphans", 3600


def sweep(now: datetime) -> int:
    """Delete what has expired, write delayed lines, and return how much there was."""
    over = Q(last_action_at__lt=now - DRAFT_TTL) | Q(sent_at__lt=now - CODE_DISPLAY_TTL)
    dropped = Draft.objects.filter(over).delete()[0]
    ended = Q(last_action_at__lt=now - reporter_sessions.IDLE_TTL) | Q(begun_at__lt=now - reporter_sessions.MAX_TTL)
    dropped += delayed_history.write_due_lines(now)
    dropped += reporter_sessions.drop_expired_codes(now)
    dropped += Visit.objects.filter(ended).delete()[0]
    row_order.scatter(now)
    storage.settle(now)
    return dropped + (files.delete_orphans(now) if cache.add(ORPHANS, 1, HOUR_SECONDS) else 0)
