"""URLs of an API: open to all, its errors JSON too, its description also a page for people."""

from typing import Any, cast

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.openapi.views import default_home

from portal.core.api.responses import NOTHING_HERE, View, open_to_all, problem_response


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


def describe_operations(api: NinjaAPI, prefix: str) -> list[dict[str, Any]]:
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


def api_urls(api: NinjaAPI, *pages: URLPattern) -> tuple[list[URLPattern], str, str]:
    """Return the URL patterns of an API. pages: the patterns for people; all else is JSON."""
    found = [one for one in api.urls[0] if isinstance(one, URLPattern)]
    patterns = [one for one in found if getattr(one.callback, "func", None) is not default_home]
    for pattern in patterns:
        pattern.callback = login_not_required(open_to_all(cast("View", pattern.callback)))
    nothing = path("<path:rest>", login_not_required(open_to_all(nothing_here)), name="nothing")
    return ([*pages, *patterns, nothing], api.urls_namespace, api.urls_namespace)
