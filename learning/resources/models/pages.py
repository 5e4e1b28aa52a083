from collections.abc import Sequence
from itertools import accumulate
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField
from wagtail.models import PageManager, PageViewRestriction
from wagtail.query import PageQuerySet
from wagtail.search import index

from learning.base import html_anchors, service_phones
from learning.base.citations import get_source_titles
from learning.base.languages import get_public_pages
from learning.base.models import BasePage
from learning.base.page_urls import get_page_url
from learning.resources.blocks import GuidanceBlocks, SourcesBlocks
from learning.resources.choices import Audience, Nations, Topic, get_page_languages, get_sectors
from learning.resources.forms.pages import GuidancePageForm
from learning.resources.labels import CHECK_TOO_LATE, NEEDED
from learning.resources.panels import ChecksPanel
from learning.resources.rules.review import get_latest_next_check, is_being_checked
from learning.resources.rules.topics import TopicList, group_by_topic
from learning.resources.search_index import get_search_text
from portal.core.context_processors import portal
from portal.core.page_cache import get_or_make
from portal.core.types import Context
from portal.reference.languages import languages

# Of a topic, as many pages as a list of all topics shows, and as a page shows of its own.
MAX_IN_LIST = 12
MAX_BESIDE = 5
# Blocks that send the reader to another page.
ONWARD_BLOCKS = frozenset({"area", "related"})


class GuidanceQuerySet(PageQuerySet["GuidancePage"]):
    def find_by_slugs(self, root: str, slugs: Sequence[str]) -> "GuidancePage | None":
        """Return the page at the end of a way of slugs below a root's url_path, with the pages above it: one query."""
        ways = list(accumulate(slugs, lambda way, slug: f"{way}{slug}/", initial=root))[1:]
        pages = {page.url_path: page for page in self.filter(url_path__in=ways)}
        page = pages.get(ways[-1])
        if page is not None:
            page.above = [pages[way] for way in ways[:-1] if way in pages]
        return page

    def exclude_private(self, private: Sequence[str]) -> "GuidanceQuerySet":
        """Leave out what lies in private parts of the tree, each told by its path."""
        pages = self
        for path in private:
            pages = pages.exclude(path__startswith=path)
        return pages

    def related_to(self, page: "GuidancePage", private: Sequence[str]) -> "GuidanceQuerySet":
        """Return other pages on the same topic in the same language, those first that editors put first.

        Those that the page names as what to read next are left out: a link is on a page once.
        """
        same = get_public_pages(self.live()).filter(topic=page.topic, language=page.language).exclude(topic="")
        named = [page.pk, *page.list_read_next()]
        return same.exclude(pk__in=named).exclude_private(private).order_by("path")[:MAX_BESIDE]


