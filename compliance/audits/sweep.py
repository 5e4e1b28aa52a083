"""The sweep of audits: escalations, link reminders, mails to verifiers, and the daily rewrite of facts."""

from datetime import datetime

from compliance.audits.services import link_reminders
from compliance.audits.services.escalation import escalate
from compliance.audits.services.site_facts import refresh_daily
from compliance.audits.services.verifier_mails import send_verifier_mails


def sweep(now: datetime) -> int:
    """Do the pending work and return how much there was."""
    mails = link_reminders.send_reminders(now) + send_verifier_mails(now)
    return escalate(now) + mails + refresh_daily(now)
