"""The escalation of an unacknowledged alert: to more people, once each (docs/requirements/suppliers.md#a-alerts)."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from compliance.audits import notifications
from compliance.audits.models import Alert
from compliance.audits.rules.alerts import ESCALATE_AFTER, REMIND_AFTER
from compliance.audits.services.alerts import filter_unread
from compliance.organisations.models import Organisation
from portal.history.services import record

type Telling = Callable[[Organisation], None]


def escalate(now: datetime) -> int:
    """Notify everybody who is due; return how many notifications."""
    alerts = filter_unread(Alert.objects.all())
    notified = _escalate_step(
        alerts.filter(raised_at__lte=now - REMIND_AFTER), "reminded_at", notifications.remind_leads, now
    )
    late = alerts.filter(raised_at__lte=now - ESCALATE_AFTER)
    notified += _escalate_step(late, "escalated_at", notifications.notify_administrators, now)
    if settings.HELPLINE_DUTY_EMAIL:
        agreed = late.filter(organisation__alert_settings__tells_helpline=True)
        notified += _escalate_step(agreed, "helpline_told_at", notifications.notify_duty_lead, now)
    return notified


def _escalate_step(due: QuerySet[Alert], field: str, tell: Telling, now: datetime) -> int:
    """Send one mail a person for all due alerts of an organisation; whoever marks them first sends it."""
    pending = due.filter(**{field: None}).order_by()
    organisations = Organisation.objects.filter(pk__in=pending.values("organisation"))
    return sum(
        _notify_once(pending.filter(organisation=organisation), organisation, field, tell, now)
        for organisation in organisations
    )


@transaction.atomic
def _notify_once(
    pending: QuerySet[Alert],
    organisation: Organisation,
    field: str,
    tell: Callable[[Organisation], None],
    now: datetime,
) -> int:
    if not pending.update(**{field: now}):
        return 0
    tell(organisation)
    data = {"step": field.removesuffix("_at")}
    record("system", "audits.alert.told_again", data=data, scope=organisation.uuid, at=now)
    return 1
