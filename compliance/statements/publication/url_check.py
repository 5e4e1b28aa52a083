"""The job that looks whether the statement's page on the organisation's own website opens (security 3.13).

Of a published one, also whether the homepage links to it. Only "does" or "does not" is kept, with the reason; never the
page.
"""

import re
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from compliance.organisations.models import Organisation
from compliance.statements import notifications
from compliance.statements.models import Publication, UrlCheck
from compliance.statements.publication.rules import homepage_link
from portal.core import leases, safe_fetch
from portal.core.safe_fetch import CannotFetch, Network, Page

LEASE = timedelta(minutes=2)
PASSWORD = re.compile(rb"<input[^>]{0,500}type\s{0,9}=\s{0,9}[\"']?password", re.IGNORECASE)


def look(check_id: int, *, now: datetime, network: Network | None = None) -> bool:
    """Open the address and write down what was found, unless another worker is at it. Whether it looked."""
    due = Q(next_at=None) | Q(next_at__lte=now)
    waiting = UrlCheck.objects.filter(leases.free(now), due, pk=check_id, is_waiting=True)
    token = leases.claim(waiting, until=now + LEASE, attempt=F("attempt") + 1)
    check = UrlCheck.objects.select_related("statement__organisation").filter(pk=check_id, lease_token=token).first()
    if token is None or check is None:
        return False
    finding = _finding(check.url, network)
    seen: dict[str, object] = {"opened": not finding, "finding": finding}
    if not check.is_yearly or _is_newest(check):
        links, missing = _homepage(check, network) if _is_public(check) else (None, "")
        seen |= {"homepage_links": links, "homepage_finding": missing}
    keep(check, **seen, looked_at=now)
    return True


def keep(check: UrlCheck, **found: object) -> None:
    """Write what was found. The last yearly look at an organisation's addresses tells of all of them in one mail."""
    with transaction.atomic():
        # Two looks that end at once wait for each other here, so that one of them is the last.
        organisation = Organisation.objects.select_for_update().get(pk=check.statement.organisation_id)
        if not write(check, **found) or not check.is_yearly:
            return
        looks = UrlCheck.objects.filter(statement__organisation=organisation, is_yearly=True)
        if looks.filter(is_waiting=True).exists():
            return
        told = [
            (one.statement.year, finding)
            for one in looks.select_related("statement").order_by("-statement__year")
            for finding in (one.finding if one.opened is False else "", _said_of_homepage(one))
            if finding
        ]
        looks.update(is_yearly=False)
        if told:
            notifications.tell_of_addresses(organisation, told)


def _said_of_homepage(check: UrlCheck) -> str:
    """Of the newest statement alone: one homepage has one link to them."""
    return check.homepage_finding if _is_newest(check) else ""


def _is_public(check: UrlCheck) -> bool:
    return check.statement.publications.filter(is_current=True, withdrawn_at=None).exists()


def _is_newest(check: UrlCheck) -> bool:
    """Whether no later statement of its organisation stands in public."""
    later = Publication.objects.current().filter(
        organisation=check.statement.organisation_id, withdrawn_at=None, year__gt=check.statement.year
    )
    return not later.exists()


def _homepage(check: UrlCheck, network: Network | None) -> tuple[bool | None, str]:
    """Whether the homepage links to the statement (s.54(7)(b)), and why not; None where it did not open."""
    try:
        page = safe_fetch.fetch(homepage_link.of(check.url), network=network)
    except CannotFetch as error:
        return None, _("The homepage did not open. %(why)s") % {"why": error}
    if page.status != 200:
        return None, _("The homepage answered with the error %(status)s.") % {"status": page.status}
    register = f"{settings.SITE_URL}/statements/{check.statement.organisation.slug}"
    if homepage_link.links_to(page.body, base=page.url, wanted=(check.url, register)):
        return True, ""
    return False, _("We found no link to the statement on the homepage.")


def _finding(url: str, network: Network | None) -> str:
    """Why the statement's page did not open, as a sentence; empty when a page of its own came."""
    try:
        page = safe_fetch.fetch(url, network=network)
    except CannotFetch as error:
        return str(error)
    if page.status != 200:
        return _("The website answered with the error %(status)s.") % {"status": page.status}
    if _is_homepage(page):
        return _("The address leads to a homepage, not to the page of the statement.")
    if PASSWORD.search(page.body):
        return _("The address leads to a page where one has to sign in.")
    return ""


def _is_homepage(page: Page) -> bool:
    parts = urlsplit(page.url)
    return parts.path in ("", "/") and not parts.query


def write(check: UrlCheck, **found: object) -> int:
    """Whether it was written, 1 or 0: only while the row still waits for this look's answer.

    The address may have been changed meanwhile.
    """
    same = UrlCheck.objects.filter(pk=check.pk, url=check.url, is_waiting=True, lease_token=check.lease_token)
    return same.update(is_waiting=False, next_at=None, **leases.RELEASED, **found)
