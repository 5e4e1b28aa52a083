"""What the search of the whole site finds: the first results of each app's own search, by group."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from compliance.statements.register.search import find_organisations
from learning.directory.selectors.feed import FeedFilters, get_services
from learning.resources.selectors.search import SearchParams, search_pages
from learning.training.selectors.catalogue import get_offered_courses

GROUP_SIZE = 5
MAX_WORDS = 6


@dataclass(frozen=True)
class Result:
    """A page that was found: its name, its address and a sentence about it."""

    name: str
    address: str
    summary: str = ""
    language: str = "en"


@dataclass(frozen=True)
class Group:
    """The first results of one kind. more: the address of the search that shows all of them."""

    key: str
    title: str
    results: list[Result]
    more: str = ""
    more_label: str = ""


def search_site(q: str) -> list[Group]:
    """Return the groups in which something was found; none for an empty question."""
    if not q.strip():
        return []
    groups = (_search_guidance(q), _search_services(q), _search_statements(q), _search_training(q))
    return [group for group in groups if group.results]


def _search_guidance(q: str) -> Group:
    results = [
        Result(_join(row.title), row.address, _join(row.summary), row.language)
        for row in search_pages(SearchParams(q=q))[:GROUP_SIZE]
    ]
    more = f"{reverse('guidance:search')}?{urlencode({'q': q})}"
    return Group("guidance", _("Guidance"), results, more, _("See all results in guidance"))


def _join(pieces: Iterable[object]) -> str:
    return "".join(getattr(piece, "text", "") for piece in pieces)


def _search_services(q: str) -> Group:
    rows = get_services(FeedFilters(search=q)).only("name", "slug", "summary")[:GROUP_SIZE]
    results = [Result(row.name, reverse("directory:service", args=[row.slug]), row.summary) for row in rows]
    return Group("services", _("Services"), results, reverse("directory:index"), _("Find a service near you"))


def _search_statements(q: str) -> Group:
    results = [
        Result(
            _("%(organisation)s: %(year)s statement") % {"organisation": row.organisation_name, "year": row.year},
            reverse("register:statement", args=[row.organisation_slug, row.year]),
        )
        for row in find_organisations(q, size=GROUP_SIZE).rows
    ]
    more = f"{reverse('register:index')}?{urlencode({'q': q})}"
    return Group("statements", _("Published statements"), results, more, _("See all results in statements"))


def _search_training(q: str) -> Group:
    courses = get_offered_courses()
    for word in q.split()[:MAX_WORDS]:
        courses = courses.filter(Q(title__icontains=word) | Q(summary__icontains=word))
    results = [Result(row.title, row.get_absolute_url(), row.summary) for row in courses[:GROUP_SIZE]]
    return Group("training", _("Training"), results, reverse("training:index"), _("See all courses"))
