"""Caches whole pages for strangers, in the worker that rendered them, for as long as they are true.

A page opts in by its Cache-Control. Whoever sends a cookie never gets a kept page and never fills one: a page that was
drawn for a request without any cannot hold anything of anybody.

See docs/requirements/security.md#page-cache.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csp import get_nonce
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from portal.core.page_cache import version
from portal.core.page_cache.store import page_store

# Anybody may keep it, and asks each time whether it is still so.
PUBLIC = "public, no-cache"
METHODS = {"GET", "HEAD"}


@dataclass(frozen=True)
class Page:
    body: bytes
    headers: dict[str, str]
    match: Any

    def answer(self, request: HttpRequest) -> HttpResponseBase:
        request.resolver_match = self.match  # the log names the route
        response = HttpResponse(self.body, headers=self.headers)
        return get_conditional_response(request, etag=self.headers["ETag"], response=response) or response


class PageCacheMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not settings.PAGES_ARE_KEPT or not _is_from_a_stranger(request):
            return self.get_response(request)
        # Read before the page is drawn: a change that comes in between makes it a page of a former edition.
        edition = version.get_edition()
        if not edition:
            return self.get_response(request)
        # The address alone says which language a stranger reads (portal.core.languages).
        key = (request.scheme, request.META.get("HTTP_HOST"), request.path_info)
        page = page_store.get(edition, key)
        if page is None:
            response = self.get_response(request)
            if request.method != "GET" or not _may_be_kept(request, response):
                return response
            page = _page(request, response)
            page_store.put(edition, key, page)
        return page.answer(request)


def _is_from_a_stranger(request: HttpRequest) -> bool:
    meta = request.META
    return request.method in METHODS and not meta.get("HTTP_COOKIE") and not meta.get("QUERY_STRING")


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    """Return whether the response may be cached: it says so, and carries neither a cookie nor a nonce."""
    return (
        response.status_code == 200
        and response.headers.get("Cache-Control") == PUBLIC
        and not response.streaming
        and not response.cookies
        and not get_nonce(request)
    )


def _page(request: HttpRequest, response: HttpResponse) -> Page:
    tag = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
    return Page(response.content, {**response.headers, "ETag": tag}, request.resolver_match)
