"""What the sweep does here: it lets go what is over.

What must not stay unseen is watched apart (services.on_call_alerts.watch).
"""

from datetime import datetime

from compliance.casework.services import (
    abandoned_calls,
    attachments,
    contact_requests,
    form_drafts,
    identity_withdrawal,
    interpreters,
    removals,
)


def sweep(now: datetime) -> int:
    gone = (
        identity_withdrawal.erase_withdrawn_identities(now)
        + contact_requests.end_withdrawn_requests(now)
        + abandoned_calls.delete_old_calls(now)
        + form_drafts.delete_old_drafts(now)
        + removals.erase_old_removals(now)
    )
    return gone + attachments.delete_orphans(now) + interpreters.link_sessions_to_contacts()
