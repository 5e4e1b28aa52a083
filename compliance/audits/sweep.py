"""What the sweep does here: alerts and links that nobody answered are told again, facts are written anew each day."""

from datetime import datetime

from compliance.audits.services import links
from compliance.audits.services.escalation import escalate
from compliance.audits.services.facts import write_of_the_day


def sweep(now: datetime) -> int:
    return escalate(now) + links.remind(now) + write_of_the_day(now)
