"""Mails reminders to check a page again: a link, each once (docs/requirements/experience.md#guidance-reminders)."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone

from learning.base.permissions import can_write, get_site_administrators
from learning.resources.models import GuidancePage, Reminder
from learning.resources.rules.review import REMINDER_DAYS, get_reminder_band
from portal.core import mail
from portal.core.faces import build_address


def send_due_reminders(now: datetime) -> int:
    """Send what is due; return how many mails. What was missed while nothing ran is made good by the newest reminder
    alone.
    """
    return sum(_remind(page, days, now) for days in REMINDER_DAYS for page in _due(days, now))


def _due(days: int, now: datetime) -> QuerySet[GuidancePage]:
    today = timezone.localdate(now)
    most, more_than = get_reminder_band(days)
    pages = GuidancePage.objects.live().filter(next_check_on__lte=today + timedelta(days=most))
    if more_than is not None:
        pages = pages.filter(next_check_on__gt=today + timedelta(days=more_than))
    sent = Reminder.objects.filter(page=OuterRef("pk"), due_on=OuterRef("next_check_on"), days=days)
    return pages.exclude(Exists(sent)).select_related("looked_after_by").order_by("pk")


@transaction.atomic
def _remind(page: GuidancePage, days: int, now: datetime) -> int:
    return sum(_remind_one(page, person, days, now) for person in _keepers(page))


def _keepers(page: GuidancePage) -> list[Any]:
    """Return whoever looks after the page; site administrators where that is nobody, or somebody who writes no more."""
    keeper = page.looked_after_by
    return [keeper] if keeper is not None and can_write(keeper) else list(get_site_administrators())


def _remind_one(page: Any, person: Any, days: int, now: datetime) -> bool:
    """Mail one person. A second worker finds the row of the first, and sends nothing."""
    _row, is_new = Reminder.objects.get_or_create(
        page=page, person=person, due_on=page.next_check_on, days=days, defaults={"sent_at": now}
    )
    if is_new:
        address = build_address(reverse("wagtailadmin_pages:edit", args=[page.pk]))
        mail.send(to=person.email, template="pages/check", context={"address": address, "day": page.next_check_on})
    return is_new
