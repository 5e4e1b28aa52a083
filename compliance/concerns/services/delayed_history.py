"""History of reporters' acts, written in random order once the hour is over: no line reveals the minute."""

from datetime import UTC, datetime

from django.db import transaction

from compliance.concerns.models import Concern, HeldLine
from portal.core.types import JsonObject
from portal.history.services import record

ANONYMOUS_REPORTER = "somebody who told the helpline"


def round_to_hour(now: datetime) -> datetime:
    """Return the hour, as clear columns record the time (docs/requirements/security.md#rounded-times)."""
    return now.replace(minute=0, second=0, microsecond=0)


def delay_line(action: str, concern: Concern, detail: JsonObject | None = None, *, now: datetime) -> None:
    """Save a line in the transaction of the act itself, to be written to history later.

    action: of this app, what a reporter did; of another app, what the portal did soon after and because of it.
    """
    HeldLine.objects.create(
        concern=concern, action=action, detail=detail or {}, hour=round_to_hour(now).astimezone(UTC)
    )


@transaction.atomic
def write_due_lines(now: datetime) -> int:
    """Write the lines of hours that are over, each hour's by their random ids; return how many."""
    lines = (
        HeldLine.objects.select_for_update(of=("self",)).select_related("concern").filter(hour__lt=round_to_hour(now))
    )
    over = list(lines.order_by("hour", "uuid"))
    HeldLine.objects.filter(pk__in=[line.pk for line in over]).delete()
    for line in over:
        actor = ANONYMOUS_REPORTER if line.action.startswith("concerns.") else "system"
        record(actor, line.action, line.concern, line.detail, at=line.hour)
    return len(over)
