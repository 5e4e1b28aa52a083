"""The interruption: while an A-alert of an organisation is unread, its next page is the notice.

Only pages are held up, never what is being sent: nothing that somebody typed is lost.

See docs/requirements/suppliers.md#a-alerts.
"""

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from compliance.audits.services.alerts import must_read_alert_first
from compliance.organisations.tenancy import find_membership
from portal.core.views import see_other

# Where the person reads about the alert before taking it on.
EXEMPT_URL_NAMES = ("alerts:", "audits:finding")


class AlertMiddleware:
    """Redirects a member to the notice of an unread A-alert."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        """Return a redirect to the notice, or None where nothing is unread."""
        slug, match = kwargs.get("organisation"), request.resolver_match
        if slug is None or match is None or not request.path.startswith("/o/") or not _is_page(request):
            return None
        if match.view_name.startswith(EXEMPT_URL_NAMES):
            return None
        membership = find_membership(request, slug)
        if membership is None or not must_read_alert_first(membership):
            return None
        back = urlencode({"next": request.get_full_path()})
        return see_other(f"{reverse('alerts:notice', args=[slug])}?{back}")


def _is_page(request: HttpRequest) -> bool:
    """Return whether a person opened a page, not a script; a browser that does not tell is taken to show a page."""
    return request.method == "GET" and request.headers.get("Sec-Fetch-Dest", "document") == "document"
