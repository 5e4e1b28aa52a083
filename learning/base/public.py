"""What every page is to people and programs elsewhere: kept by whoever likes, with one address and one picture."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from learning.base import share_pictures
from learning.base.addresses import address_of
from portal.core.page_cache import PUBLIC


class PublicPage:
    """Comes before Wagtail's Page."""

    pk: int
    title: str
    url_path: str

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Wagtail takes the header back where the page is private; a preview does not come by here."""
        response = super().serve(request, *args, **kwargs)  # type: ignore[misc]  # Page's
        response.headers["Cache-Control"] = PUBLIC
        return response

    @property
    def whole_address(self) -> str:
        return settings.SITE_URL + address_of(self.url_path)

    @property
    def share_picture(self) -> str:
        """The address of the picture that goes with a link to the page."""
        return settings.SITE_URL + reverse("share_picture", args=[self.pk, share_pictures.digest(self.title)])
