"""The job that looks whether the statement's page on the organisation's own website opens.

Of a published one, also whether the homepage links to it. Only "does" or "does not" is kept, with the reason; never the
page.

See docs/requirements/security.md#url-fetching.
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.organisations.models import Organisation
from compliance.statements import notifications
from compliance.statements.models import Publication, Statement, UrlCheck
from compliance.statements.publication.rules import homepage_link
from portal.core import safe_fetch
from portal.core.safe_fetch import CannotFetch, Network, Page
from portal.jobs import leases, protocol
from portal.jobs.protocol import JobKind

PASSWORD = re.compile(rb"<input[^>]{0,500}type\s{0,9}=\s{0,9}[\"']?password", re.IGNORECASE)
CHECK_AGAIN_AFTER, RECENTLY_CHECKED = timedelta(days=365), timedelta(days=30)
NOT_CHECKED_YET: Mapping[str, Any] = {
    "opened": None,
    "finding": "",
    "homepage_links": None,
    "homepage_finding": "",
    "looked_at": None,
}


@transaction.atomic
def request_check(*, statement: Statement, url: str, at: datetime, is_again: bool = False) -> None:
    """Have a job open the address. One that was looked at is not looked at again unless somebody asks for it."""
    if not url:
        UrlCheck.objects.filter(statement=statement).delete()
        return
    known = UrlCheck.objects.select_for_update().filter(statement=statement).first()
    if known and known.url == url and (known.is_waiting or not is_again):
        return
    fresh = {"url": url, "is_waiting": True, "is_yearly": False, "asked_at": at}
    check, _created = UrlCheck.objects.update_or_create(
        statement=statement, defaults=fresh | dict(protocol.RESTARTED) | dict(NOT_CHECKED_YET)
    )
    transaction.on_commit(partial(protocol.wake, JOB, check.pk))


def check_url(check_id: int, *, now: datetime, network: Network | None = None) -> bool:
    """Open the address and write down what was found, unless another worker is at it. Return whether it looked."""
    check = protocol.claim(JOB, pk=check_id, now=now)
    if check is None:
        return False
    return protocol.attempt(JOB, check, partial(_look, now=now, network=network), clock=lambda: now) is None


def retry(check_id: int, *, now: datetime) -> bool:
    """Look again at an address that nobody could look at. Return whether there was one."""
    return protocol.retry(JOB, pk=check_id, now=now)


def request_yearly_checks(now: datetime) -> None:
    """Look again at addresses that nobody looked at for a year: of an organisation all at once, for one mail a year.

    These are of statements that stand in public. What was found last stays until the new look is done.
    """
    public = UrlCheck.objects.filter(is_waiting=False, statement__publications__in=Publication.objects.listed())
    old = public.filter(looked_at__lt=now - CHECK_AGAIN_AFTER).order_by("looked_at")
    organisations = set(old.values_list("statement__organisation", flat=True)[:100])
    together = public.filter(statement__organisation__in=organisations, looked_at__lt=now - RECENTLY_CHECKED)
    due = set(together.values_list("pk", flat=True))
    # As if it had been asked for a while ago, so that this very sweep queues it.
    UrlCheck.objects.filter(pk__in=due, is_waiting=False).update(
        is_waiting=True, is_yearly=True, asked_at=now - protocol.JUST_QUEUED * 2, **protocol.RESTARTED
    )


def _look(check: UrlCheck, *, now: datetime, network: Network | None) -> None:
    finding = _find_problem(check.url, network)
    result: dict[str, object] = {"opened": not finding, "finding": finding}
    if not check.is_yearly or _is_newest(check):
        links, missing = _check_homepage(check, network) if _is_public(check) else (None, "")
        result |= {"homepage_links": links, "homepage_finding": missing}
    save_result(check, **result, looked_at=now)


@transaction.atomic
def save_result(check: UrlCheck, **result: object) -> None:
    """Write what was found, only while the row still waits for this look's answer: the address may have changed."""
    organisation = _lock_organisation(check)
    same = leases.rows_under_lease(check).filter(url=check.url, is_waiting=True)
    if same.update(is_waiting=False, next_at=None, problem="", **leases.RELEASED, **result):
        _close_yearly_round(check, organisation)


