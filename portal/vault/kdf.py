"""Argon2id, for what people remember or write down; few runs at a time, for each takes much memory (security 3.5)."""

from threading import BoundedSemaphore

from django.conf import settings
from nacl.pwhash import argon2id

from portal.core import lanes

SALT_BYTES = argon2id.SALTBYTES
WAIT_SECONDS = 5.0
# For the code of a concern that is being sent: it is made late rather than refused.
SEND_WAIT_SECONDS = 40.0


class Busy(Exception):
    """Too many are being worked out just now; the person may try again in a moment."""


class Stretcher:
    """Stretches at most `at_once` secrets at the same time in this process; the rest wait."""

    def __init__(self, *, at_once: int) -> None:
        self._room = BoundedSemaphore(at_once)

    def stretch(self, secret: bytes, salt: bytes, size: int, *, wait_seconds: float = WAIT_SECONDS) -> bytes:
        """`size` bytes. Raises Busy after wait_seconds without room. Meanwhile the request holds up no other."""
        with lanes.pause():
            if not self._room.acquire(timeout=wait_seconds):
                raise Busy
            try:
                cost = settings.VAULT_STRETCH
                return argon2id.kdf(size, secret, salt, opslimit=cost["passes"], memlimit=cost["memory_bytes"])
            finally:
                self._room.release()


# Receipts come from strangers, so that a flood of them must not keep the desk shut: passphrases have their own room.
RECEIPTS = Stretcher(at_once=2)
PASSPHRASES = Stretcher(at_once=1)
