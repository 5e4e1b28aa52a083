"""Counts visitors whom nobody knows, without keeping who they are.

A source is the network of an address, and what stands for it is a keyed hash of this minute. Key and counts live in
memory alone and end with the server. All processes of one installation on a machine count together, whether the server
loads the portal before it forks or after; several machines count each for itself.

See docs/requirements/security.md#rounded-times, docs/requirements/security.md#source-counts.
"""

import logging
import os
import secrets
from contextlib import suppress
from fcntl import LOCK_EX, LOCK_NB, LOCK_SH, flock
from hashlib import blake2b
from ipaddress import IPv4Address, IPv6Address, ip_address
from mmap import mmap
from pathlib import Path
from threading import Lock

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

logger = logging.getLogger(__name__)
SLOTS = 2**16
MAX_COUNT = 2**16 - 1
KEY_BYTES = 32
# Counts of everybody together have slots of their own behind the others, one an act.
ACTS = sorted(settings.LIMITS)
TABLE_BYTES = KEY_BYTES + (SLOTS + len(ACTS)) * 8


class CountTable:
    """A table of fixed size. Of two sources in one slot the later begins anew, so nobody waits for another.

    Everybody together is never counted anew for that: else whoever comes from many networks would lift the limit.
    """

    def __init__(self, file: Path | None = None) -> None:
        """file: in a file system that is memory; without one only the processes forked from this one count along."""
        self._table = open_shared_table(file) or open_own_table()
        self.slots = memoryview(self._table)[KEY_BYTES:].cast("Q")
        self._lock = Lock()

    def add(self, act: str, source: str, window: int) -> int:
        """Count one more; return how many there are in this window of time, this one included."""
        digest = blake2b(f"{act} {source} {window}".encode(), key=self._table[:KEY_BYTES], digest_size=8).digest()
        mark, slot = divmod(int.from_bytes(digest), SLOTS)
        return self._count(mark, slot)

    def add_for_all(self, act: str, window: int) -> int:
        """Count one more by everybody together, as add. act: a key of settings.LIMITS."""
        return self._count(window, SLOTS + ACTS.index(act))

    def _count(self, mark: int, slot: int) -> int:
        """Count one more in a slot; return how many there are of this mark, a number below 2**48."""
        with self._lock:
            known_mark, known = divmod(self.slots[slot], SLOTS)
            number = known + 1 if known_mark == mark else 1
            self.slots[slot] = mark * SLOTS + min(number, MAX_COUNT)
        return number

    def clear(self) -> None:
        self._table[:KEY_BYTES] = secrets.token_bytes(KEY_BYTES)
        for slot in range(SLOTS, len(self.slots)):
            self.slots[slot] = 0


def open_own_table() -> mmap:
    """Return a table that only this process and those forked from it share."""
    table = mmap(-1, TABLE_BYTES)
    table[:KEY_BYTES] = secrets.token_bytes(KEY_BYTES)
    return table


def open_shared_table(file: Path | None) -> mmap | None:
    """Open the table that all processes with this file share; None where it cannot be had.

    Each holds a lock on it for as long as it lives. Who finds that nobody else does begins a new table: what a server
    that ended has counted is gone.
    """
    if file is None:
        return None
    try:
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        if os.fstat(descriptor).st_uid != os.geteuid():
            raise PermissionError
        with suppress(BlockingIOError):
            flock(descriptor, LOCK_EX | LOCK_NB)
            os.ftruncate(descriptor, 0)
            os.ftruncate(descriptor, TABLE_BYTES)
            os.pwrite(descriptor, secrets.token_bytes(KEY_BYTES), 0)
        flock(descriptor, LOCK_SH)
        return mmap(descriptor, TABLE_BYTES)
    except (OSError, ValueError) as error:
        logger.warning("Processes of this server count visitors each for itself: %s", type(error).__name__)
        return None


counts = CountTable(settings.VISITOR_COUNTS_FILE)


def get_source(request: HttpRequest) -> str:
    """Return the visitor's network (/24, or /48 of IPv6), as told by the proxies that the settings trust.

    Empty where nothing tells: those visitors are counted together.
    """
    try:
        address = ip_address(get_adapter().get_client_ip(request))
    except (PermissionDenied, ValueError):
        return ""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is None:
            return f"{IPv6Address(int(address) >> 80 << 80)}/48"
        address = address.ipv4_mapped
    return f"{IPv4Address(int(address) >> 8 << 8)}/24"
