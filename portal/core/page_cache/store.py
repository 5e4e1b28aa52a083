"""What one worker keeps: of the current edition only, and so much that its memory suffices."""

from collections.abc import Callable, Hashable
from typing import Any

from django.conf import settings

from portal.core.page_cache import version

MOST = 2000


class Memory:
    """Nothing that was kept under one edition is found under another, whatever other threads do meanwhile."""

    def __init__(self) -> None:
        self._edition = ""
        self._values: dict[tuple[str, Hashable], Any] = {}

    def get(self, edition: str, key: Hashable) -> Any:
        return self._values.get((edition, key))

    def put(self, edition: str, key: Hashable, value: Any) -> None:
        if edition != self._edition or len(self._values) >= MOST:
            self._values, self._edition = {}, edition
        self._values[edition, key] = value

    def clear(self) -> None:
        self._values = {}


memory = Memory()


def kept[Value](key: Hashable, make: Callable[[], Value]) -> Value:
    """The value made of published pages, made anew after each change of one.

    For what is the same to everybody who may see the page; None is made again each time.
    """
    if not settings.PAGES_ARE_KEPT:
        return make()
    # Read before the pages are: a change that comes in between makes the value one of a former edition.
    edition = version.edition()
    if not edition:
        return make()
    value = memory.get(edition, key)
    if value is None:
        value = make()
        memory.put(edition, key, value)
    return value
