"""How an API answers: as JSON, to any page, with an ETag, and not too often."""

import json
from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from portal.core import rate_limits
from portal.core.etags import conditional
from portal.core.views import told_to_wait

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


def as_json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, default=_plain).encode()


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"No JSON for {type(value).__name__}")


def answer(
    request: HttpRequest, value: dict[str, Any], *, status: int = 200, changed_at: datetime | None = None
) -> HttpResponseBase:
    response = HttpResponse(as_json(value), content_type=JSON, status=status)
    return conditional(request, response, changed_at=changed_at)


def problem(
    request: HttpRequest, detail: str, *, status: int, fields: dict[str, list[str]] | None = None
) -> HttpResponse:
    return HttpResponse(as_json({"detail": detail, "fields": fields or {}}), content_type=JSON, status=status)


def limited(act: str) -> Callable[[View], View]:
    """Whoever asks too often is asked to wait. act: a key of settings.LIMITS."""

    def decorate(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if wait := rate_limits.wait_of_visitor(act, request):
                detail = f"Too many requests. {rate_limits.in_words(wait)}"
                return told_to_wait(problem(request, detail, status=429), wait)
            return view(request, *args, **kwargs)

        return counted

    return decorate


def open_to_all(view: View) -> View:
    """Any page may read it, and nobody may write."""

    counted = limited("api")(view)

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            response: HttpResponseBase = HttpResponse(status=204)
        elif request.method not in ("GET", "HEAD"):
            response = problem(request, "This is read only", status=405)
            response.headers["Allow"] = "GET, HEAD, OPTIONS"
        else:
            response = _as_get(counted, request, *args, **kwargs)
        for name, value in OPEN_TO_ALL.items():
            response.headers[name] = value
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
