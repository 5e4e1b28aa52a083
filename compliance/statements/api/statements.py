"""/api/v1/statements: the filters of the register's page, and one statement whole."""

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from ninja import Query, Router

from compliance.statements import documents, exports, register, search
from compliance.statements.api.answers import beyond, missing, page_of
from compliance.statements.api.schemas import Pages, Problem, Statement, StatementFilters, StatementList, Withdrawn
from compliance.statements.forms.search import SearchForm
from portal.core.api.responses import answer, limited, problem

router = Router(tags=["Statements"], by_alias=True)
ONE = {200: Statement, 404: Problem, 410: Withdrawn | Problem, 422: Problem, 429: Problem}


@router.get(
    "/statements",
    response={200: StatementList, 404: Problem, 422: Problem, 429: Problem},
    summary="Find statements",
    operation_id="findStatements",
)
@limited("api_search")
def statements(request: HttpRequest, filters: Query[StatementFilters], pages: Query[Pages]) -> HttpResponseBase:
    form = SearchForm(request.GET, last_year=timezone.localdate().year + 1)
    if not form.is_valid():
        problems = {name: [str(error) for error in errors] for name, errors in form.errors.items()}
        return problem(request, "Unknown filter values", status=422, fields=problems)
    found = search.find(form.params(), page=pages.page, size=pages.size, with_facets=True)
    return beyond(request, found, pages.page) or answer(
        request, page_of(found) | {"statements": [exports.summary(row) for row in found.rows]}
    )


@router.get("/statements/{organisation}/{year}", response=ONE, summary="One statement", operation_id="getStatement")
def statement(request: HttpRequest, organisation: str, year: int) -> HttpResponseBase:
    """Every public answer of the version that stands, its sign-off and the list of versions."""
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
    found = register.year_of(organisation, year)
    publication = found and (found.current if number is None else found.version(number))
    if not found or not publication:
        return missing(request, organisation)
    data = documents.whole_data(publication, found)
    return answer(request, data, status=410 if publication.withdrawn_at else 200, changed_at=found.changed_at)
