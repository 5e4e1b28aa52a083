"""The in-process store of the page cache: of the current edition only, and bounded in size."""

from collections.abc import Callable, Hashable
from typing import Any

from django.conf import settings

from portal.core.page_cache import version

MAX_ENTRIES = 2000


class PageStore:
    """Values by edition. Nothing stored under one edition is found under another, whatever other threads do."""

    def __init__(self) -> None:
        self._edition = ""
        self._values: dict[tuple[str, Hashable], Any] = {}

    def get(self, edition: str, key: Hashable) -> Any:
        return self._values.get((edition, key))

    def put(self, edition: str, key: Hashable, value: Any) -> None:
        if edition != self._edition or len(self._values) >= MAX_ENTRIES:
            self._values, self._edition = {}, edition
        self._values[edition, key] = value

    def clear(self) -> None:
        self._values = {}


page_store = PageStore()


def get_or_make[Value](key: Hashable, make: Callable[[], Value]) -> Value:
    """Return the cached value made of published pages, or make it; it is made anew after each change of one.

    For what is the same to everybody who may see the page.
    """
    if not settings.PAGES_ARE_KEPT:
        return make()
    # Read before the pages are: a change that comes in between makes the value one of a former edition.
    edition = version.get_edition()
    if not edition:
        return make()
    kept = page_store.get(edition, key)
    if kept is not None:
        return kept[0]
    value = make()
    page_store.put(edition, key, (value,))
    return value
