"""/api/v1/: the public register for programs. Read only, open to any page, the same filters as the register's page."""

from typing import Any, cast

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import ValidationError

from compliance.statements.api import organisations, statements
from compliance.statements.api.answers import NOTHING_HERE, View, open_to_all, problem
from compliance.statements.api.schemas import MOST_ROWS

api = NinjaAPI(
    title="Public register of modern slavery statements",
    version="1",
    description=(
        "Statements under section 54 of the Modern Slavery Act 2015, as approved, signed and published here. "
        "What the register's page lists from the government's registry is left out: it hands out its own data. "
        "Codes are those of the portal's vocabulary and are never renamed. No key is needed."
    ),
    docs_url=None,
    openapi_url="openapi.json",
    urls_namespace="api",
)
api.add_router("", statements.router)
api.add_router("", organisations.router)


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Http404) -> HttpResponseBase:
    return problem(request, NOTHING_HERE, status=404)


@api.exception_handler(ValidationError)
def not_understood(request: HttpRequest, error: ValidationError) -> HttpResponseBase:
    fields: dict[str, list[str]] = {}
    for one in error.errors:
        fields.setdefault(str(one["loc"][-1]), []).append(one["msg"])
    return problem(request, "Unknown filter values", status=422, fields=fields)


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """What the API offers, as a plain page."""
    most = {"most_rows": MOST_ROWS, "most_searches": settings.LIMITS["search"][0], "most": settings.LIMITS["api"][0]}
    return render(request, "register/api.html", most | {"operations": _operations()})


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


def urls() -> tuple[list[URLPattern], str, str]:
    """For include-like use in the map of addresses."""
    patterns = [found for found in api.urls[0] if isinstance(found, URLPattern) and found.name != "api-root"]
    for pattern in patterns:
        pattern.callback = login_not_required(open_to_all(cast("View", pattern.callback)))
    pages = [
        path("", login_not_required(docs), name="api-root"),
        path("docs", login_not_required(docs), name="docs"),
    ]
    nothing = path("<path:rest>", login_not_required(open_to_all(nothing_here)), name="nothing")
    return ([*pages, *patterns, nothing], "api", "api")
