"""Fernet encryption of level P3 data (second-factor secrets, private files), with a ring of keys, the newest first.

Reporters' words are not P3: they belong to the vault.
"""

from functools import lru_cache
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class DecryptionError(Exception):
    """The encrypted bytes were changed, or their key is not in the ring."""


@lru_cache
def _get_keyring(path: Path) -> MultiFernet:
    keys = path.read_text().split() if path.exists() else []
    if not keys:
        raise ImproperlyConfigured(f"No sealing key in {path}. `make run` makes one; see docs/settings.md.")
    return MultiFernet([Fernet(key) for key in keys])


def encrypt(data: bytes) -> bytes:
    """Return the data encrypted with the newest key."""
    return _get_keyring(Path(settings.SEALING_KEYS_FILE)).encrypt(data)


def decrypt(sealed: bytes) -> bytes:
    """Return the plain bytes. Raises DecryptionError."""
    try:
        return _get_keyring(Path(settings.SEALING_KEYS_FILE)).decrypt(sealed)
    except InvalidToken as error:
        raise DecryptionError from error


def reencrypt(sealed: bytes) -> bytes:
    """Return the same under the newest key; the very same bytes where that key made them. Raises DecryptionError."""
    path = Path(settings.SEALING_KEYS_FILE)
    ring = _get_keyring(path)
    newest = Fernet(path.read_text().split()[0])
    try:
        newest.decrypt(sealed)
    except InvalidToken:
        try:
            return ring.rotate(sealed)
        except InvalidToken as error:
            raise DecryptionError from error
    return sealed
