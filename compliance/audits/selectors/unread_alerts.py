"""The alerts that wait for a person, in each of their organisations: one set of queries for all.

See docs/requirements/suppliers.md#a-alerts.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from compliance.audits.choices import AlertLevel
from compliance.audits.models import Alert
from compliance.audits.rules.alerts import review_due_on
from compliance.organisations.models import Membership
from compliance.organisations.permissions import can_see_alert_details, is_administrator
from compliance.suppliers.selectors.owners import Owner, get_possible_owners, matches_owner_candidates
from portal.core.prepared import prepared


@dataclass
class WaitingAlerts:
    """Counts of waiting alerts. unread: A-alerts that nobody acknowledged. to_confirm: those that somebody else asked
    to close.

    look_by: the day for each B-alert of a supplier that the person looks after. open: all of these, and the A-alerts
    that somebody works on.
    """

    unread: int = 0
    to_confirm: int = 0
    look_by: list[date] = field(default_factory=list)
    open: int = field(default=0, compare=False)

    def __bool__(self) -> bool:
        return bool(self.unread or self.to_confirm or self.look_by)

    @property
    def first(self) -> date:
        """Return the first day on which one of them was raised."""
        return min(self.look_by)


def get_waiting_alerts(
    memberships: Iterable[Membership], *, members: Sequence[Membership] | None = None
) -> dict[int, WaitingAlerts]:
    """Return the waiting alerts of one person by organisation. memberships: theirs, with the user.

    members: all active members of these organisations, where they were read already.
    """
    memberships_by_organisation = {membership.organisation_id: membership for membership in memberships}
    waiting_by_organisation: dict[int, WaitingAlerts] = defaultdict(WaitingAlerts)
    if members is not None:
        owners = frozenset((each.organisation_id, each.user_id) for each in members if matches_owner_candidates(each))
    else:
        owners = get_possible_owners(memberships_by_organisation) if memberships_by_organisation else frozenset()
    for alert in fetch_waiting_alerts(list(memberships_by_organisation)) if memberships_by_organisation else ():
        _count_alert(
            waiting_by_organisation[alert.organisation_id],
            alert,
            memberships_by_organisation[alert.organisation_id],
            owners,
        )
    return waiting_by_organisation


@prepared
def fetch_waiting_alerts(organisations: list[int]) -> QuerySet[Alert]:
    """Return open A-alerts, and B-alerts that nobody acknowledged, the oldest first, each with its supplier."""
    asks = Q(level=AlertLevel.A) | Q(acknowledged_at=None)
    alerts = Alert.objects.filter(asks, organisation__pk__in=organisations, closed_at=None)
    return alerts.select_related("site__supplier").order_by("raised_at")


def _count_alert(waiting: WaitingAlerts, alert: Alert, me: Membership, owners: frozenset[Owner]) -> None:
    if alert.level == AlertLevel.A:
        sees = can_see_alert_details(me)
        waiting.open += sees
        waiting.unread += sees and alert.acknowledged_at is None
        waiting.to_confirm += sees and alert.closing_asked_at is not None and alert.closing_asked_by_id != me.user_id
    elif _is_for(me, alert, owners):
        waiting.open += 1
        waiting.look_by.append(review_due_on(timezone.localdate(alert.raised_at)))


def _is_for(me: Membership, alert: Alert, owners: frozenset[Owner]) -> bool:
    """Return whether the person looks after the supplier, or is an administrator and nobody does."""
    owner = alert.site.supplier.owner_id if alert.site else None
    if (alert.organisation_id, owner) in owners:
        return owner == me.user_id
    return is_administrator(me)
