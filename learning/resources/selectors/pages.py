"""What others may ask of the resource centre."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from wagtail.models import PageViewRestriction

from learning.base.languages import shown
from learning.base.page_urls import address_of
from learning.resources.choices import Topic
from learning.resources.models import GuidancePage
from learning.resources.selectors.search import best
from portal.core.page_cache import kept

MOST_PAGES = 10
MOST_LATEST = 30


@dataclass(frozen=True)
class Page:
    """A page that everybody may read. path: its address on this site. address: whole, for people elsewhere."""

    key: int
    title: str
    summary: str
    path: str
    address: str


@dataclass(frozen=True)
class AreaPage(Page):
    """html: what the page says, for a part of another page: its highest heading is of the third level."""

    html: SafeString


def find_pages(words: str, *, language: str = "") -> list[Page]:
    """Published guidance that answers best, as the public search finds it; what is in the language comes first."""
    return [_page(one) for one in best(words, language=language, most=MOST_PAGES)]


def latest(topic: str = "") -> list[GuidancePage]:
    """What was published last, the newest first; of one topic where it is named."""
    found = shown(GuidancePage.objects.live().public()).exclude(last_published_at=None).filter(depth__gt=3)
    found = found.filter(topic=topic) if topic else found
    return list(found.defer_streamfields().order_by("-last_published_at", "pk")[:MOST_LATEST])


def page(key: int) -> Page | None:
    """None where it is not published, or not any more."""
    found = shown(GuidancePage.objects.live().public()).filter(pk=key).first()
    return _page(found) if found else None


def page_of_area(area: str) -> AreaPage | None:
    """Public guidance whose block names this area of section 54(5), in the reader's language where there is one; of
    several, the first in the tree."""
    return kept(("page of area", area, get_language()), lambda: _page_of_area(area))


def _page_of_area(area: str) -> AreaPage | None:
    here = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    shut = PageViewRestriction.objects.annotate(here=here).filter(here__startswith=F("page__path"))
    # As .public(), which would ask for the restrictions first.
    public = GuidancePage.objects.live().exclude(Exists(shut))
    pages = shown(public).filter(topic=Topic.AREAS).select_related("locale")
    found = [one for one in pages.order_by("path") if area in _areas(one)]
    spoken = [get_language(), settings.LANGUAGE_CODE]
    found = [one for code in spoken for one in found if one.locale.language_code == code] or found
    return AreaPage(**vars(_page(found[0])), html=found[0].drawn_elsewhere()) if found else None


def _areas(found: GuidancePage) -> set[str]:
    return {block.value["area"] for block in found.body if block.block_type == "area"}


def _page(found: GuidancePage) -> Page:
    path = address_of(found.url_path)
    return Page(found.pk, found.title, found.summary, path, settings.SITE_URL + path)
