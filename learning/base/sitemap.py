"""The sitemap's entries for pages that everybody may read."""

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import Q
from wagtail.models import Page, Site
from wagtail.query import PageQuerySet

from learning.base.languages import get_public_pages
from learning.base.page_urls import get_page_url


class PublicPages(Sitemap):
    """Wagtail's own sitemap asks each page for several addresses; ours have one each, told from its row."""

    def items(self) -> PageQuerySet[Page]:
        """Return the pages of each language that is offered: the tree of another stands beside the English one."""
        root = Site.objects.select_related("root_page").get(is_default_site=True).root_page
        pages = get_public_pages(Page.objects.live().public())
        return (
            pages.filter(Q(path__startswith=root.path) | ~Q(locale=root.locale_id)).filter(depth__gt=1).order_by("path")
        )

    def location(self, page: Page) -> str:
        return get_page_url(page.url_path)

    def lastmod(self, page: Page) -> datetime | None:
        return page.last_published_at
