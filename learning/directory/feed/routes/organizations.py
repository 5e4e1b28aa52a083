"""/organizations: who offers the services."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from ninja import Query, Router

from learning.directory.feed import serialisers
from learning.directory.feed.paging import counted_as_search, paginate
from learning.directory.feed.schemas import (
    FullOrganization,
    OrganizationDetail,
    OrganizationFilters,
    OrganizationPage,
    Pages,
    Problem,
)
from learning.directory.models import Provider
from learning.directory.selectors import feed as selectors
from portal.core.api.responses import api_response
from portal.core.dates import in_utc

router = Router(tags=["Organisations"])


@router.get(
    "/organizations",
    response={200: OrganizationPage, 422: Problem, 429: Problem},
    summary="Organisations with at least one service",
    operation_id="getPaginatedListOfOrganizations",
)
@counted_as_search
def organizations(
    request: HttpRequest, filters: Query[OrganizationFilters], detail: Query[OrganizationDetail], pages: Query[Pages]
) -> HttpResponseBase:
    """Return a page of organisations, by name."""
    providers = selectors.get_organizations(filters.search, modified_after=in_utc(filters.modified_after))
    if not detail.full and not detail.full_service:
        return api_response(request, paginate(providers, pages, serialisers.serialise_organization))

    def say(provider: Provider) -> serialisers.Document:
        return serialisers.serialise_organization_with_services(provider, is_full=detail.full_service)

    return api_response(request, paginate(selectors.with_services(providers, full=detail.full_service), pages, say))


@router.get(
    "/organizations/{uuid:uuid}",
    response={200: FullOrganization, 404: Problem, 429: Problem},
    summary="One organisation with its services",
    operation_id="getFullyNestedOrganizationById",
)
def organization(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    provider = selectors.get_organization(uuid)
    if provider is None:
        raise Http404
    return api_response(request, serialisers.serialise_organization_with_services(provider, is_full=True))
