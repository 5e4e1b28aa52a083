"""/api/v1/statements: the filters of the register's page, and one statement whole."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from ninja import Query, Router

from compliance.statements.register import data_file, exports, search
from compliance.statements.register import selectors as register
from compliance.statements.register.api.responses import get_page, respond_beyond, respond_missing
from compliance.statements.register.api.schemas import (
    Pages,
    Problem,
    Statement,
    StatementFilters,
    StatementList,
    Withdrawn,
)
from compliance.statements.register.forms.search import SearchForm
from portal.core.api.responses import api_response, problem_response, rate_limited
from portal.core.dates import in_utc

router = Router(tags=["Statements"], by_alias=True)
ONE = {200: Statement, 404: Problem, 410: Withdrawn | Problem, 422: Problem, 429: Problem}


@router.get(
    "/statements",
    response={200: StatementList, 404: Problem, 422: Problem, 429: Problem},
    summary="Find statements",
    operation_id="findStatements",
)
@rate_limited("api_search")
def statements(request: HttpRequest, filters: Query[StatementFilters], pages: Query[Pages]) -> HttpResponseBase:
    form = SearchForm(request.GET, last_year=timezone.localdate().year + 1)
    if not form.is_valid():
        problems = {name: [str(error) for error in errors] for name, errors in form.errors.items()}
        return problem_response(request, "Unknown filter values", status=422, fields=problems)
    params = replace(form.params(), modified_after=in_utc(filters.modified_after))
    result = search.find_publications(params, page=pages.page, size=pages.size, with_facets=True)
    return respond_beyond(request, result, pages.page) or api_response(
        request, get_page(result) | {"statements": [exports.summary(row) for row in result.rows]}
    )


@router.get("/statements/{organisation}/{year}", response=ONE, summary="One statement", operation_id="getStatement")
def statement(request: HttpRequest, organisation: str, year: int) -> HttpResponseBase:
    """Return every public answer of the current version, its sign-off and the list of versions."""
    return _one(request, organisation, year, None)


@router.get(
    "/statements/{organisation}/{year}/versions/{number}",
    response=ONE,
    summary="One version of a statement",
    operation_id="getStatementVersion",
)
def version(request: HttpRequest, organisation: str, year: int, number: int) -> HttpResponseBase:
    return _one(request, organisation, year, number)


def _one(request: HttpRequest, organisation: str, year: int, number: int | None) -> HttpResponseBase:
    result = register.get_year(organisation, year)
    publication = result and (result.current if number is None else result.version(number))
    if not result or not publication:
        return respond_missing(request, organisation)
    data = data_file.get_data_file(publication, result)
    return api_response(request, data, status=410 if publication.withdrawn_at else 200, changed_at=result.changed_at)
