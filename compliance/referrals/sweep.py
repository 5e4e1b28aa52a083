"""What the sweep does here: referrals without an answer in time, links that ran out, files that nobody can open."""

from datetime import datetime

from compliance.referrals.services import dispatch, responses
from compliance.referrals.services.nrm import handover


def sweep(now: datetime) -> int:
    over = responses.mark_overdue(now) + responses.drop_expired_packages(now) + handover.drop_expired_links(now)
    return over + dispatch.delete_orphaned_files(now)
