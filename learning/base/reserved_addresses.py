"""Addresses of the portal itself, which no page may take: a page there would never be seen.

See docs/requirements/experience.md#reserved-addresses.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.conf import settings
from django.urls import Resolver404, get_resolver, resolve
from django.urls.resolvers import LocalePrefixPattern, URLResolver
from wagtail.models import Page

from learning.base.page_urls import get_page_url

# What answers to an address that no other view has.
PAGE_VIEW = "wagtail_serve"


def is_reserved(parent: Page | None, slug: str) -> bool:
    """Return whether the portal itself uses the address of that slug below the parent, or what is below it."""
    if parent is None or parent.depth < 2 or not slug:
        return False
    words = [word for word in get_page_url(f"{parent.url_path}{slug}/").split("/") if word]
    if words[0] in dict(settings.LANGUAGES):
        words = words[1:]
    return words[0] in _get_first_words() if len(words) == 1 else _has_view(f"/{'/'.join(words)}/")


def _has_view(address: str) -> bool:
    try:
        return resolve(address).view_name != PAGE_VIEW
    except Resolver404:
        return False


@cache
def _get_first_words() -> frozenset[str]:
    """Return the first word of each address of the portal, and the codes of its languages."""
    words = {route.split("/")[0] for route in _walk_routes(get_resolver().url_patterns)}
    return frozenset(words | set(dict(settings.LANGUAGES)) | {"static"}) - OUR_PAGES


# Pages that came with the portal, below which it has addresses of its own.
OUR_PAGES = frozenset({"guidance"})


def _walk_routes(patterns: list[Any], prefix: str = "") -> Iterator[str]:  # Any: what Django calls a pattern
    for pattern in patterns:
        if isinstance(pattern.pattern, LocalePrefixPattern):
            continue
        route = prefix + str(pattern.pattern)
        if "/" in route or not isinstance(pattern, URLResolver):
            yield route
        else:
            yield from _walk_routes(pattern.url_patterns, route)
