"""/statistics/feed/: each release and revision as it is published, in Atom."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from compliance.statistics.models import Release
from compliance.statistics.presenters.labels import KINDS
from compliance.statistics.presenters.release_page import get_address, get_title
from compliance.statistics.selectors.releases import get_published

MAX_ITEMS = 50


class LatestReleases(Feed):
    feed_type = Atom1Feed

    def title(self) -> str:
        return f"{_('Helpline statistics')} – {settings.PORTAL_NAME}"

    def link(self) -> str:
        return settings.SITE_URL + reverse("statistics:index")

    def feed_url(self) -> str:
        return settings.SITE_URL + reverse("statistics:feed")

    def feed_guid(self) -> str:
        return self.feed_url()

    def author_name(self) -> str:
        return settings.OPERATOR["name"]

    def items(self) -> list[Release]:
        return list(get_published().order_by("-published_at", "-position")[:MAX_ITEMS])

    def item_title(self, item: Any) -> str:
        return f"{KINDS[item.period.kind]}: {get_title(item)}"

    def item_description(self, item: Any) -> str:
        return item.note or item.headline

    def item_link(self, item: Any) -> str:
        return get_address(item)

    def item_pubdate(self, item: Any) -> datetime:
        return item.published_at

    def item_updateddate(self, item: Any) -> datetime:
        return item.published_at
