"""Counting visitors whom nobody knows, without keeping who they are (security 3.6).

A source is the network of an address, and what stands for it is a keyed hash of this minute. Key and counts live in
memory alone and end with the server. The memory is mapped before the server forks, so that its processes count
together; several machines count each for itself.
"""

import secrets
from hashlib import blake2b
from ipaddress import IPv6Address, ip_address, ip_network
from mmap import mmap

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

SLOTS = 2**16
MOST_COUNTED = 2**16 - 1


class Counts:
    """A table of fixed size. Of two sources in one slot the later begins anew, so nobody waits for another."""

    def __init__(self) -> None:
        self.key = secrets.token_bytes(32)
        self.slots = memoryview(mmap(-1, SLOTS * 8)).cast("Q")

    def add(self, act: str, source: str, window: int) -> int:
        """Count one more; how many there are in this window of time, this one included."""
        told = blake2b(f"{act} {source} {window}".encode(), key=self.key, digest_size=8).digest()
        mark, place = divmod(int.from_bytes(told), SLOTS)
        kept_mark, kept = divmod(self.slots[place], SLOTS)
        number = kept + 1 if kept_mark == mark else 1
        self.slots[place] = mark * SLOTS + min(number, MOST_COUNTED)
        return number

    def clear(self) -> None:
        self.key = secrets.token_bytes(32)


counts = Counts()


def source_of(request: HttpRequest) -> str:
    """The visitor's network (/24, or /48 of IPv6), as told by the proxies that the settings trust.

    Empty where nothing tells: those visitors are counted together.
    """
    try:
        address = ip_address(get_adapter().get_client_ip(request))
    except (PermissionDenied, ValueError):
        return ""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is None:
            return str(ip_network((address.packed, 48), strict=False))
        address = address.ipv4_mapped
    return str(ip_network((address.packed, 24), strict=False))
