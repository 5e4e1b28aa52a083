"""Mails to our staff about the yearly check whether organisations are suitable to be listed.

See docs/requirements/directory.md#suitability.
"""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from learning.base.permissions import get_writers
from learning.directory.models import Service
from learning.directory.selectors.staff import get_suitability_due
from portal.core import mail
from portal.core.faces import build_address


@transaction.atomic
def send_suitability_reminders(now: datetime) -> int:
    """Mail every directory editor how many organisations came due, once for each check. Return how many mails.

    With nobody to tell, the entries wait until there is somebody.
    """
    today = timezone.localdate(now)
    people = list(get_writers())
    due = get_suitability_due(Service.objects.not_withdrawn().filter(suitability_asked_on=None), today)
    # Whoever marks the rows first sends the mail.
    marked = Service.objects.filter(pk__in=due.values("pk")).update(suitability_asked_on=today) if people else 0
    if not marked:
        return 0
    address = build_address(f"{reverse('directory_staff:index')}?show=suitability")
    for person in people:
        mail.send(to=person.email, template="directory/suitability", context={"count": marked, "address": address})
    return len(people)
