"""Asking for a look at the own website's page, and asking again when nobody answered (security 4.3)."""

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from compliance.statements.models import Publication, Statement, UrlCheck
from compliance.statements.publication import tasks
from compliance.statements.publication.url_check import keep
from portal.core.leases import RELEASED

# After the first, second … look whose worker died.
BACK_OFF = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10), timedelta(hours=1))
YEAR, RECENT = timedelta(days=365), timedelta(days=30)
# One that was asked for this minute has been queued already.
SETTLED = timedelta(minutes=1)


@transaction.atomic
def ask(*, statement: Statement, url: str, at: datetime, is_again: bool = False) -> None:
    """Have a job open the address. One that was looked at is not looked at again unless somebody asks for it."""
    if not url:
        UrlCheck.objects.filter(statement=statement).delete()
        return
    known = UrlCheck.objects.select_for_update().filter(statement=statement).first()
    if known and known.url == url and (known.is_waiting or not is_again):
        return
    fresh = {
        "url": url,
        "is_waiting": True,
        "is_yearly": False,
        "asked_at": at,
        "attempt": 0,
        "next_at": None,
        **RELEASED,
    }
    seen = {"opened": None, "finding": "", "homepage_links": None, "homepage_finding": "", "looked_at": None}
    check, _created = UrlCheck.objects.update_or_create(statement=statement, defaults=fresh | seen)
    transaction.on_commit(partial(tasks.open_address.enqueue, check.pk))


def sweep(now: datetime) -> int:
    """Queue anew what waits or whose worker died, and what nobody looked at for a year; give up after four.

    How many were queued.
    """
    _ask_yearly(now)
    for lost in UrlCheck.objects.filter(is_waiting=True, lease_until__lt=now).select_related("statement"):
        if lost.attempt >= len(BACK_OFF):
            keep(lost, opened=None, finding=_("We could not look just now. Ask again later."), looked_at=now)
        else:
            same = UrlCheck.objects.filter(pk=lost.pk, lease_token=lost.lease_token, is_waiting=True)
            same.update(next_at=now + BACK_OFF[lost.attempt - 1], **RELEASED)
    due = Q(next_at__lte=now) | Q(next_at=None, asked_at__lt=now - SETTLED)
    waiting = UrlCheck.objects.filter(due, is_waiting=True, lease_until=None).order_by("pk")[:100]
    ids = list(waiting.values_list("pk", flat=True))
    for check_id in ids:
        tasks.open_address.enqueue(check_id)
    return len(ids)


def _ask_yearly(now: datetime) -> None:
    """Addresses of statements that stand in public: of an organisation all at once, so that it gets one mail a year.

    What was found last stays until the new look is done.
    """
    public = UrlCheck.objects.filter(is_waiting=False, statement__publications__in=Publication.objects.listed())
    old = public.filter(looked_at__lt=now - YEAR).order_by("looked_at")
    whose = set(old.values_list("statement__organisation", flat=True)[:100])
    together = public.filter(statement__organisation__in=whose, looked_at__lt=now - RECENT)
    due = set(together.values_list("pk", flat=True))
    # As if it had been asked for a while ago, so that this very sweep queues it.
    UrlCheck.objects.filter(pk__in=due, is_waiting=False).update(
        is_waiting=True, is_yearly=True, asked_at=now - SETTLED * 2, attempt=0, next_at=None, **RELEASED
    )
