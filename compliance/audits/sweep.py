"""The sweep of audits: escalations, link reminders, and the daily rewrite of facts."""

from datetime import datetime

from compliance.audits.services import supplier_links
from compliance.audits.services.escalation import escalate
from compliance.audits.services.site_facts import refresh_daily


def sweep(now: datetime) -> int:
    """Do the pending work and return how much there was."""
    return escalate(now) + supplier_links.send_reminders(now) + refresh_daily(now)
