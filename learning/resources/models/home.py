from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from wagtail.url_routing import RouteResult

from learning.base.models import BasePage
from learning.resources.models.pages import GuidancePage


class HomePage(BasePage):
    """The front page."""

    parent_page_types = ("wagtailcore.Page",)
    subpage_types = ("resources.GuidancePage", "resources.AboutPage")
    max_count = 1
    template = "resources/home_page.html"

    def route(self, request: HttpRequest, path_components: Sequence[str]) -> Any:
        """Find guidance in one query, whatever its depth; Wagtail asks twice for each level."""
        page = GuidancePage.objects.find_by_slugs(self.url_path, path_components) if path_components else None
        if page is not None and page.live:
            return RouteResult(page)
        return super().route(request, path_components)
