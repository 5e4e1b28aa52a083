"""What others may ask of the resource centre."""

from dataclasses import dataclass

from django.conf import settings

from learning.resources.addresses import address_of
from learning.resources.models import GuidancePage

MOST_PAGES, MOST_WORDS = 10, 6


@dataclass(frozen=True)
class Page:
    """A page that everybody may read. address: whole, for people elsewhere."""

    key: int
    title: str
    summary: str
    address: str


def find_pages(words: str) -> list[Page]:
    """Published guidance whose title has all the words, by title; the first ten where no word is given."""
    found = GuidancePage.objects.live().public()
    for word in words.split()[:MOST_WORDS]:
        found = found.filter(title__icontains=word)
    return [_page(one) for one in found.order_by("title", "pk")[:MOST_PAGES]]


def page(key: int) -> Page | None:
    """None where it is not published, or not any more."""
    found = GuidancePage.objects.live().public().filter(pk=key).first()
    return _page(found) if found else None


def _page(found: GuidancePage) -> Page:
    return Page(found.pk, found.title, found.summary, settings.SITE_URL + address_of(found.url_path))
