"""What others may ask of the resource centre."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from wagtail.models import PageViewRestriction

from learning.base.addresses import address_of
from learning.base.translations import shown
from learning.resources.choices import Topic
from learning.resources.models import GuidancePage

MOST_PAGES, MOST_WORDS = 10, 6
MOST_LATEST = 30


@dataclass(frozen=True)
class Page:
    """A page that everybody may read. path: its address on this site. address: whole, for people elsewhere."""

    key: int
    title: str
    summary: str
    path: str
    address: str


def find_pages(words: str) -> list[Page]:
    """Published guidance whose title has all the words, by title; the first ten where no word is given."""
    found = shown(GuidancePage.objects.live().public())
    for word in words.split()[:MOST_WORDS]:
        found = found.filter(title__icontains=word)
    return [_page(one) for one in found.order_by("title", "pk")[:MOST_PAGES]]


def latest(topic: str = "") -> list[GuidancePage]:
    """What was published last, the newest first; of one topic where it is named."""
    found = shown(GuidancePage.objects.live().public()).exclude(last_published_at=None).filter(depth__gt=3)
    found = found.filter(topic=topic) if topic else found
    return list(found.defer_streamfields().order_by("-last_published_at", "pk")[:MOST_LATEST])


def page(key: int) -> Page | None:
    """None where it is not published, or not any more."""
    found = shown(GuidancePage.objects.live().public()).filter(pk=key).first()
    return _page(found) if found else None


def page_of_area(area: str) -> Page | None:
    """Public guidance whose block names this area of section 54(5); of several, the first in the tree."""
    here = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    shut = PageViewRestriction.objects.annotate(here=here).filter(here__startswith=F("page__path"))
    # As .public(), which would ask for the restrictions first.
    found = shown(GuidancePage.objects.live().exclude(Exists(shut))).filter(topic=Topic.AREAS).order_by("path")
    return next((_page(one) for one in found if area in _areas(one)), None)


def _areas(found: GuidancePage) -> set[str]:
    return {block.value["area"] for block in found.body if block.block_type == "area"}


def _page(found: GuidancePage) -> Page:
    path = address_of(found.url_path)
    return Page(found.pk, found.title, found.summary, path, settings.SITE_URL + path)
