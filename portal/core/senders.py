"""Whom a request comes from, by its headers alone: the network, and the reporter's draft or visit.

The keys are for comparison in the memory of this process: while the request lasts, and that of a network whose sender
was cut off until it has paid for it, a minute at most, and the next body comes or ends. Nothing else keeps them.

See docs/requirements/security.md#slow-clients, docs/requirements/security.md#no-visitor-traces.
"""

from wsgiref.types import WSGIEnvironment

from django.conf import settings
from django.http import HttpRequest, parse_cookie

from portal.core.visitor_counts import get_source


def get_senders(environ: WSGIEnvironment) -> tuple[object, ...]:
    """Return a key of the network, None where it is unknown, and one of the draft and of the visit where the browser
    has a cookie of theirs.
    """
    request = HttpRequest()
    request.META = environ
    cookies = parse_cookie(environ.get("HTTP_COOKIE", ""))
    names = (settings.DRAFT_COOKIE_NAME, settings.VISIT_COOKIE_NAME)
    # Python's own hash has a secret of this process: neither network nor cookie itself is kept for the comparison.
    drafts = (hash((name, cookies[name])) for name in names if cookies.get(name))
    network = get_source(request)
    return hash(("network", network)) if network else None, *drafts
