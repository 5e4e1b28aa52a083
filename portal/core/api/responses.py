"""API responses: JSON, readable from any page, with an ETag, rate limited."""

import json
from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from portal.core import rate_limits
from portal.core.etags import conditional_response
from portal.core.types import JsonObject
from portal.core.views import add_wait_header

type View = Callable[..., HttpResponseBase]

NOTHING_HERE = "There is nothing at this address"
JSON = "application/json; charset=utf-8"
OPEN_TO_ALL = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Retry-After",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


def to_json_bytes(value: Any) -> bytes:
    """Return the value as JSON in UTF-8."""
    return json.dumps(value, ensure_ascii=False, indent=1, default=_plain).encode()


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"No JSON for {type(value).__name__}")


def api_response(
    request: HttpRequest, value: JsonObject, *, status: int = 200, changed_at: datetime | None = None
) -> HttpResponseBase:
    """Return the value as JSON with an ETag, or 304 where the client has it already."""
    response = HttpResponse(to_json_bytes(value), content_type=JSON, status=status)
    return conditional_response(request, response, changed_at=changed_at)


def problem_response(
    request: HttpRequest, detail: str, *, status: int, fields: dict[str, list[str]] | None = None
) -> HttpResponse:
    """Return a problem as JSON with its status."""
    return HttpResponse(to_json_bytes({"detail": detail, "fields": fields or {}}), content_type=JSON, status=status)


def rate_limited(act: str) -> Callable[[View], View]:
    """Decorate a view so that clients who ask too often are told to wait. act: a key of settings.LIMITS."""

    def decorate(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if wait := rate_limits.get_visitor_wait(act, request):
                detail = f"Too many requests. {rate_limits.describe_wait(wait)}"
                return add_wait_header(problem_response(request, detail, status=429), wait)
            return view(request, *args, **kwargs)

        return counted

    return decorate


def open_to_all(view: View) -> View:
    """Decorate a view so that any page may read it (CORS), and nobody may write."""

    counted = rate_limited("api")(view)

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            response: HttpResponseBase = HttpResponse(status=204)
        elif request.method not in ("GET", "HEAD"):
            response = problem_response(request, "This API is read-only", status=405)
            response.headers["Allow"] = "GET, HEAD, OPTIONS"
        else:
            response = _as_get(counted, request, *args, **kwargs)
        for name, value in OPEN_TO_ALL.items():
            response.headers[name] = value
        return response

    return opened


def _as_get(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    """Answer HEAD as GET; the server leaves the body out."""
    is_head = request.method == "HEAD"
    request.method = "GET" if is_head else request.method
    try:
        return view(request, *args, **kwargs)
    finally:
        request.method = "HEAD" if is_head else request.method
