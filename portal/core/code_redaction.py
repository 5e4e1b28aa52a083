"""Takes a reporter's code out of every request, before anything can store, log, mail or show it.

It stands at the door so that no view has to think of it: addresses, queries, forms, names of files and the address of
the page before. What files hold is not changed. Fields in which a code belongs are in settings.CODE_FIELDS.
"""

from collections.abc import Callable, Container
from types import MethodType
from typing import cast
from urllib.parse import quote, unquote, unquote_plus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import Resolver404, resolve

from portal.core.receipt_codes import has_code, redact_codes

# What is never stored in the clear nor shown again, and would open something else if it were changed.
SECRET_FIELDS = ("passw", "passphrase", "again", "csrfmiddlewaretoken", "credential")


class CodeRedactionMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_changed = _redact_address(request)
        _redact_headers(request)
        if is_changed and request.method in {"GET", "HEAD"}:
            # The code leaves the address bar, too.
            response: HttpResponse = HttpResponseRedirect(_address(request))
            response.headers["Cache-Control"] = "no-store"
            response.headers["Referrer-Policy"] = "no-referrer"
            return response
        _redact_form_when_read(request)
        return self.get_response(request)


def _redact_address(request: HttpRequest) -> bool:
    """Change path and query where they hold a code; say whether one did."""
    query = request.META.get("QUERY_STRING", "")
    is_in_query = has_code(unquote_plus(query))
    if is_in_query:
        redacted = _redacted(QueryDict(query, encoding="utf-8")).urlencode()
        # A code that is spread over names and values goes with all of them.
        request.META["QUERY_STRING"] = "" if has_code(unquote_plus(redacted)) else redacted
        request.__dict__.pop("GET", None)
    is_in_path = has_code(request.path)
    if is_in_path:
        request.path = redact_codes(request.path)
        request.path_info = redact_codes(request.path_info)
        request.META["PATH_INFO"] = redact_codes(request.META.get("PATH_INFO", ""))
    return is_in_query or is_in_path


def _address(request: HttpRequest) -> str:
    """Return path and query; one slash at the start, lest it name another site."""
    query = request.META["QUERY_STRING"]
    return f"/{quote(request.path.lstrip('/'))}{f'?{query}' if query else ''}"


def _redact_headers(request: HttpRequest) -> None:
    for name in ("HTTP_REFERER", "HTTP_USER_AGENT"):
        value = request.META.get(name, "")
        if has_code(unquote(value)):
            request.META[name] = redact_codes(unquote(value))


def _redact_form_when_read(request: HttpRequest) -> None:
    """Leave the body unread until somebody asks: a view may choose first how it takes files."""
    read = request._load_post_and_files  # type: ignore[attr-defined]  # Django's one place where a form is read

    def read_and_redact(self: HttpRequest) -> None:
        read()
        form = cast("QueryDict", self._post)  # type: ignore[attr-defined]
        if any(has_code(text) for name, values in form.lists() for text in (name, *values)):
            self._post = _redacted(form, but=_code_fields(self))  # type: ignore[attr-defined]
        for _name, files in self._files.lists():  # type: ignore[attr-defined]
            for file in files:
                file.name = redact_codes(file.name or "")

    request._load_post_and_files = MethodType(read_and_redact, request)  # type: ignore[attr-defined, method-assign]


def _code_fields(request: HttpRequest) -> Container[str]:
    try:
        name = resolve(request.path_info).view_name
    except Resolver404:
        return ()
    return settings.CODE_FIELDS.get(name, ())


def _redacted(given: QueryDict, *, but: Container[str] = ()) -> QueryDict:
    """Return the values without codes. but: names of fields that are left as they are."""
    copy = QueryDict(mutable=True, encoding=given.encoding)
    for name, values in given.lists():
        is_left = name in but or any(word in name.lower() for word in SECRET_FIELDS)
        copy.setlist(redact_codes(name), values if is_left else [redact_codes(value) for value in values])
    copy._mutable = False
    return copy
