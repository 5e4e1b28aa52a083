"""The sitemap's entries that are no pages of Wagtail."""

from django.contrib.sitemaps import Sitemap


class StaticPages(Sitemap):
    def items(self) -> list[str]:
        return [
            "/report/",
            "/services/",
            "/for-business/",
            "/do-i-need-a-statement/",
            "/statements/",
            "/statistics/",
            "/guidance/print/",
        ]

    def location(self, item: str) -> str:
        return item
