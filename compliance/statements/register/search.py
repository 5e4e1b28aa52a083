"""Finding statements in the public register: for the page, also those listed elsewhere; for the downloads and the API,
those published here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, IntegerField, OuterRef, QuerySet, Subquery, Value

from compliance.organisations.rules.names import split_words
from compliance.statements.models import Facet, Listing, Publication
from compliance.statements.models.publication import PublicationQuerySet
from compliance.statements.models.registry import ListingQuerySet

PAGE_SIZE = 20
SORTS = {
    "name": ("organisation_name", "-year", "id"),
    "newest": ("-published_at", "id"),
    "year": ("-year", "organisation_name", "id"),
}
COLUMNS = ("year", "turnover_band", "legal_form")
# Filters that a statement can meet with one of several values; each value is a row of its own.
FACETS = ("sector", "area", "country", "affected", "indicator", "remediation", "signed", "figures")
# Of those the registry's file tells nothing: what is listed elsewhere does not meet them.
ONLY_HERE = ("legal_form", "country", "affected", "indicator", "remediation", "signed", "figures")
HERE, ELSEWHERE = "here", "elsewhere"
# The order of both together, by the names that _keys gives.
SORTS_OF_ALL = {
    "name": ("organisation_name", "-year", "id"),
    "newest": ("-moment", "id"),
    "year": ("-year", "organisation_name", "id"),
}
MAX_WORDS = 6
# Counted exactly up to here; nobody turns 500 pages, and the rest is "more than".
MAX_COUNTED = 10_000


@dataclass(frozen=True)
class Params:
    """What is asked of the register. Empty means: any."""

    q: str = ""
    year: str = ""
    turnover_band: str = ""
    legal_form: str = ""
    sector: str = ""
    area: tuple[str, ...] = ()
    country: str = ""
    affected: str = ""
    indicator: str = ""
    remediation: str = ""
    signed: str = ""
    figures: str = ""
    group: str = ""
    source: str = ""
    sort: str = "name"

    @property
    def is_narrowed(self) -> bool:
        return self != Params(sort=self.sort)


@dataclass(frozen=True)
class SearchPage[Row: Publication | Listing]:
    """One page of results; it speaks as a page of a Django paginator does."""

    rows: Sequence[Row]
    count: int
    number: int
    size: int
    has_elsewhere: bool = False

    @property
    def is_more(self) -> bool:
        """Tell whether there are more than count says."""
        return self.count >= MAX_COUNTED

    @property
    def num_pages(self) -> int:
        return max(1, -(-self.count // self.size))

    @property
    def paginator(self) -> "SearchPage[Row]":
        return self

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_next(self) -> bool:
        return self.number < self.num_pages

    @property
    def previous_page_number(self) -> int:
        return self.number - 1

    @property
    def next_page_number(self) -> int:
        return self.number + 1


def match_publications(params: Params) -> PublicationQuerySet:
    """Return the statements published here that are asked for, unordered."""
    publications = Publication.objects.listed()
    if params.source == ELSEWHERE:
        return publications.none()
    for word in split_words(params.q)[:MAX_WORDS]:
        publications = publications.filter(searched__contains=word)
    for name in COLUMNS:
        if value := getattr(params, name):
            publications = publications.filter(**{name: value})
    if params.group:
        publications = publications.filter(is_group=params.group == "yes")
    for kind in FACETS:
        given = getattr(params, kind)
        for code in (given,) if isinstance(given, str) else given:
            if code:
                facet = Facet.objects.filter(publication=OuterRef("pk"), kind=kind, code=code)
                publications = publications.filter(Exists(facet))
    return publications


def match_listings(params: Params) -> ListingQuerySet:
    """Return the statements listed elsewhere that are asked for, unordered."""
    listings = Listing.objects.shown()
    if params.source == HERE or any(getattr(params, name) for name in ONLY_HERE):
        return listings.none()
    for word in split_words(params.q)[:MAX_WORDS]:
        listings = listings.filter(searched__contains=word)
    if params.year:
        listings = listings.filter(year=params.year)
    if params.turnover_band:
        listings = listings.filter(turnover_band=params.turnover_band)
    if params.group:
        listings = listings.filter(is_group=params.group == "yes")
    sectors = (params.sector,) if params.sector else ()
    for token in (*(f"sector:{code}" for code in sectors), *(f"area:{code}" for code in params.area)):
        listings = listings.filter(facets__contains=f" {token} ")
    return listings


def order_publications(params: Params) -> PublicationQuerySet:
    return match_publications(params).without_texts().order_by(*SORTS.get(params.sort, SORTS["name"]))


def find_publications(
    params: Params, *, page: int = 1, size: int = PAGE_SIZE, with_facets: bool = False
) -> SearchPage[Publication]:
    """Return one page of what is asked for, and how many there are: two queries, three with facets.

    A page too far is the last one.
    """
    publications = order_publications(params).prefetch_related("facets") if with_facets else order_publications(params)
    return _page(match_publications(params), publications, page, size)


def find_all(params: Params, *, page: int = 1, size: int = PAGE_SIZE) -> SearchPage[Publication | Listing]:
    """Return the same with what is listed elsewhere, in one order that the database makes: at most five queries."""
    ours, theirs = match_publications(params), match_listings(params)
    count = _count(ours)
    elsewhere = _count(theirs) if count < MAX_COUNTED else int(theirs.exists())
    if not elsewhere:
        return _page(ours, order_publications(params), page, size, count=count)
    count = min(count + elsewhere, MAX_COUNTED)
    page = _within(page, count, size)
    both = _keys(ours, 0, "published_at").union(_keys(theirs, 1, "updated_at"), all=True)
    keys = list(both.order_by(*SORTS_OF_ALL.get(params.sort, SORTS_OF_ALL["name"]))[(page - 1) * size : page * size])
    here = Publication.objects.without_texts().in_bulk([key for key, of, *_sorted in keys if not of])
    there = Listing.objects.select_related("edition").in_bulk([key for key, of, *_sorted in keys if of])
    rows = [there[key] if of else here[key] for key, of, *_sorted in keys]
    return SearchPage(rows, count, page, size, has_elsewhere=True)


def _keys(found: QuerySet[Any], of: int, moment: str) -> QuerySet[Any]:
    keys = found.order_by().annotate(of=Value(of, IntegerField()), moment=F(moment))
    return keys.values_list("id", "of", "organisation_name", "year", "moment")


def find_organisations(q: str, *, page: int = 1, size: int = PAGE_SIZE) -> SearchPage[Publication]:
    """Return one page of organisations whose latest statement in the register has these words: two queries."""
    latest = (
        Publication.objects.current()
        .filter(withdrawn_at=None, organisation=OuterRef("organisation"))
        .order_by("-year")
        .values("pk")[:1]
    )
    matches = match_publications(Params(q=q)).filter(pk=Subquery(latest))
    return _page(matches, matches.without_texts().order_by("organisation_name", "id"), page, size)


def _page(
    counted: PublicationQuerySet, asked: PublicationQuerySet, page: int, size: int, *, count: int | None = None
) -> SearchPage[Publication]:
    count = _count(counted) if count is None else count
    page = _within(page, count, size)
    rows = list(asked[(page - 1) * size : page * size]) if count else []
    return SearchPage(rows, count, page, size)


def _count(found: QuerySet[Any]) -> int:
    return found.order_by()[:MAX_COUNTED].count()


def _within(page: int, count: int, size: int) -> int:
    """A page too far is the last one."""
    return min(max(page, 1), max(1, -(-count // size)))
