"""Sealing of level P3 data (second-factor secrets, private files): Fernet with a ring of keys, the newest first.

Reporters' words are not P3: they belong to the vault.
"""

from functools import lru_cache
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class CannotOpen(Exception):
    """The sealed bytes were changed, or their key is not in the ring."""


@lru_cache
def _ring(path: Path) -> MultiFernet:
    keys = path.read_text().split() if path.exists() else []
    if not keys:
        raise ImproperlyConfigured(f"No sealing key in {path}. `make run` makes one; see docs/settings.md.")
    return MultiFernet([Fernet(key) for key in keys])


def seal(data: bytes) -> bytes:
    return _ring(Path(settings.SEALING_KEYS_FILE)).encrypt(data)


def open_sealed(sealed: bytes) -> bytes:
    """The bytes that were sealed. Raises CannotOpen."""
    try:
        return _ring(Path(settings.SEALING_KEYS_FILE)).decrypt(sealed)
    except InvalidToken as error:
        raise CannotOpen from error
