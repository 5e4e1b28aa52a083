"""Finding statements in the public register: for the page, also those listed elsewhere; for the downloads and the API,
those published here."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connections
from django.db.models import Exists, F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery, Value

from compliance.statements.models import Facet, Listing, Publication
from compliance.statements.models.publication import PublicationQuerySet
from compliance.statements.models.registry import ListingQuerySet
from compliance.statements.register.full_text import Names, find_names, get_few_keys, get_matching_keys, match_names
from compliance.statements.register.results import RESULT_COLUMNS, Result, SearchPage, SearchPaginator
from compliance.statements.register.spelling import suggest_spellings
from portal.core.prepared import Counted, count_together, prepared

PAGE_SIZE = 20
SORTS = {
    "name": ("organisation_name", "-year", "id"),
    "newest": ("-published_at", "id"),
    "year": ("-year", "organisation_name", "id"),
}
COLUMNS = ("year", "turnover_band", "legal_form")
# Filters that a statement can meet with one of several values; each value is a row of its own. SQLite asks in this
# order: what most statements meet comes last.
FACETS = ("country", "affected", "indicator", "remediation", "sector", "figures", "signed", "area")
# Of those the registry's file tells nothing: what is listed elsewhere does not meet them.
ONLY_HERE = ("legal_form", "country", "affected", "indicator", "remediation", "signed", "figures")
HERE, ELSEWHERE = "here", "elsewhere"
TEXT = "text"
# The order of both together, by the names that _keys gives.
SORTS_OF_ALL = {
    "name": ("organisation_name", "-year", "id"),
    "newest": ("-moment", "id"),
    "year": ("-year", "organisation_name", "id"),
}
# Stands for the words of a question whose statements are put together before they are known.
ANY_WORDS = "?"
# Of a search on SQLite that matches no more, the matches themselves are sorted; of others a page is read in order.
MAX_SORTED = 500
# Counted exactly up to here; nobody turns 500 pages, and the rest is "more than".
MAX_COUNTED = 10_000
# Of what has some words fewer, on the page and in a search of texts: whoever sees so many adds a word or a filter.
MAX_FOUND_COUNTED = 500


@dataclass(frozen=True)
class Params:
    """What is asked of the register. Empty means: any."""

    q: str = ""
    search_in: str = ""
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
    modified_after: datetime | None = None
    sort: str = "name"

    @property
    def is_narrowed(self) -> bool:
        return self != Params(sort=self.sort)

    @property
    def is_full_text(self) -> bool:
        """Tell whether the words are looked for in the text of statements. What is listed elsewhere has none."""
        return self.search_in == TEXT and bool(self.q.strip())


# Both are put together once: Django takes as long for it as the database for a search. No clock is in their conditions.
@cache
def _get_all_publications() -> PublicationQuerySet:
    return Publication.objects.listed()


@cache
def _get_all_listings() -> ListingQuerySet:
    return Listing.objects.shown()


def match_publications(
    params: Params, *, names: Names | None = None, is_read_in_order: bool = False
) -> PublicationQuerySet:
    """Return the statements published here that are asked for, unordered.

    names: what the words of the question look for, where it is known already. is_read_in_order: the order's own index
    is used, and SQLite must not prefer the one of the filters.
    """
    publications = _get_all_publications().all()
    if params.source == ELSEWHERE:
        return publications.none()
    if params.is_full_text:
        key = "unindexed_pk" if is_read_in_order else "pk"
        if is_read_in_order:
            publications = publications.alias(unindexed_pk=Unindexed("pk"))
        publications = publications.filter(**{f"{key}__in": get_matching_keys(params.q)})
    elif params.q:
        publications = match_names(publications, names or find_names(params.q), is_read_in_order=is_read_in_order)
    for name in COLUMNS:
        if value := getattr(params, name):
            column = name
            if is_read_in_order:
                column = f"unindexed_{name}"
                publications = publications.alias(**{column: Unindexed(name)})
            publications = publications.filter(**{column: value})
    if params.group:
        publications = publications.filter(is_group=params.group == "yes")
    if params.modified_after:
        publications = publications.filter(published_at__gte=params.modified_after)
    for kind in FACETS:
        codes = getattr(params, kind)
        for code in (codes,) if isinstance(codes, str) else codes:
            if code:
                facet = Facet.objects.filter(publication=OuterRef("pk"), kind=kind, code=code)
                publications = publications.filter(Exists(facet))
    return publications


def match_listings(params: Params, *, names: Names | None = None) -> ListingQuerySet:
    """Return the statements listed elsewhere that are asked for, unordered. names: as in match_publications."""
    listings = _get_all_listings().all()
    if params.source == HERE or params.is_full_text or any(getattr(params, name) for name in ONLY_HERE):
        return listings.none()
    if params.q:
        listings = match_names(listings, names or find_names(params.q))
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


def order_publications(params: Params, matches: PublicationQuerySet | None = None) -> PublicationQuerySet:
    # On SQLite all that a text search matches would be looked up and sorted: the order's own index is quicker.
    matches = match_publications(params, is_read_in_order=params.is_full_text) if matches is None else matches
    return matches.without_texts().order_by(*SORTS.get(params.sort, SORTS["name"]))


class Unindexed(Func):
    """A column of text that SQLite looks for in no index; PostgreSQL knows by itself which one is worth it."""

    arity = 1
    template = "%(expressions)s"

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:  # Any: as in Django
        return self.as_sql(compiler, connection, template="+%(expressions)s", **extra)


@dataclass(frozen=True)
class _Question:
    """A question of names and filters, whose statements are put together once for each set of filters.

    shape: the question without its words, which are values: they are the same for all questions of so many words.
    """

    shape: Params
    names: Names

    @classmethod
    def from_params(cls, params: Params) -> "_Question":
        return cls(replace(params, q=ANY_WORDS if params.q else ""), find_names(params.q))

    @property
    def values(self) -> tuple[list[Any], ...]:
        return self.names.patterns, self.names.number, self.names.words

    @property
    def _may_sort(self) -> bool:
        """Whether SQLite would find few matches by an index, and sort them: it would sort all of many as well."""
        return connections[Publication.objects.db].vendor == "sqlite" and self.shape.is_narrowed

    def count_here(self, limit: int) -> tuple[int, bool]:
        """Return how many there are, up to a limit, and whether a page of them is read in its order."""
        [here] = count_together(self._counted_here(limit))
        return min(here, limit), self._may_sort and here > MAX_SORTED

    def count(self, limit: int) -> tuple[int, bool, int]:
        """Return the same, and how many are listed elsewhere, up to the limit."""
        elsewhere = _fetch_listed_keys.counted(*self.values, params=self.shape, limit=limit)
        here, there = count_together(self._counted_here(limit), elsewhere)
        return min(here, limit), self._may_sort and here > MAX_SORTED, there

    def _counted_here(self, limit: int) -> Counted:
        looked_at = max(limit, MAX_SORTED + 1) if self._may_sort else limit
        return _fetch_keys.counted(*self.values, params=self.shape, limit=looked_at)

    def fetch_page(self, start: int, stop: int, *, is_read_in_order: bool) -> list[Result]:
        cut = {"start": start, "stop": stop, "is_read_in_order": is_read_in_order}
        return [Result(*row) for row in _fetch_page(*self.values, params=self.shape, **cut)]


@prepared
def _fetch_keys(
    patterns: list[str], number: list[str], words: list[str], *, params: Params, limit: int
) -> QuerySet[Publication, Any]:
    return match_publications(params, names=Names(patterns, number, words)).order_by().values("pk")[:limit]


@prepared
def _fetch_listed_keys(
    patterns: list[str], number: list[str], words: list[str], *, params: Params, limit: int
) -> QuerySet[Listing, Any]:
    return match_listings(params, names=Names(patterns, number, words)).order_by().values("pk")[:limit]


@prepared
def _fetch_page(
    patterns: list[str],
    number: list[str],
    words: list[str],
    *,
    params: Params,
    start: int,
    stop: int,
    is_read_in_order: bool,
) -> QuerySet[Publication, Any]:  # Any: columns of Result
    names = Names(patterns, number, words)
    matches = match_publications(params, names=names, is_read_in_order=is_read_in_order)
    return order_publications(params, matches).values_list(*RESULT_COLUMNS)[start:stop]


def _match_once(params: Params, limit: int) -> tuple[PublicationQuerySet, int]:
    """Return the statements published here that are asked for, to be ordered, and how many there are, up to a limit."""
    question = _Question.from_params(params)
    count, in_order = question.count_here(limit)
    return match_publications(params, names=question.names, is_read_in_order=in_order), count


def find_publications(
    params: Params, *, page: int = 1, size: int = PAGE_SIZE, with_facets: bool = False
) -> SearchPage[Publication]:
    """Return one page of what is asked for, and how many there are: two queries, three with facets.

    A page too far is the last one.
    """
    if params.is_full_text:
        return _find_by_text(params, page, size, with_facets=with_facets)
    matches, count = _match_once(params, MAX_COUNTED)
    publications = order_publications(params, matches)
    publications = publications.prefetch_related("facets") if with_facets else publications
    return _page(publications, page, size, count, MAX_COUNTED)


# Any: the rows are of two models.
def find_all(params: Params, *, page: int = 1, size: int = PAGE_SIZE) -> SearchPage[Any]:
    """Return the same with what is listed elsewhere, in one order that the database makes: at most five queries."""
    if params.is_full_text:
        return _find_by_text(params, page, size)
    limit = MAX_FOUND_COUNTED if params.q.strip() else MAX_COUNTED
    question = _Question.from_params(params)
    count, in_order, elsewhere = question.count(limit)
    if not elsewhere:
        paginator = SearchPaginator[Any](range(count), size, count=count, is_more=count >= limit)
        results = paginator.get_page(page)
        start = (results.number - 1) * size
        rows = question.fetch_page(start, min(start + size, count), is_read_in_order=in_order) if count else []
        results.object_list = rows
        return results
    ours = match_publications(params, names=question.names, is_read_in_order=in_order)
    theirs = match_listings(params, names=question.names)
    both = _keys(ours, 0, "published_at").union(_keys(theirs, 1, "updated_at"), all=True)
    keys = both.order_by(*SORTS_OF_ALL.get(params.sort, SORTS_OF_ALL["name"]))
    count = min(count + elsewhere, limit)
    results = SearchPaginator[Any](keys, size, count=count, is_more=count >= limit).get_page(page)
    results.object_list, results.has_elsewhere = _read_rows(list(results.object_list)), True
    return results


def _read_rows(keys: Sequence[Any]) -> list[Publication | Listing]:
    """The rows of some keys, in their order: two queries."""
    publications = Publication.objects.without_texts().in_bulk([key for key, of, *_sorted in keys if not of])
    listings = Listing.objects.select_related("edition").in_bulk([key for key, of, *_sorted in keys if of])
    return [listings[key] if of else publications[key] for key, of, *_sorted in keys]


def _keys(rows: QuerySet[Any], of: int, moment: str) -> QuerySet[Any]:
    keys = rows.order_by().annotate(of=Value(of, IntegerField()), moment=F(moment))
    return keys.values_list("id", "of", "organisation_name", "year", "moment")


def find_organisations(
    q: str, *, modified_after: datetime | None = None, page: int = 1, size: int = PAGE_SIZE
) -> SearchPage[Publication]:
    """Return one page of organisations whose latest statement in the register has these words: two queries.

    modified_after: only those with a statement that was published or withdrawn at this moment or later.
    """
    latest = (
        Publication.objects.current()
        .filter(withdrawn_at=None, organisation=OuterRef("organisation"))
        .order_by("-year")
        .values("pk")[:1]
    )
    everything = match_publications(Params(q=q))
    matches = everything.filter(pk=Subquery(latest))
    # Of all organisations each has its latest statement: to count them, it need not be found.
    if modified_after:
        changed = Publication.objects.filter(organisation=OuterRef("organisation"))
        changed = changed.filter(Q(published_at__gte=modified_after) | Q(withdrawn_at__gte=modified_after))
        matches = matches.filter(Exists(changed))
    is_narrowed = bool(q.strip()) or modified_after is not None
    counted = matches if is_narrowed else everything.values("organisation").distinct()
    # In the order of an index, so that only the rows of the page are looked at.
    ordered = matches.without_texts().order_by(*SORTS["name"])
    return _page(ordered, page, size, _count(counted, MAX_COUNTED), MAX_COUNTED)


def _find_by_text(params: Params, page: int, size: int, *, with_facets: bool = False) -> SearchPage[Publication]:
    """Return one page of statements with some words in their text: two queries, one more on SQLite or with facets.

    The words are looked up once: the keys of all results that are counted come in their order.
    """
    matches = None
    if (few := get_few_keys(params.q, MAX_FOUND_COUNTED)) is not None:
        matches = match_publications(replace(params, q="")).filter(pk__in=few)
    keys = list(order_publications(params, matches).values_list("pk", flat=True)[: MAX_FOUND_COUNTED + 1])
    count = min(len(keys), MAX_FOUND_COUNTED)
    paginator = SearchPaginator[Publication](keys[:count], size, count=count, is_more=len(keys) > count)
    results = paginator.get_page(page)
    publications = Publication.objects.without_texts()
    rows = (publications.prefetch_related("facets") if with_facets else publications).in_bulk(list(results.object_list))
    results.object_list = [rows[key] for key in results.object_list]
    return results


def _page(ordered: PublicationQuerySet, page: int, size: int, count: int, limit: int) -> SearchPage[Publication]:
    results = SearchPaginator[Publication](ordered, size, count=count, is_more=count >= limit).get_page(page)
    results.object_list = list(results.object_list) if count else []
    return results


def _count(rows: QuerySet[Any], limit: int) -> int:
    return rows.order_by()[:limit].count()


@dataclass(frozen=True)
class Answer:
    """The results of a question. params: what was searched in the end; is_respelt: for other words than were asked."""

    results: SearchPage[Any]
    params: Params
    is_respelt: bool = False


def answer(params: Params, *, page: int = 1) -> Answer:
    """Return the results; where no name has the words, statements whose text does, or else names spelled nearly so."""
    results = find_all(params, page=page)
    if results.paginator.count or not params.q.strip() or params.is_full_text:
        return Answer(results, params)
    in_text = replace(params, search_in=TEXT)
    found = find_all(in_text, page=page)
    if found.paginator.count:
        return Answer(found, in_text)
    for q in suggest_spellings(params.q):
        respelt = replace(params, q=q)
        found = find_all(respelt, page=page)
        if found.paginator.count:
            return Answer(found, respelt, is_respelt=True)
    return Answer(results, params)
