"""Logs as JSON lines: routes, not paths; no bodies, queries or anonymous sources (security 4.4).

Of the pages for reporters there is a line only where something broke, and it tells the hour (security T05).
"""

import json
import logging
import time
import traceback
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from portal.core.receipt_codes import redact_codes

# Causes of one error that are told.
MOST_CAUSES = 5
log = logging.getLogger("portal.requests")
_request_id: ContextVar[str] = ContextVar("request_id", default="")
_is_reporters: ContextVar[bool] = ContextVar("is_reporters", default=False)


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:00:00" if _of_reporters(record) else "%Y-%m-%dT%H:%M:%S"),
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
            if _is_secret(record):
                line |= {"message": route_of(record.request), "exception": _without_words(record.exc_info)}  # type: ignore[attr-defined]
        return redact_codes(json.dumps(line, ensure_ascii=False))


class WithoutVisits(logging.Filter):
    """Who tells the helpline leaves no line, unless something broke."""

    def filter(self, record: logging.LogRecord) -> bool:
        return record.levelno >= logging.ERROR or not _of_reporters(record)


class RequestLogMiddleware:
    """One line for each answer, and an id that stands in all lines of one request; none for reporters' pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.log_id = uuid.uuid4().hex  # type: ignore[attr-defined]
        begun, token = time.monotonic(), _request_id.set(request.log_id)  # type: ignore[attr-defined]
        quiet = _is_reporters.set(request.path.startswith(settings.NOBODY_PATHS))
        try:
            response = self.get_response(request)
            if _is_reporters.get():
                return response
            milliseconds = round((time.monotonic() - begun) * 1000)
            facts = {"method": request.method, "status": response.status_code, "ms": milliseconds}
            log.info(route_of(request), extra={"facts": facts})
        finally:
            _is_reporters.reset(quiet)
            _request_id.reset(token)
        return response


def leave_no_line() -> None:
    """Treat the request at hand as one of a reporter's page: nothing of it is logged unless something broke."""
    _is_reporters.set(True)


def route_of(request: HttpRequest) -> str:
    """The name of an address without what stands in it: a path may hold a token or say who is meant."""
    match = request.resolver_match
    return (match.view_name or match.route) if match else "(no route)"


def _of_reporters(record: logging.LogRecord) -> bool:
    request = getattr(record, "request", None)
    return _is_reporters.get() or (isinstance(request, HttpRequest) and request.path.startswith(settings.NOBODY_PATHS))


def _is_secret(record: logging.LogRecord) -> bool:
    request = getattr(record, "request", None)
    return isinstance(request, HttpRequest) and request.path.startswith(settings.SECRET_PATHS)


def _without_words(exc_info: Any) -> str:
    """Where it happened and the kind of each exception: what an exception says may be what somebody typed."""
    kinds: list[str] = []
    error = exc_info[1]
    while error is not None and len(kinds) < MOST_CAUSES:
        where = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
        kinds.append("\n".join([*where, type(error).__name__]))
        error = error.__cause__ or error.__context__
    return "\n\n".join(kinds)


def _without_path(record: logging.LogRecord) -> str:
    """Django writes the path of a refused request into its message."""
    request, message = getattr(record, "request", None), record.getMessage()
    if not isinstance(request, HttpRequest):
        return message
    for told in (request.get_full_path(), request.path):
        message = message.replace(told, route_of(request)) if len(told) > 1 else message
    return message
