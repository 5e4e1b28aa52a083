"""Of the sitemap, what stands in the register."""

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import Max, QuerySet
from django.urls import reverse

from compliance.statements.models import Publication


class Statements(Sitemap):
    def items(self) -> QuerySet[Publication]:
        listed = Publication.objects.listed().filter(is_current=True).order_by("pk")
        return listed.only("organisation_slug", "year", "published_at")

    def location(self, publication: Publication) -> str:
        return reverse("register:statement", args=[publication.organisation_slug, publication.year])

    def get_latest_lastmod(self) -> datetime | None:
        """Ask for the one moment that the index shows; Django's own reads every statement for it."""
        latest: datetime | None = Publication.objects.listed().aggregate(latest=Max("published_at"))["latest"]
        return latest

    def lastmod(self, publication: Publication) -> datetime:
        return publication.published_at
