"""/service_at_locations: where services are, and which of them are for a postcode."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from ninja import Query, Router

from learning.directory.feed import query_params, serialisers
from learning.directory.feed.paging import counted_as_search, paginate
from learning.directory.feed.schemas import (
    Around,
    Detail,
    Filters,
    FullServiceAtLocation,
    Pages,
    Problem,
    ServiceAtLocationPage,
)
from learning.directory.selectors import feed as selectors
from learning.directory.selectors import geocoding
from portal.core.api.responses import api_response, problem_response

router = Router(tags=["Services at locations"])


@router.get(
    "/service_at_locations",
    response={200: ServiceAtLocationPage, 422: Problem, 429: Problem},
    summary="Services at their locations",
    operation_id="getPaginatedListOfServiceAtLocation",
)
@counted_as_search
def service_at_locations(
    request: HttpRequest,
    filters: Query[Filters],
    around: Query[Around],
    detail: Query[Detail],
    pages: Query[Pages],
) -> HttpResponseBase:
    """Return a page of places where services are, by the service's name, that fit all filters."""
    middle = geocoding.find_postcode(around.postcode)
    if middle is None and (around.postcode or around.proximity):
        return problem_response(request, "Unknown filter values", status=422, fields=_why_nowhere(around))
    places = _find_locations(filters, around, middle)
    if detail.minimal:
        return api_response(
            request,
            paginate(selectors.locations_with_provider(places), pages, serialisers.serialise_minimal_at_location),
        )
    if detail.full:
        return api_response(
            request, paginate(selectors.locations_with_details(places), pages, serialisers.serialise_full_at_location)
        )
    return api_response(
        request, paginate(selectors.locations_with_provider(places), pages, serialisers.serialise_at_location)
    )


def _find_locations(filters: Filters, around: Around, middle: geocoding.PostcodeFacts | None) -> selectors.Locations:
    services = selectors.get_services(query_params.parse_filters(filters))
    if middle is None:
        return selectors.get_locations(services)
    if around.proximity:
        return selectors.within_metres(selectors.get_locations(services), middle, metres=around.proximity)
    return selectors.get_locations(selectors.covering_postcode(services, middle))


def _why_nowhere(around: Around) -> dict[str, list[str]]:
    if not around.postcode:
        return {"postcode": ["Enter the postcode to measure proximity from"]}
    if not geocoding.has_postcodes():
        return {"postcode": ["This installation has no postcodes loaded. Leave the postcode out"]}
    return {"postcode": ["Enter a full UK postcode, like BS1 4DJ"]}


@router.get(
    "/service_at_locations/{uuid:uuid}",
    response={200: FullServiceAtLocation, 404: Problem, 429: Problem},
    summary="One service at its location, in full",
    operation_id="getServiceAtLocationWithNestedDataById",
)
def service_at_location(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    location = selectors.get_location(uuid)
    if location is None:
        raise Http404
    return api_response(request, serialisers.serialise_full_at_location(location))
