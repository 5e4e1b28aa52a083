"""Store a mapping whose values take little room: 100,000 sites as dictionaries would fill a worker. Pure."""

import marshal
from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any

from compliance.workbooks.planning import Fields


class CompactMapping[Key](MutableMapping[Key, Fields]):
    """Map keys to fields. What is got is a copy: put it back to change it. Only texts, numbers, lists and the like."""

    def __init__(self, fields: Mapping[Key, Fields] | None = None) -> None:
        self._packed: dict[Key, bytes] = {}
        self.update(fields or {})

    def __getitem__(self, key: Key) -> Fields:
        return marshal.loads(self._packed[key])  # noqa: S302 - bytes that this object made itself

    def __setitem__(self, key: Key, fields: Fields) -> None:
        self._packed[key] = marshal.dumps(fields)

    def __delitem__(self, key: Key) -> None:
        del self._packed[key]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)

    def __contains__(self, key: object) -> bool:
        return key in self._packed

    def get(self, key: Key, default: Any = None) -> Any:
        """Return the fields without the exception that the mixin would raise and catch for each new row."""
        packed = self._packed.get(key)
        return default if packed is None else marshal.loads(packed)  # noqa: S302
