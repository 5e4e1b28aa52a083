"""Wagtail's redirects, asked for only where there are any."""

from django.http import HttpRequest, HttpResponseBase
from wagtail.contrib.redirects.middleware import RedirectMiddleware as WagtailRedirectMiddleware
from wagtail.contrib.redirects.models import Redirect


class RedirectMiddleware(WagtailRedirectMiddleware):
    """Lead from the old address of a page to its new one.

    Of an address that is not there Wagtail first looks up the site with its root page, which takes longer than the
    rest of the answer, and which a portal without redirects need not know.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.status_code != 404 or not Redirect.objects.exists():
            return response
        return super().process_response(request, response)
