"""The mixin of every public page: cacheable by anybody, with one address and one picture."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from learning.base import og_images
from learning.base.page_urls import get_page_url
from portal.core.page_cache import PUBLIC


def set_no_trace_headers(response: HttpResponse, *, has_form: bool = False) -> HttpResponse:
    """Keep a page out of every cache, and its address from every page that its reader opens next.

    has_form: browsers send a form of the page with "Origin: null" under "no-referrer", which the check against forgery
    refuses; "same-origin" still tells nothing to another site.
    """
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin" if has_form else "no-referrer"
    return response


class PublicPage:
    """Comes before Wagtail's Page.

    is_discreet: the page is for people who may be in danger when somebody sees what they read. It has the way out at
    its top, a title that says nothing in the tab and in the history, and leaves no trace.
    """

    is_discreet = False
    pk: int
    title: str
    url_path: str

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Serve the page. Wagtail takes the header back where the page is private; a preview does not come by here."""
        response = super().serve(request, *args, **kwargs)  # type: ignore[misc]  # Page's
        if self.is_discreet:
            return set_no_trace_headers(response)
        response.headers["Cache-Control"] = PUBLIC
        return response

    @property
    def whole_address(self) -> str:
        return settings.SITE_URL + get_page_url(self.url_path)

    @property
    def share_picture(self) -> str:
        """Return the address of the picture that goes with a link to the page."""
        return settings.SITE_URL + reverse("share_picture", args=[self.pk, og_images.get_digest(self.title)])
