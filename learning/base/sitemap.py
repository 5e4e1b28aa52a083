"""The sitemap's entries for pages that everybody may read."""

from datetime import datetime

from django.contrib.sitemaps import Sitemap as PlainSitemap
from django.db.models import Q
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page
from wagtail.query import PageQuerySet

from learning.base.languages import get_public_pages
from learning.base.page_urls import get_page_url


class PublicPages(Sitemap):
    # Wagtail asks each page for addresses of its own; ours have one each, told from its row.
    _urls = PlainSitemap._urls  # type: ignore[attr-defined]  # the stubs leave it out

    def items(self) -> PageQuerySet[Page]:
        """Return the pages of each language that is offered: the tree of another stands beside the English one."""
        root = self.get_wagtail_site().root_page
        pages = get_public_pages(Page.objects.live().public())
        return (
            pages.filter(Q(path__startswith=root.path) | ~Q(locale=root.locale_id)).filter(depth__gt=1).order_by("path")
        )

    def location(self, page: Page) -> str:
        return get_page_url(page.url_path)

    def lastmod(self, page: Page) -> datetime | None:
        return page.last_published_at
