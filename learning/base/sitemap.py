"""Of the sitemap, the pages that everybody may read."""

from datetime import datetime

from django.contrib.sitemaps import Sitemap as PlainSitemap
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page
from wagtail.query import PageQuerySet

from learning.base.addresses import address_of


class Pages(Sitemap):
    # Wagtail asks each page for addresses of its own; ours have one each, told from its row.
    _urls = PlainSitemap._urls  # type: ignore[attr-defined]  # the stubs leave it out

    def items(self) -> PageQuerySet[Page]:
        root = self.get_wagtail_site().root_page
        return Page.objects.descendant_of(root, inclusive=True).live().public().order_by("path")

    def location(self, page: Page) -> str:
        return address_of(page.url_path)

    def lastmod(self, page: Page) -> datetime | None:
        return page.last_published_at
