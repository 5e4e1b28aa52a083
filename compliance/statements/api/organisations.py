"""/api/v1/organisations: those with a statement in the register."""

from django.http import HttpRequest, HttpResponseBase
from ninja import Query, Router

from compliance.statements import documents, exports, register, search
from compliance.statements.api.answers import beyond, missing, page_of
from compliance.statements.api.schemas import OrganisationFilters, OrganisationList, OrganisationYears, Pages, Problem
from portal.core.api.responses import answer, limited

router = Router(tags=["Organisations"], by_alias=True)


@router.get(
    "/organisations",
    response={200: OrganisationList, 404: Problem, 422: Problem, 429: Problem},
    summary="Find organisations",
    operation_id="findOrganisations",
)
@limited("api_search")
def organisations(request: HttpRequest, filters: Query[OrganisationFilters], pages: Query[Pages]) -> HttpResponseBase:
    """Each once, by name."""
    found = search.find_organisations(filters.q, page=pages.page, size=pages.size)
    if nothing := beyond(request, found, pages.page):
        return nothing
    years = register.listed_years([row.organisation_id for row in found.rows])
    rows = [
        {
            "name": row.organisation_name,
            "slug": row.organisation_slug,
            "company_number": row.company_number,
            "legal_form": row.legal_form,
            "years": years[row.organisation_id],
            "address": documents.organisation_address(row),
        }
        for row in found.rows
    ]
    return answer(request, page_of(found) | {"organisations": rows})


@router.get(
    "/organisations/{slug}",
    response={200: OrganisationYears, 404: Problem, 410: Problem, 429: Problem},
    summary="An organisation's years",
    operation_id="getOrganisation",
)
def organisation(request: HttpRequest, slug: str) -> HttpResponseBase:
    years = [one for one in register.years_of(slug, with_facets=True) if one.withdrawn_at is None]
    if not years:
        return missing(request, slug)
    latest, shown = years[0], register.shown_organisation(slug)
    return answer(
        request,
        {
            "name": latest.organisation_name,
            "slug": latest.organisation_slug,
            "company_number": latest.company_number,
            "left_on": shown and documents.left_on(shown.closed_at),
            "statements": [exports.summary(one) for one in years],
        },
    )