class GuidancePage(BasePage):
    """A piece of guidance, or the list of those below it."""

    # Set by along(); pages drawn otherwise ask the tree.
    above: "list[GuidancePage] | None" = None

    summary = models.CharField(
        max_length=300, help_text=_("One or two sentences. We show this in lists and under the title.")
    )
    body = StreamField(GuidanceBlocks(), blank=True)
    sources = StreamField(
        SourcesBlocks(required=False),
        blank=True,
        help_text=_("We number sources in this order. [1] in the text refers to the first."),
    )
    # A draft may lack them; the form asks for them before a second person reads the page.
    audience = models.CharField(_("audience"), max_length=20, choices=Audience, blank=True)
    topic = models.CharField(_("topic"), max_length=20, choices=Topic, blank=True, db_index=True)
    sector = models.CharField(
        _("sector"),
        max_length=40,
        choices=get_sectors,
        blank=True,
        help_text=_("Fill this in only if the page is about one."),
    )
    nations = models.CharField(
        _("applies to"),
        max_length=20,
        choices=Nations,
        blank=True,
        help_text=_("Where the laws, services and numbers on the page apply."),
    )
    language = models.CharField(_("language"), max_length=5, choices=get_page_languages, default="en")
    looked_after_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner"),
        help_text=_("The person we ask to check the page."),
    )
    search_words = models.TextField(
        _("search words"),
        blank=True,
        help_text=_("Other words people might search for, one or more on each line. Readers do not see them."),
    )
    searched = models.TextField(
        editable=False, default="", help_text="what is searched: learning.resources.search_index"
    )
    checked_on = models.DateField(
        _("last checked on"), null=True, blank=True, help_text=_("When someone last checked that it is correct.")
    )
    next_check_on = models.DateField(
        _("next check by"), null=True, blank=True, help_text=_("No more than a year after the last check.")
    )

    objects: ClassVar[Any] = PageManager.from_queryset(GuidanceQuerySet)()

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("summary"),
        index.SearchField("searched"),
        *(index.FilterField(name) for name in ("topic", "audience", "sector", "language", "live_revision")),
    ]
    base_form_class = GuidancePageForm
    content_panels = [
        ChecksPanel(heading=_("Checks")),
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("body"),
        FieldPanel("sources"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("audience"), FieldPanel("topic")]),
                FieldRowPanel([FieldPanel("sector"), FieldPanel("nations")]),
                FieldPanel("language"),
                FieldPanel("looked_after_by"),
                FieldRowPanel([FieldPanel("checked_on"), FieldPanel("next_check_on")]),
            ],
            heading=_("About this page"),
        ),
    ]
    promote_panels = [*BasePage.promote_panels, FieldPanel("search_words")]
    parent_page_types = ("resources.HomePage", "resources.GuidancePage")
    subpage_types = ("resources.GuidancePage",)
    template = "resources/guidance_page.html"

    @property
    def is_discreet(self) -> bool:  # type: ignore[override]
        """Return whether people in need read it, or somebody who looks for help for them (PublicPage says what
        follows).
        """
        return self.topic == Topic.HELP or self.audience == Audience.WORKER

    def save(self, *args: Any, **kwargs: Any) -> Any:
        self.searched = get_search_text(self)
        # A new page has no locale yet; it gets the parent's.
        if self.locale_id and not self.alias_of_id and self.locale.language_code != settings.LANGUAGE_CODE:
            self.language = self.locale.language_code
        return super().save(*args, **kwargs)

    def find_missing(self) -> list[str]:
        missing = [str(words) for name, words in NEEDED.items() if not getattr(self, name)]
        latest = get_latest_next_check(self.checked_on, timezone.localdate())
        if self.next_check_on and self.next_check_on > latest:
            missing.append(str(CHECK_TOO_LATE))
        return missing

    def get_view_restrictions(self) -> "models.QuerySet[PageViewRestriction]":
        """Return restrictions without Wagtail's query for the pages above; an alias is as private as its original."""
        if self.above is None or any(page.alias_of_id for page in (self, *self.above)):
            return super().get_view_restrictions()
        way = [self.path[:end] for end in range(self.steplen, len(self.path) + 1, self.steplen)]
        return PageViewRestriction.objects.filter(page__path__in=way)

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """Render what is the same to everybody once, and without the request: nothing of a visitor is in it."""
        context = super().get_context(request, *args, **kwargs)
        if getattr(request, "is_preview", False):
            return context | self.parts()
        return context | get_or_make(("guidance", self.pk, get_language()), self.parts)

    def parts(self) -> dict[str, Any]:
        """Return the page without the frame that is every page's."""
        private = list(PageViewRestriction.objects.values_list("page__path", flat=True))
        facts = portal(None) | {"page": self, "private": private, "spoken": languages()[self.language]}
        facts |= {"is_being_checked": is_being_checked(self.next_check_on, timezone.localdate())}
        body, headings = self.drawn(facts)
        facts |= {"body": body, "headings": headings}
        facts |= {"topics": self.topics(private) if self.numchild else []}
        facts |= {"beside": GuidancePage.objects.related_to(self, private) if not self.numchild else []}
        return {"main": render_to_string("resources/_guidance.html", facts), "trail": self.trail()}

    def list_read_next(self) -> list[int]:
        """Return the primary keys of the pages that this one says to read next."""
        lists = [block["value"] for block in self.body.raw_data if block["type"] == "related"]
        items = [item["value"] if isinstance(item, dict) else item for items in lists for item in items]
        return [int(key) for key in items if key]

    def drawn(self, context: Context) -> tuple[SafeString, list[tuple[str, str]]]:
        """Return the blocks as HTML, and the ids and words of their headings."""
        html, headings = html_anchors.add_anchors(str(self.body.render_as_block(context)))
        html = service_phones.link_phones(html_anchors.link_sources(html, get_source_titles(self.sources)))
        return mark_safe(html), headings  # noqa: S308 — drawn by the blocks' templates, which escape

    def render_for_other_page(self) -> SafeString:
        """Return the blocks for a part of another page: without what leads on; sources are links to the page itself."""
        blocks = [block for block in self.body.raw_data if block["type"] not in ONWARD_BLOCKS]
        html = str(StreamValue(self.body.stream_block, blocks, is_lazy=True).render_as_block(portal(None)))
        html = html_anchors.link_sources(
            html_anchors.lower_headings(html), get_source_titles(self.sources), page=get_page_url(self.url_path)
        )
        html = service_phones.link_phones(html)
        return mark_safe(html)  # noqa: S308 — drawn by the blocks' templates, which escape

    def topics(self, private: Sequence[str]) -> list[TopicList]:
        """Return what lies directly below, by topic: two queries, however many there are."""
        below = get_public_pages(GuidancePage.objects.child_of(self).live()).exclude_private(private)
        counts = dict(below.order_by().values_list("topic").annotate(models.Count("pk")))
        place = models.Window(
            models.functions.RowNumber(), partition_by=models.F("topic"), order_by=models.F("path").asc()
        )
        first = below.annotate(place=place).filter(place__lte=MAX_IN_LIST).order_by("path")
        rows = first.values_list("topic", "url_path", "title", "summary", "language")
        return group_by_topic(
            ((topic, (get_page_url(way), *facts)) for topic, way, *facts in rows), counts, Topic.values
        )

    def trail(self) -> list[tuple[str, str]]:
        """Return address and title of the pages above, the home page first.

        The list of all guidance is named as the navigation names it: above a translation it may be in English alone.
        """
        above = self.get_ancestors().filter(depth__gt=2).order_by("depth") if self.above is None else self.above
        named = ((get_page_url(page.url_path), str(_(page.title)) if page.depth == 3 else page.title) for page in above)
        return [("/", str(_("Home"))), *named]
