"""The team's private keys in the hands of one handler, for the length of one request."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from portal.vault import boxes
from portal.vault.boxes import CannotOpen
from portal.vault.models import DataKey


@dataclass(frozen=True)
class Unlocked:
    """keys: private keys by the uuid of their epoch. Never stored, never shown."""

    user_id: int
    keys: Mapping[UUID, bytes] = field(repr=False)

    def open(self, data_key: DataKey) -> bytes:
        """The key that was wrapped. Raises CannotOpen, also where an epoch's key was never given to this handler."""
        return boxes.unwrap(data_key.wrapped_key, self.private(data_key.epoch_id))

    def private(self, epoch: UUID) -> bytes:
        """Raises CannotOpen where the handler does not hold it."""
        if epoch not in self.keys:
            raise CannotOpen
        return self.keys[epoch]

    def opener(self) -> Callable[[UUID, bytes], bytes]:
        """For many data keys at once: given an epoch and a wrapped key, the key. It raises CannotOpen as open does."""
        unwrap = {epoch: boxes.unwrapper(private) for epoch, private in self.keys.items()}

        def open_one(epoch: UUID, wrapped: bytes) -> bytes:
            if epoch not in unwrap:
                raise CannotOpen
            return unwrap[epoch](wrapped)

        return open_one
