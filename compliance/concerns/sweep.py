"""What lives for minutes is let go: drafts, codes not yet written down, visits, and bytes without a row."""

from datetime import datetime

from django.db.models import Q

from compliance.concerns.models import Draft, Receipt, Visit
from compliance.concerns.services import files, visits
from compliance.concerns.services.draft import LIVES
from compliance.concerns.services.submitting import CODE_SHOWN


def sweep(now: datetime) -> int:
    over = Q(last_action_at__lt=now - LIVES) | Q(sent_at__lt=now - CODE_SHOWN)
    dropped = Draft.objects.filter(over).delete()[0]
    ended = Q(last_action_at__lt=now - visits.IDLE) | Q(begun_at__lt=now - visits.LONGEST)
    dropped += Receipt.objects.filter(pending_since__lt=now - CODE_SHOWN).delete()[0]
    return dropped + Visit.objects.filter(ended).delete()[0] + files.drop_orphans(now)
