"""The job that looks whether the statement's page on the organisation's own website opens (security 3.13).

Only "opens" or "does not" is kept, with the reason; never the page.
"""

import re
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db.models import F, Q
from django.utils.translation import gettext as _

from compliance.statements.models import UrlCheck
from portal.core import fetch
from portal.core.fetch import CannotFetch, Network, Page

LEASE = timedelta(minutes=2)
PASSWORD = re.compile(rb"<input[^>]{0,500}type\s{0,9}=\s{0,9}[\"']?password", re.IGNORECASE)


def look(check_id: int, *, now: datetime, network: Network | None = None) -> bool:
    """Open the address and write down what was found, unless another worker is at it. Whether it looked."""
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    due = Q(next_at=None) | Q(next_at__lte=now)
    waiting = UrlCheck.objects.filter(free, due, pk=check_id, is_waiting=True)
    if not waiting.update(lease_until=now + LEASE, attempt=F("attempt") + 1):
        return False
    check = UrlCheck.objects.get(pk=check_id)
    finding = _finding(check.url, network)
    write(check, opened=not finding, finding=finding, looked_at=now)
    return True


def _finding(url: str, network: Network | None) -> str:
    """Why the statement's page did not open, as a sentence; empty when a page of its own came."""
    try:
        page = fetch.fetch(url, network=network)
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


def write(check: UrlCheck, **found: object) -> None:
    """Only while the row still waits for this look's answer: the address may have been changed meanwhile."""
    same = UrlCheck.objects.filter(pk=check.pk, url=check.url, attempt=check.attempt, is_waiting=True)
    same.update(is_waiting=False, lease_until=None, next_at=None, **found)
