"""/taxonomies and /taxonomy_terms: what services are coded with. No query: they are tables of ours."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from ninja import Query, Router

from learning.directory.feed import serialisers
from learning.directory.feed import taxonomies as tables
from learning.directory.feed.paging import paginate
from learning.directory.feed.schemas import Pages, Problem, Taxonomy, TaxonomyPage, Term, TermFilters, TermPage
from portal.core.api.responses import api_response

router = Router(tags=["Taxonomies"])


@router.get(
    "/taxonomies",
    response={200: TaxonomyPage, 422: Problem, 429: Problem},
    summary="Taxonomies",
    operation_id="getPaginatedListOfTaxonomies",
)
def taxonomies(request: HttpRequest, pages: Query[Pages]) -> HttpResponseBase:
    return api_response(
        request, paginate(list(tables.get_taxonomies().values()), pages, serialisers.serialise_taxonomy)
    )


@router.get(
    "/taxonomies/{uuid:uuid}",
    response={200: Taxonomy, 404: Problem, 429: Problem},
    summary="One taxonomy",
    operation_id="getTaxonomyById",
)
def taxonomy(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    match = tables.get_taxonomies().get(uuid)
    if match is None:
        raise Http404
    return api_response(request, serialisers.serialise_taxonomy(match))


@router.get(
    "/taxonomy_terms",
    response={200: TermPage, 422: Problem, 429: Problem},
    summary="Taxonomy terms",
    operation_id="getPaginatedListOfTaxonomyTerms",
)
def taxonomy_terms(request: HttpRequest, filters: Query[TermFilters], pages: Query[Pages]) -> HttpResponseBase:
    matching = [
        row
        for row in tables.get_terms().values()
        if filters.taxonomy_id in (None, row.taxonomy.id) and filters.parent_id is None
    ]
    return api_response(request, paginate(matching, pages, serialisers.serialise_term))


@router.get(
    "/taxonomy_terms/{uuid:uuid}",
    response={200: Term, 404: Problem, 429: Problem},
    summary="One term",
    operation_id="getTaxonomyTermById",
)
def taxonomy_term(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    match = tables.get_terms().get(uuid)
    if match is None:
        raise Http404
    return api_response(request, serialisers.serialise_term(match))
