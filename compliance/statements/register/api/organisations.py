"""/api/v1/organisations: those with a statement in the register."""

from django.http import HttpRequest, HttpResponseBase
from ninja import Query, Router

from compliance.statements.publication import documents
from compliance.statements.register import data_file, exports, search
from compliance.statements.register import selectors as register
from compliance.statements.register.api.responses import get_page, respond_beyond, respond_missing
from compliance.statements.register.api.schemas import (
    OrganisationFilters,
    OrganisationList,
    OrganisationYears,
    Pages,
    Problem,
)
from portal.core.api.responses import api_response, rate_limited
from portal.core.dates import in_utc

router = Router(tags=["Organisations"], by_alias=True)


@router.get(
    "/organisations",
    response={200: OrganisationList, 404: Problem, 422: Problem, 429: Problem},
    summary="Find organisations",
    operation_id="findOrganisations",
)
@rate_limited("api_search")
def organisations(request: HttpRequest, filters: Query[OrganisationFilters], pages: Query[Pages]) -> HttpResponseBase:
    """List organisations, each once, by name."""
    result = search.find_organisations(
        filters.q, modified_after=in_utc(filters.modified_after), page=pages.page, size=pages.size
    )
    if nothing := respond_beyond(request, result, pages.page):
        return nothing
    years = register.get_listed_years([row.organisation_id for row in result.rows])
    rows = [
        {
            "name": row.organisation_name,
            "slug": row.organisation_slug,
            "company_number": row.company_number,
            "legal_form": row.legal_form,
            "years": years[row.organisation_id],
            "address": documents.organisation_address(row),
        }
        for row in result.rows
    ]
    return api_response(request, get_page(result) | {"organisations": rows})


@router.get(
    "/organisations/{slug}",
    response={200: OrganisationYears, 404: Problem, 410: Problem, 429: Problem},
    summary="An organisation's years",
    operation_id="getOrganisation",
)
def organisation(request: HttpRequest, slug: str) -> HttpResponseBase:
    years = [year for year in register.get_years(slug, with_facets=True) if year.withdrawn_at is None]
    if not years:
        return respond_missing(request, slug)
    latest, shown = years[0], register.get_public_organisation(slug)
    return api_response(
        request,
        {
            "name": latest.organisation_name,
            "slug": latest.organisation_slug,
            "company_number": latest.company_number,
            "left_on": shown and data_file.format_left_on(shown.closed_at),
            "statements": [exports.summary(year) for year in years],
        },
    )
