"""Mail to the people who run the portal."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse

from portal.accounts.models import User
from portal.accounts.roles import StaffRole
from portal.core import mail
from portal.core.faces import build_address
from portal.jobs import put_aside
from portal.operations.models import Chore

CHORE = "tell_of_jobs_put_aside"
MAX_ONE_MAIL_PER = timedelta(hours=1)


def notify_of_jobs_put_aside(now: datetime) -> int:
    """Mail the site administrators when jobs were put aside since they were last told. Return how many mails are owed.

    One mail an hour at most: a disk that is full puts aside many jobs at once. See
    docs/requirements/security.md#background-jobs.
    """
    last = Chore.objects.filter(name=CHORE).values_list("begun_at", flat=True).first()
    count = put_aside.count_alarming(since=last)
    if not count or not Chore.objects.claim(CHORE, not_since=now - MAX_ONE_MAIL_PER, now=now):
        return 0
    context = {"count": count, "address": build_address(reverse("operations_staff:jobs"))}
    return _mail_administrators("operations/jobs_put_aside", context)


def notify_of_nightly_problem(name: str, problem: str) -> int:
    """Mail the site administrators that nightly work failed or found something. Return how many mails are owed."""
    return _mail_administrators("operations/nightly_problem", {"name": name, "problem": problem})


def _mail_administrators(template: str, context: dict[str, object]) -> int:
    runs_the_site = Q(is_superuser=True) | Q(groups__name=StaffRole.SITE_ADMINISTRATOR)
    readers = User.objects.filter(runs_the_site, is_active=True).distinct()
    for reader in readers:
        mail.send(to=reader.email, template=template, context=context)
    return len(readers)
