"""What the sweep does here: it lets go what is over. What must not stay unseen is watched apart (alarms.watch)."""

from datetime import datetime

from compliance.casework.services import attachments, forgetting, form_drafts, interpreters, removing, unfinished
from compliance.casework.services.nrm import handing
from compliance.casework.services.referrals import answering, sending


def sweep(now: datetime) -> int:
    over = answering.mark_overdue(now) + answering.drop_expired(now) + handing.drop_expired(now)
    gone = forgetting.forget(now) + unfinished.drop_old(now) + form_drafts.drop_old(now) + removing.erase_old(now)
    files = attachments.drop_orphans(now) + sending.drop_files_of_gone(now)
    return over + gone + files + interpreters.tie_to_contacts()
