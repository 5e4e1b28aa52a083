"""JSON logs: routes, not paths; no bodies, queries or anonymous sources.

Of the pages for reporters there is a line only where something broke, and it tells the hour.

See docs/requirements/security.md#logs.
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
MAX_CAUSES = 5
log = logging.getLogger("portal.requests")
_request_id: ContextVar[str] = ContextVar("request_id", default="")
_is_reporters: ContextVar[bool] = ContextVar("is_reporters", default=False)


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": self.formatTime(
                record, "%Y-%m-%dT%H:00:00" if _is_from_reporter_page(record) else "%Y-%m-%dT%H:%M:%S"
            ),
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
                line |= {"message": get_route(record.request), "exception": _without_words(record.exc_info)}  # type: ignore[attr-defined]
        # Before JSON writes a line break or a quotation mark as letters and signs of its own.
        plain = {name: redact_codes(value) if isinstance(value, str) else value for name, value in line.items()}
        return json.dumps(plain, ensure_ascii=False)


class ReporterVisitFilter(logging.Filter):
    """Drops the lines of reporters' pages, unless something broke."""

    def filter(self, record: logging.LogRecord) -> bool:
        return record.levelno >= logging.ERROR or not _is_from_reporter_page(record)


class RequestLogMiddleware:
    """Logs one line for each response, with an id that is in all lines of one request; none for reporters' pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.log_id = uuid.uuid4().hex  # type: ignore[attr-defined]
        begun, token = time.monotonic(), _request_id.set(request.log_id)  # type: ignore[attr-defined]
        quiet = _is_reporters.set(request.path.startswith(settings.ANONYMOUS_PATHS))
        try:
            response = self.get_response(request)
            if _is_reporters.get():
                return response
            milliseconds = round((time.monotonic() - begun) * 1000)
            facts = {"method": request.method, "status": response.status_code, "ms": milliseconds}
            log.info(get_route(request), extra={"facts": facts})
        finally:
            _is_reporters.reset(quiet)
            _request_id.reset(token)
        return response


def suppress_request_log() -> None:
    """Treat the request at hand as one of a reporter's page: nothing of it is logged unless something broke."""
    _is_reporters.set(True)


def is_reporter_visit() -> bool:
    """Return whether the request at hand is one of which nothing is logged unless something broke."""
    return _is_reporters.get()


def get_route(request: HttpRequest) -> str:
    """Return the name of an address without the values in it: a path may hold a token or say who is meant."""
    match = request.resolver_match
    return (match.view_name or match.route) if match else "(no route)"


def _is_from_reporter_page(record: logging.LogRecord) -> bool:
    request = getattr(record, "request", None)
    return _is_reporters.get() or (
        isinstance(request, HttpRequest) and request.path.startswith(settings.ANONYMOUS_PATHS)
    )


def _is_secret(record: logging.LogRecord) -> bool:
    request = getattr(record, "request", None)
    return isinstance(request, HttpRequest) and request.path.startswith(settings.SECRET_PATHS)


def _without_words(exc_info: Any) -> str:
    """Return where it happened and the class of each exception: the message may be what somebody typed."""
    kinds: list[str] = []
    error = exc_info[1]
    while error is not None and len(kinds) < MAX_CAUSES:
        where = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
        kinds.append("\n".join([*where, type(error).__name__]))
        error = error.__cause__ or error.__context__
    return "\n\n".join(kinds)


def _without_path(record: logging.LogRecord) -> str:
    """Remove the path of a refused request, which Django writes into its message."""
    request, message = getattr(record, "request", None), record.getMessage()
    if not isinstance(request, HttpRequest):
        return message
    for path in (request.get_full_path(), request.path):
        message = message.replace(path, get_route(request)) if len(path) > 1 else message
    return message
