"""/statements/feed/: what is published and amended, in Atom, for programs that people already use."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from compliance.statements.models import Publication
from compliance.statements.register import selectors as register


@dataclass(frozen=True)
class Source:
    """slug: of one organisation; empty for the whole register."""

    slug: str
    versions: list[Publication]

    @property
    def name(self) -> str:
        return self.versions[0].organisation_name if self.slug else ""

    def address(self, of_one: str, of_all: str) -> str:
        return settings.SITE_URL + (reverse(of_one, args=[self.slug]) if self.slug else reverse(of_all))


class Latest(Feed):
    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, organisation: str = "") -> Source:
        source = Source(organisation, register.get_latest(organisation))
        if organisation and not source.versions:
            raise Http404
        return source

    def title(self, source: Source) -> str:
        return f"{_('Modern slavery statements')} – {source.name or settings.PORTAL_NAME}"

    def link(self, source: Source) -> str:
        return source.address("register:organisation", "register:index")

    def feed_url(self, source: Source) -> str:
        return source.address("register:feed_of", "register:feed")

    def feed_guid(self, source: Source) -> str:
        return self.feed_url(source)

    def author_name(self, source: Source) -> str:
        return source.name or settings.OPERATOR["name"]

    def items(self, source: Source) -> list[Publication]:
        return source.versions

    def item_title(self, item: Any) -> str:
        facts = {"name": item.organisation_name, "year": item.year, "number": item.number}
        if item.amendment_kind:
            return _("%(name)s: statement %(year)s, version %(number)s") % facts
        return _("%(name)s: statement %(year)s") % facts

    def item_description(self, item: Any) -> str:
        return item.amendment_note or _("The first statement published here for that year.")

    def item_link(self, item: Any) -> str:
        return settings.SITE_URL + reverse("register:version", args=[item.organisation_slug, item.year, item.number])

    def item_pubdate(self, item: Any) -> datetime:
        return item.published_at

    def item_updateddate(self, item: Any) -> datetime:
        return item.published_at
