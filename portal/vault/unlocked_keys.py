"""The team's private keys in the hands of one handler, for the length of one request."""

import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import batched, chain
from uuid import UUID

from portal.vault import encryption
from portal.vault.encryption import DecryptionError
from portal.vault.models import DataKey

# Data keys that a thread opens in one go: about 10 ms of work.
BATCH_SIZE = 200


@dataclass(frozen=True)
class UnlockedKeys:
    """Holds the private keys by the uuid of their epoch. Never stored, never shown."""

    user_id: int
    keys: Mapping[UUID, bytes] = field(repr=False)

    def open(self, data_key: DataKey) -> bytes:
        """Return the key that was wrapped. Raises DecryptionError, also where an epoch's key was never given to this
        handler.
        """
        return encryption.unwrap_key(data_key.wrapped_key, self.private(data_key.epoch_id))

    def private(self, epoch: UUID) -> bytes:
        """Return the epoch's private key. Raises DecryptionError where the handler does not hold it."""
        if epoch not in self.keys:
            raise DecryptionError
        return self.keys[epoch]

    def open_many[Name](self, wrapped: Mapping[Name, tuple[UUID, bytes]]) -> dict[Name, bytes]:
        """Return the keys of many data keys, each given as its epoch and what was wrapped. What does not open is left
        out.

        On every processor at once: libsodium works without Python's lock.
        """
        unwrap = {epoch: encryption.make_unwrapper(private) for epoch, private in self.keys.items()}

        def open_some(some: list[tuple[Name, tuple[UUID, bytes]]]) -> list[tuple[Name, bytes]]:
            return [
                (name, key)
                for name, (epoch, wrapped_key) in some
                if (key := _unwrapped(unwrap.get(epoch), wrapped_key))
            ]

        parts = map(list, batched(wrapped.items(), BATCH_SIZE, strict=False))
        with ThreadPoolExecutor(os.process_cpu_count()) as threads:
            return dict(chain.from_iterable(threads.map(open_some, parts)))


def _unwrapped(unwrap: Callable[[bytes], bytes] | None, wrapped: bytes) -> bytes | None:
    try:
        return unwrap(wrapped) if unwrap else None
    except DecryptionError:
        return None
