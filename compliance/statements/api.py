"""/api/v1/: the public register for programs. Read only, open to any page, the same filters as the register's page."""

from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from typing import Any, cast

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_safe
from ninja import Field, NinjaAPI, Query, Schema

from compliance.statements import documents, exports, register, search
from compliance.statements.forms.search import SearchForm
from compliance.statements.throttle import Throttle
from compliance.statements.views.conditional import conditional

type View = Callable[..., HttpResponseBase]

JSON = "application/json; charset=utf-8"
MOST_ROWS = 100
# Soft: counted by each process for itself, kept in memory, forgotten after the minute.
throttle = Throttle(most=300, seconds=60)
api = NinjaAPI(
    title="Public register of modern slavery statements",
    version="1",
    description=(
        "Statements under section 54 of the Modern Slavery Act 2015, as approved, signed and published. "
        "Codes are those of the portal's vocabulary and are never renamed. No key is needed."
    ),
    docs_url=None,
    openapi_url="openapi.json",
    urls_namespace="api",
)


class Filters(Schema):
    q: str = Field("", description="Words of a name, or a company number or its beginning")
    year: str = Field("", description="Statement year: the year of the expected date")
    sector: str = ""
    turnover: str = ""
    area: list[str] = Field(default_factory=list, description="Topics covered; all of those given")
    form: str = Field("", description="Legal form")
    group: str = Field("", description="yes or no")
    signed: str = Field("", description="on_screen or recorded")
    figures: str = Field("", description="yes: has measures and figures")
    country: str = Field("", description="Names a risk in: country:TH")
    sort: str = Field("name", description="name, newest or year")
    page: int = Field(1, ge=1, le=10_000)
    size: int = Field(20, ge=1, le=MOST_ROWS)


class Summary(Schema):
    organisation: str
    company_number: str
    year: int
    version: int
    period_start: date
    period_end: date
    expected_by: date
    first_published_on: date
    published_at: datetime
    is_late: bool
    late_reason: str
    is_voluntary: bool
    is_group: bool
    statement_kind: str
    legal_form: str
    turnover_band: str
    sectors: list[str]
    areas: list[str]
    risk_countries: list[str]
    signed: str | None
    statement_url: str | None
    address: str
    pdf: str
    json_: str = Field(alias="json")


class StatementList(Schema):
    count: int
    is_more: bool = Field(description="There are more than count says")
    page: int
    pages: int
    statements: list[Summary]
    licence: dict[str, str]


class Problem(Schema):
    detail: str
    fields: dict[str, list[str]] = Field(default_factory=dict)


class OrganisationYears(Schema):
    name: str
    slug: str
    company_number: str
    statements: list[Summary]


@api.get("/statements", response={200: StatementList, 422: Problem}, summary="Find statements")
def statements(request: HttpRequest, filters: Query[Filters]) -> HttpResponseBase:
    form = SearchForm(request.GET, last_year=timezone.localdate().year + 1)
    if not form.is_valid():
        problems = {name: [str(error) for error in errors] for name, errors in form.errors.items()}
        return answer(request, {"detail": "Unknown filter values", "fields": problems}, status=422)
    found = search.find(form.params(), page=filters.page, size=filters.size, with_facets=True)
    return answer(
        request,
        {
            "count": found.count,
            "is_more": found.is_more,
            "page": found.number,
            "pages": found.num_pages,
            "statements": [exports.summary(row) for row in found.rows],
            "licence": documents.LICENCE,
        },
    )


@api.get("/statements/{organisation}/{year}", response={200: dict, 404: Problem, 410: dict}, summary="One statement")
def statement(request: HttpRequest, organisation: str, year: int) -> HttpResponseBase:
    """Every public answer of the version that stands, its sign-off and the list of versions."""
    return _one(request, organisation, year, None)


@api.get(
    "/statements/{organisation}/{year}/versions/{number}",
    response={200: dict, 404: Problem, 410: dict},
    summary="One version of a statement",
)
def version(request: HttpRequest, organisation: str, year: int, number: int) -> HttpResponseBase:
    return _one(request, organisation, year, number)


