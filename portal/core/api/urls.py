"""URLs of an API: open to all, its errors JSON too, its description also a page for people."""

import re
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, path
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.openapi.views import default_home

from portal.core.api.described import get_query_parameters
from portal.core.api.responses import NOTHING_HERE, View, open_to_all, problem_response
from portal.core.types import JsonObject

# A part of a Django address, such as <int:year>; its description has {year}.
CONVERTER = re.compile(r"<(?:\w+:)?(\w+)>")


def register_error_handlers(api: NinjaAPI) -> None:
    """Answer unknown addresses and invalid requests of the API with problem documents."""
    api.add_exception_handler(Http404, not_found)
    api.add_exception_handler(ValidationError, not_understood)


def not_found(request: HttpRequest, error: Http404 | type[Http404]) -> HttpResponse:
    return problem_response(request, NOTHING_HERE, status=404)


def not_understood(request: HttpRequest, error: ValidationError | type[ValidationError]) -> HttpResponse:
    fields: dict[str, list[str]] = {}
    for problem_row in cast("ValidationError", error).errors:
        fields.setdefault(str(problem_row["loc"][-1]), []).append(problem_row["msg"])
    return problem_response(request, "Unknown filter values", status=422, fields=fields)


def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    return not_found(request, Http404())


def refuse_unknown_parameters(api: NinjaAPI, view: View, shared: frozenset[str] = frozenset()) -> View:
    """Decorate a view of the API so that a parameter it does not have is an error: a filter with a slip in its name
    would otherwise answer with everything. shared: parameters that a standard has for all addresses.
    """

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        match = request.resolver_match
        known = get_query_parameters(api, "/" + CONVERTER.sub(r"{\1}", match.route)) if match else None
        unknown = sorted(set(request.GET) - known - shared) if known is not None else []
        if unknown:
            names = ", ".join(sorted(known or ())) or "none"
            detail = f"Unknown parameter. This address takes: {names}"
            return problem_response(
                request, detail, status=400, fields={name: ["Unknown parameter"] for name in unknown}
            )
        return view(request, *args, **kwargs)

    return checked


def describe_operations(api: NinjaAPI, prefix: str) -> list[JsonObject]:
    """Return address, method, summary and parameters of each operation, for a page. prefix: where the API is
    mounted.
    """
    schema = api.get_openapi_schema(path_prefix=prefix)
    return [
        {
            "address": address,
            "method": method.upper(),
            "summary": operation["summary"],
            "parameters": [
                (parameter["name"], parameter["in"], parameter["schema"].get("description", ""))
                for parameter in operation.get("parameters", [])
            ],
        }
        for address, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]


def api_urls(
    api: NinjaAPI, *pages: URLPattern, shared: frozenset[str] = frozenset()
) -> tuple[list[URLPattern], str, str]:
    """Return the URL patterns of an API. pages: the patterns for people; all else is JSON.

    shared: parameters that every address takes.
    """
    patterns_of_api = [one for one in api.urls[0] if isinstance(one, URLPattern)]
    patterns = [one for one in patterns_of_api if getattr(one.callback, "func", None) is not default_home]
    for pattern in patterns:
        view = refuse_unknown_parameters(api, cast("View", pattern.callback), shared)
        pattern.callback = login_not_required(open_to_all(view))
    nothing = path("<path:rest>", login_not_required(open_to_all(nothing_here)), name="nothing")
    return ([*pages, *patterns, nothing], api.urls_namespace, api.urls_namespace)
