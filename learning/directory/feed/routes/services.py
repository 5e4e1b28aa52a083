"""/services: what organisations offer."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from ninja import Query, Router

from learning.directory.feed import query_params, serialisers
from learning.directory.feed.paging import counted_as_search, page_of
from learning.directory.feed.schemas import Detail, Filters, FullService, Pages, Problem, ServicePage
from learning.directory.selectors import feed as reading
from portal.core.api.responses import answer

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
    """By name. All filters that are given hold together."""
    found = reading.services(query_params.wanted(filters))
    if detail.minimal:
        return answer(request, page_of(found, pages, serialisers.minimal))
    if detail.full:
        return answer(request, page_of(reading.nested(found), pages, serialisers.full))
    return answer(request, page_of(reading.direct(found), pages, serialisers.direct))


@router.get(
    "/services/{uuid:uuid}",
    response={200: FullService, 404: Problem, 429: Problem},
    summary="One service, whole",
    operation_id="getFullyNestedServiceById",
)
def service(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    found = reading.service(uuid)
    if found is None:
        raise Http404
    return answer(request, serialisers.full(found))
