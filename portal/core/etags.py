"""Conditional responses (ETag, Last-Modified): nobody fetches twice what did not change."""

import hashlib
from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date, quote_etag


def conditional_response(
    request: HttpRequest, response: HttpResponse, *, etag: str = "", changed_at: datetime | None = None
) -> HttpResponseBase:
    """Return the response with its ETag and date, or 304 without its body when the visitor has it already."""
    if response.status_code != 200:
        return response
    tag = quote_etag(etag or hashlib.sha256(response.content).hexdigest()[:32])
    response.headers["ETag"] = tag
    stamp = int(changed_at.timestamp()) if changed_at else None
    if stamp:
        response.headers["Last-Modified"] = http_date(stamp)
    patch_cache_control(response, no_cache=True)
    return get_conditional_response(request, etag=tag, last_modified=stamp, response=response) or response
