"""What a second person decides on prepared figures, and the words that go with them.

See docs/requirements/statistics.md#second-person.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from compliance.statistics.choices import State
from compliance.statistics.models import Release
from compliance.statistics.rule_sets import get_rule_set
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused
from portal.history.services import record

SATURDAY = 5


@transaction.atomic
def approve_release(*, release: Release, actor: User, at: datetime) -> Release:
    """Let it be published at its announced time; where that is over, at the next one on a working day.

    Raises ActionRefused.
    """
    row = _lock(release, State.APPROVED, actor)
    if row.scheduled_for <= at:
        row.scheduled_for = get_next_time(at)
    _decide(row, State.APPROVED, actor, at)
    record(actor, "statistics.release.approved", row, {"sha256": row.sha256, "for": row.scheduled_for}, at=at)
    return row


@transaction.atomic
def refuse_release(*, release: Release, reason: str, actor: User, at: datetime) -> Release:
    """Send it back with a reason. Raises ActionRefused."""
    if not reason.strip():
        raise ActionRefused(_("Enter your reason for refusing these figures."))
    row = _lock(release, State.REFUSED, actor)
    row.reason = reason.strip()
    _decide(row, State.REFUSED, actor, at)
    record(actor, "statistics.release.refused", row, at=at)
    return row


@transaction.atomic
def save_words(*, release: Release, headline: str, commentary: str, actor: User, at: datetime) -> Release:
    """Change headline and commentary while nobody has decided. Raises ActionRefused."""
    row = Release.objects.select_for_update().get(pk=release.pk)
    if not row.is_draft:
        raise ActionRefused(
            _("These figures have been approved or refused, so you cannot change their headline or commentary.")
        )
    row.headline, row.commentary = headline, commentary
    row.save(update_fields=["headline", "commentary"])
    record(actor, "statistics.release.words_saved", row, at=at)
    return row


def get_next_time(after: datetime) -> datetime:
    """Return the next moment at the time of day of the calendar, on a Monday to Friday."""
    calendar = get_rule_set().calendar
    zone = ZoneInfo(calendar.timezone)
    day = after.astimezone(zone).date()
    while True:
        moment = datetime.combine(day, time.fromisoformat(calendar.time), zone)
        if moment > after and moment.weekday() < SATURDAY:
            return moment
        day += timedelta(days=1)


def _lock(release: Release, state: State, actor: User) -> Release:
    """Return the row, locked. Raises ActionRefused where it cannot become that, or where the actor prepared it."""
    row = Release.objects.select_for_update().get(pk=release.pk)
    if row.prepared_by_id == actor.pk:
        raise ActionRefused(_("You prepared these figures, so someone else must decide on them."))
    if not row.can_become(state):
        raise ActionRefused(_("These figures are “%(state)s”.") % {"state": row.get_state_display()})
    return row


def _decide(row: Release, state: State, actor: User, at: datetime) -> None:
    row.state, row.decided_by, row.decided_at = state, actor, at
    row.save(update_fields=["state", "decided_by", "decided_at", "reason", "scheduled_for"])
