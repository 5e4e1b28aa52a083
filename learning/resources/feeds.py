"""/guidance/feed/: what is new and what changed, in Atom, for programs that people already use. Nobody is counted."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from learning.resources.choices import Topic
from learning.resources.models import GuidancePage
from learning.resources.selectors import get_latest


class Latest(Feed):
    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, topic: str = "") -> str:
        if topic and topic not in Topic.values:
            raise Http404
        return topic

    def title(self, topic: str) -> str:
        what = str(Topic(topic).label) if topic else _("New and changed guidance")
        return f"{what} – {settings.PORTAL_NAME}"

    def link(self, topic: str) -> str:
        return settings.SITE_URL + "/guidance/"

    def feed_url(self, topic: str) -> str:
        return settings.SITE_URL + (reverse("guidance:feed_of", args=[topic]) if topic else reverse("guidance:feed"))

    def feed_guid(self, topic: str) -> str:
        return self.feed_url(topic)

    def author_name(self, topic: str) -> str:
        return settings.OPERATOR["name"]

    def items(self, topic: str) -> list[GuidancePage]:
        return get_latest(topic)

    def item_title(self, page: Any) -> str:
        return page.title

    def item_description(self, page: Any) -> str:
        return page.summary

    def item_link(self, page: Any) -> str:
        return page.whole_address

    def item_pubdate(self, page: Any) -> datetime | None:
        return page.first_published_at

    def item_updateddate(self, page: Any) -> datetime | None:
        return page.last_published_at
