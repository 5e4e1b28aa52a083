"""Pagination of the feed as the standard has it: counted from one, and an empty page after the last."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase

from learning.directory.feed.schemas import Pages
from portal.core.api.responses import View, rate_limited
from portal.core.types import JsonObject

# Whoever only turns pages does not search, and may turn them as fast as the whole API allows.
PAGE_SCOPE = frozenset({"page", "per_page", "minimal", "full", "full_service"})


def paginate[Row](found: QuerySet[Any, Row] | Sequence[Row], pages: Pages, say: Callable[[Row], Any]) -> JsonObject:
    count = found.count() if isinstance(found, QuerySet) else len(found)
    last = -(-count // pages.per_page)
    start = (pages.page - 1) * pages.per_page
    rows = [say(row) for row in found[start : start + pages.per_page]] if pages.page <= last else []
    return {
        "total_items": count,
        "total_pages": last,
        "page_number": pages.page,
        "size": len(rows),
        "first_page": pages.page == 1,
        "last_page": pages.page >= last,
        "empty": not rows,
        "contents": rows,
    }


def counted_as_search(view: View) -> View:
    """Decorate a view so that it counts as a search; not together with the pages of help.

    See docs/requirements/security.md#rate-limits.
    """
    searched = rate_limited("api_search")(view)

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        is_search = bool(set(request.GET) - PAGE_SCOPE)
        return (searched if is_search else view)(request, *args, **kwargs)

    return asked
