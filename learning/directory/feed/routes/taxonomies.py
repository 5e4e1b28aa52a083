"""/taxonomies and /taxonomy_terms: what services are coded with. No query: they are tables of ours."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from ninja import Query, Router

from learning.directory.feed import serialisers
from learning.directory.feed import taxonomies as tables
from learning.directory.feed.paging import page_of
from learning.directory.feed.schemas import Pages, Problem, Taxonomy, TaxonomyPage, Term, TermFilters, TermPage
from portal.core.api.responses import answer

router = Router(tags=["Taxonomies"])


@router.get(
    "/taxonomies",
    response={200: TaxonomyPage, 422: Problem, 429: Problem},
    summary="Taxonomies",
    operation_id="getPaginatedListOfTaxonomies",
)
def taxonomies(request: HttpRequest, pages: Query[Pages]) -> HttpResponseBase:
    return answer(request, page_of(list(tables.taxonomies().values()), pages, serialisers.taxonomy))


@router.get(
    "/taxonomies/{uuid:uuid}",
    response={200: Taxonomy, 404: Problem, 429: Problem},
    summary="One taxonomy",
    operation_id="getTaxonomyById",
)
def taxonomy(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    found = tables.taxonomies().get(uuid)
    if found is None:
        raise Http404
    return answer(request, serialisers.taxonomy(found))


@router.get(
    "/taxonomy_terms",
    response={200: TermPage, 422: Problem, 429: Problem},
    summary="Terms of the taxonomies",
    operation_id="getPaginatedListOfTaxonomyTerms",
)
def taxonomy_terms(request: HttpRequest, filters: Query[TermFilters], pages: Query[Pages]) -> HttpResponseBase:
    found = [
        one
        for one in tables.terms().values()
        if filters.taxonomy_id in (None, one.taxonomy.id) and filters.parent_id is None
    ]
    return answer(request, page_of(found, pages, serialisers.term))


@router.get(
    "/taxonomy_terms/{uuid:uuid}",
    response={200: Term, 404: Problem, 429: Problem},
    summary="One term",
    operation_id="getTaxonomyTermById",
)
def taxonomy_term(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    found = tables.terms().get(uuid)
    if found is None:
        raise Http404
    return answer(request, serialisers.term(found))
