"""A mapping whose values take little room: a register of 100,000 sites as dictionaries would fill a worker. Pure."""

import marshal
from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any


class CompactMapping[Key](MutableMapping[Key, dict[str, Any]]):
    """Fields by key. What is got is a copy: put it back to change it. Only texts, numbers, lists and the like."""

    def __init__(self, fields: Mapping[Key, dict[str, Any]] | None = None) -> None:
        self._kept: dict[Key, bytes] = {}
        self.update(fields or {})

    def __getitem__(self, key: Key) -> dict[str, Any]:
        return marshal.loads(self._kept[key])  # noqa: S302 - bytes that this object made itself

    def __setitem__(self, key: Key, fields: dict[str, Any]) -> None:
        self._kept[key] = marshal.dumps(fields)

    def __delitem__(self, key: Key) -> None:
        del self._kept[key]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)

    def __contains__(self, key: object) -> bool:
        return key in self._kept

    def get(self, key: Key, default: Any = None) -> Any:
        """Without the exception that the mixin would raise and catch for each new row."""
        kept = self._kept.get(key)
        return default if kept is None else marshal.loads(kept)  # noqa: S302
