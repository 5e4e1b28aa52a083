"""/services: what organisations offer."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from ninja import Query, Router

from learning.directory.feed import query_params, serialisers
from learning.directory.feed.paging import counted_as_search, paginate
from learning.directory.feed.schemas import Detail, Filters, FullService, Pages, Problem, ServicePage
from learning.directory.selectors import feed as selectors
from portal.core.api.responses import api_response

router = Router(tags=["Services"])


@router.get(
    "/services",
    response={200: ServicePage, 422: Problem, 429: Problem},
    summary="Services, with their organisations",
    operation_id="getPaginatedListOfServices",
)
@counted_as_search
def services(
    request: HttpRequest, filters: Query[Filters], detail: Query[Detail], pages: Query[Pages]
) -> HttpResponseBase:
    """Return a page of services, by name, that fit all filters."""
    rows = selectors.get_services(query_params.parse_filters(filters))
    if detail.minimal:
        return api_response(request, paginate(rows, pages, serialisers.serialise_minimal))
    if detail.full:
        return api_response(request, paginate(selectors.with_details(rows), pages, serialisers.serialise_full))
    return api_response(request, paginate(selectors.with_provider(rows), pages, serialisers.serialise_fields))


@router.get(
    "/services/{uuid:uuid}",
    response={200: FullService, 404: Problem, 429: Problem},
    summary="One service, whole",
    operation_id="getFullyNestedServiceById",
)
def service(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    entry = selectors.get_service(uuid)
    if entry is None:
        raise Http404
    return api_response(request, serialisers.serialise_full(entry))
