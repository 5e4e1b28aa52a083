"""What the sweep does here: alerts and links that nobody answered are told again, facts are written anew each day."""

from datetime import datetime

from compliance.audits.services import supplier_links
from compliance.audits.services.escalation import escalate
from compliance.audits.services.site_facts import refresh_daily


def sweep(now: datetime) -> int:
    return escalate(now) + supplier_links.send_reminders(now) + refresh_daily(now)
