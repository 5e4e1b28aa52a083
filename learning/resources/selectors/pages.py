"""Queries of published guidance for other apps."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from wagtail.models import PageViewRestriction

from learning.base.languages import get_public_pages
from learning.base.page_urls import get_page_url
from learning.resources.choices import Topic
from learning.resources.models import GuidancePage
from learning.resources.selectors.search import get_best_pages
from portal.core.page_cache import get_or_make

MAX_PAGES = 10
MAX_LATEST = 30


@dataclass(frozen=True)
class PublicPage:
    """A page that everybody may read. path: its address on this site. address: whole, for people elsewhere."""

    key: int
    title: str
    summary: str
    path: str
    address: str


@dataclass(frozen=True)
class AreaPage(PublicPage):
    """A page on an area. html: what it says, for a part of another page: its highest heading is of the third level."""

    html: SafeString


def find_pages(words: str, *, language: str = "") -> list[PublicPage]:
    """Return published guidance that answers best, as the public search finds it; what is in the language comes
    first.
    """
    return [_page(page) for page in get_best_pages(words, language=language, most=MAX_PAGES)]


def get_latest(topic: str = "") -> list[GuidancePage]:
    """Return what was published last, the newest first; of one topic where it is named."""
    pages = get_public_pages(GuidancePage.objects.live().public()).exclude(last_published_at=None).filter(depth__gt=3)
    pages = pages.filter(topic=topic) if topic else pages
    return list(pages.defer_streamfields().order_by("-last_published_at", "pk")[:MAX_LATEST])


def get_page(key: int) -> PublicPage | None:
    """Return the page; None where it is not published, or not any more."""
    page = get_public_pages(GuidancePage.objects.live().public()).filter(pk=key).first()
    return _page(page) if page else None


def get_area_page(area: str) -> AreaPage | None:
    """Return public guidance whose block names this area of section 54(5), in the reader's language where there is
    one; of several, the first in the tree.
    """
    return get_or_make(("page of area", area, get_language()), lambda: _page_of_area(area))


def _page_of_area(area: str) -> AreaPage | None:
    here = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    shut = PageViewRestriction.objects.annotate(here=here).filter(here__startswith=F("page__path"))
    # As .public(), which would ask for the restrictions first.
    public = GuidancePage.objects.live().exclude(Exists(shut))
    pages = get_public_pages(public).filter(topic=Topic.AREAS).select_related("locale")
    candidates = [page for page in pages.order_by("path") if area in _areas(page)]
    spoken = [get_language(), settings.LANGUAGE_CODE]
    candidates = [page for code in spoken for page in candidates if page.locale.language_code == code] or candidates
    return AreaPage(**vars(_page(candidates[0])), html=candidates[0].render_for_other_page()) if candidates else None


def _areas(page: GuidancePage) -> set[str]:
    return {block.value["area"] for block in page.body if block.block_type == "area"}


def _page(page: GuidancePage) -> PublicPage:
    path = get_page_url(page.url_path)
    return PublicPage(page.pk, page.title, page.summary, path, settings.SITE_URL + path)
