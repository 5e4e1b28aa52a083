"""Caches which site of Wagtail's an address is of, with its first page: every page asks for it, and it seldom
changes.
"""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from wagtail.models import Site

from portal.core.page_cache import get_or_make


def cache_site(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def inner(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        # Where Wagtail itself looks first (Site.find_for_request).
        request._wagtail_site = get_or_make(("site", request.get_host()), lambda: Site.find_for_request(request))  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return inner