def _put_aside(check: UrlCheck, now: datetime) -> dict[str, Any]:
    """Say that nobody could look, so that the person can ask again."""
    organisation = _lock_organisation(check)
    finding = _("We could not check just now. Try again later.")
    leases.update(check, is_waiting=False, opened=None, finding=finding, looked_at=now)
    _close_yearly_round(check, organisation)
    return {}


def _lock_organisation(check: UrlCheck) -> Organisation:
    """Lock it so that two looks that end at once wait for each other, and one of them is the last."""
    return Organisation.objects.select_for_update().get(pk=check.statement.organisation_id)


def _close_yearly_round(check: UrlCheck, organisation: Organisation) -> None:
    """After the last yearly look at an organisation's addresses, tell of all of them in one mail."""
    looks = UrlCheck.objects.filter(statement__organisation=organisation, is_yearly=True)
    if not check.is_yearly or looks.filter(is_waiting=True).exists():
        return
    findings = [
        (look.statement.year, finding)
        for look in looks.select_related("statement").order_by("-statement__year")
        for finding in (look.finding if look.opened is False else "", _homepage_problem(look))
        if finding
    ]
    looks.update(is_yearly=False)
    if findings:
        notifications.tell_of_addresses(organisation, findings)


def _homepage_problem(check: UrlCheck) -> str:
    """Of the newest statement alone: one homepage has one link to them."""
    return check.homepage_finding if _is_newest(check) else ""


def _is_public(check: UrlCheck) -> bool:
    return check.statement.publications.filter(is_current=True, withdrawn_at=None).exists()


def _is_newest(check: UrlCheck) -> bool:
    """Return whether no later statement of its organisation stands in public."""
    later = Publication.objects.current().filter(
        organisation=check.statement.organisation_id, withdrawn_at=None, year__gt=check.statement.year
    )
    return not later.exists()


def _check_homepage(check: UrlCheck, network: Network | None) -> tuple[bool | None, str]:
    """Return whether the homepage links to the statement (s.54(7)(b)), and why not; None where it did not open."""
    try:
        page = safe_fetch.fetch(homepage_link.get_homepage(check.url), network=network)
    except CannotFetch as error:
        return None, _("The homepage did not open. %(why)s") % {"why": error}
    if page.status != 200:
        return None, _("The homepage returned the error %(status)s.") % {"status": page.status}
    register = f"{settings.SITE_URL}/statements/{check.statement.organisation.slug}"
    if homepage_link.links_to(page.body, base=page.url, wanted=(check.url, register)):
        return True, ""
    return False, _("We found no link to the statement on the homepage.")


def _find_problem(url: str, network: Network | None) -> str:
    """Return why the statement's page did not open, as a sentence; empty when a page of its own came."""
    try:
        page = safe_fetch.fetch(url, network=network)
    except CannotFetch as error:
        return str(error)
    if page.status != 200:
        return _("The website returned the error %(status)s.") % {"status": page.status}
    if _is_homepage(page):
        return _("The address leads to a homepage, not to the page of the statement.")
    if PASSWORD.search(page.body):
        return _("The address leads to a page that you have to sign in to see.")
    return ""


def _is_homepage(page: Page) -> bool:
    parts = urlsplit(page.url)
    return parts.path in ("", "/") and not parts.query


JOB = JobKind(
    model=UrlCheck,
    label=gettext_lazy("Opening the page of a statement on a website"),
    owed=Q(is_waiting=True),
    task="compliance.statements.publication.tasks.open_address",
    put_aside=_put_aside,
    restart=lambda check, now: {"is_waiting": True, "asked_at": now, **NOT_CHECKED_YET},
    related=("statement__organisation",),
    queued_at="asked_at",
)
