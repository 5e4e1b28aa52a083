"""Logs as JSON lines: routes, not paths; no bodies, queries or anonymous sources (security 4.4)."""

import json
import logging
import time
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.http import HttpRequest, HttpResponse

log = logging.getLogger("portal.requests")
_request_id: ContextVar[str] = ContextVar("request_id", default="")


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S"),
            "level": record.levelname,
            "logger": record.name,
            "message": _without_path(record),
        }
        # Django's own line about a refused request is written after the middleware.
        if request_id := _request_id.get() or getattr(getattr(record, "request", None), "log_id", ""):
            line["request"] = request_id
        line |= getattr(record, "facts", {})
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


class RequestLogMiddleware:
    """One line for each answer, and an id that stands in all lines of one request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.log_id = uuid.uuid4().hex  # type: ignore[attr-defined]
        begun, token = time.monotonic(), _request_id.set(request.log_id)  # type: ignore[attr-defined]
        try:
            response = self.get_response(request)
            milliseconds = round((time.monotonic() - begun) * 1000)
            facts = {"method": request.method, "status": response.status_code, "ms": milliseconds}
            log.info(route_of(request), extra={"facts": facts})
        finally:
            _request_id.reset(token)
        return response


def route_of(request: HttpRequest) -> str:
    """The name of an address without what stands in it: a path may hold a token or say who is meant."""
    match = request.resolver_match
    return (match.view_name or match.route) if match else "(no route)"


def _without_path(record: logging.LogRecord) -> str:
    """Django writes the path of a refused request into its message."""
    request, message = getattr(record, "request", None), record.getMessage()
    if not isinstance(request, HttpRequest):
        return message
    for told in (request.get_full_path(), request.path):
        message = message.replace(told, route_of(request)) if len(told) > 1 else message
    return message