@api.get("/organisations/{slug}", response={200: OrganisationYears, 404: Problem}, summary="An organisation's years")
def organisation(request: HttpRequest, slug: str) -> HttpResponseBase:
    years = [one for one in register.years_of(slug, with_facets=True) if one.withdrawn_at is None]
    if not years:
        raise Http404
    latest = years[0]
    return answer(
        request,
        {
            "name": latest.organisation_name,
            "slug": latest.organisation_slug,
            "company_number": latest.company_number,
            "statements": [exports.summary(one) for one in years],
        },
    )


def _one(request: HttpRequest, organisation: str, year: int, number: int | None) -> HttpResponseBase:
    found = register.year_of(organisation, year)
    publication = found and (found.current if number is None else found.version(number))
    if not found or not publication:
        raise Http404
    data = documents.whole_data(publication, found)
    return answer(request, data, status=410 if publication.withdrawn_at else 200, changed_at=found.changed_at)


def answer(
    request: HttpRequest, value: dict[str, Any], *, status: int = 200, changed_at: datetime | None = None
) -> HttpResponseBase:
    response = HttpResponse(documents.as_json(value), content_type=JSON, status=status)
    return conditional(request, response, changed_at=changed_at)


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Http404) -> HttpResponseBase:
    return answer(request, {"detail": "There is nothing at this address", "fields": {}}, status=404)


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """What the API offers, as a plain page."""
    return render(request, "register/api.html", {"operations": _operations(), "most_rows": MOST_ROWS})


def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponseBase:
    return not_found(request, Http404())


def _operations() -> list[dict[str, Any]]:
    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    return [
        {
            "address": address,
            "summary": operation["summary"],
            "parameters": [
                (one["name"], one["in"], one["schema"].get("description", ""))
                for one in operation.get("parameters", [])
            ],
        }
        for address, methods in schema["paths"].items()
        for operation in methods.values()
    ]


def _client(request: HttpRequest) -> str:
    """The visitor's address, as told by the proxies that the settings trust; empty where nothing tells."""
    try:
        return get_adapter().get_client_ip(request)
    except PermissionDenied:
        return ""


def _open(view: View) -> View:
    """Any page may read it; too many questions at once are asked to wait."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            response: HttpResponseBase = HttpResponse(status=204)
        elif request.method not in ("GET", "HEAD"):
            response = answer(request, {"detail": "This is read only", "fields": {}}, status=405)
            response.headers["Allow"] = "GET, HEAD, OPTIONS"
        elif wait := throttle.wait(_client(request)):
            response = answer(request, {"detail": "Too many requests. Wait a little", "fields": {}}, status=429)
            response.headers["Retry-After"] = str(wait)
        else:
            response = _as_get(view, request, *args, **kwargs)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
        response.headers["Access-Control-Allow-Headers"] = "If-None-Match, If-Modified-Since"
        response.headers["Access-Control-Expose-Headers"] = "ETag, Last-Modified, Retry-After"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return opened


def _as_get(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    """HEAD is answered as GET is; the server leaves the body out."""
    is_head = request.method == "HEAD"
    request.method = "GET" if is_head else request.method
    try:
        return view(request, *args, **kwargs)
    finally:
        request.method = "HEAD" if is_head else request.method


def urls() -> tuple[list[URLPattern], str, str]:
    """For include-like use in the map of addresses."""
    patterns = [found for found in api.urls[0] if isinstance(found, URLPattern) and found.name != "api-root"]
    for pattern in patterns:
        pattern.callback = login_not_required(_open(cast("View", pattern.callback)))
    pages = [
        path("", login_not_required(docs), name="api-root"),
        path("docs", login_not_required(docs), name="docs"),
    ]
    return (
        [*pages, *patterns, path("<path:rest>", login_not_required(_open(nothing_here)), name="nothing")],
        "api",
        "api",
    )
