"""Argon2id key derivation, for what people remember or write down; few runs at a time, for each takes much memory.

See docs/requirements/security.md#key-stretching.
"""

from threading import BoundedSemaphore

from django.conf import settings
from nacl.pwhash import argon2id

from portal.core import lanes

SALT_BYTES = argon2id.SALTBYTES
WAIT_SECONDS = 5.0
# For the code of a concern that is being sent: it is made late rather than refused.
SEND_WAIT_SECONDS = 40.0


class Busy(Exception):
    """Too many keys are being derived just now; the person may try again in a moment."""


class KeyDeriver:
    """Derives at most `at_once` keys at the same time in this process; the rest wait."""

    def __init__(self, *, at_once: int) -> None:
        self._room = BoundedSemaphore(at_once)

    def derive(self, secret: bytes, salt: bytes, size: int, *, wait_seconds: float = WAIT_SECONDS) -> bytes:
        """Return `size` bytes. Raises Busy after wait_seconds without room. Meanwhile the request holds up no other."""
        with lanes.lane_paused():
            if not self._room.acquire(timeout=wait_seconds):
                raise Busy
            try:
                cost = settings.VAULT_STRETCH
                return argon2id.kdf(size, secret, salt, opslimit=cost["passes"], memlimit=cost["memory_bytes"])
            finally:
                self._room.release()


# Receipts come from strangers, so that a flood of them must not keep the desk shut: passphrases have their own room.
RECEIPT_KDF = KeyDeriver(at_once=2)
PASSPHRASE_KDF = KeyDeriver(at_once=1)
