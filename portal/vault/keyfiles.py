"""Reads the vault's secret files (docs/settings.md): pepper, salt, and the team's public keys."""

import base64
import binascii
import os
import tempfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from portal.vault.encryption import KEY_BYTES


def read_receipt_pepper() -> bytes:
    """Return the pepper of the receipts. Raises ImproperlyConfigured."""
    return _secret(Path(settings.RECEIPT_PEPPER_FILE), 32)


def read_receipt_salt() -> bytes:
    """Return the salt of the receipts. Raises ImproperlyConfigured."""
    return _secret(Path(settings.RECEIPT_SALT_FILE), 16)


def read_team_keys() -> dict[bytes, bytes]:
    """Return the keys that may be sealed to, the newest first, each with its signing half, empty where the file has
    none.

    Read anew each time, for a rotation changes them. One, but while a rotation is under way; none before the vault has
    begun. Raises ImproperlyConfigured, OSError.
    """
    path = Path(settings.TEAM_PUBLIC_KEY_FILE)
    lines = path.read_text().split() if path.exists() else []
    keys = [_bytes(line, path, KEY_BYTES, 2 * KEY_BYTES) for line in lines]
    return {both[:KEY_BYTES]: both[KEY_BYTES:] for both in keys}


def save_team_keys(keys: Mapping[bytes, bytes]) -> None:
    """Replace the file, whole or not at all. Raises OSError where the folder cannot be written."""
    path = Path(settings.TEAM_PUBLIC_KEY_FILE)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.")
    part = Path(name)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write("".join(f"{base64.urlsafe_b64encode(key + half).decode()}\n" for key, half in keys.items()))
            file.flush()
            os.fsync(file.fileno())
        part.chmod(0o400)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@lru_cache
def _secret(path: Path, size: int) -> bytes:
    if not path.exists():
        raise ImproperlyConfigured(f"There is no {path}. `make run` makes it for a demo; see docs/settings.md.")
    return _bytes(path.read_text().strip(), path, size)


def _bytes(text: str, path: Path, *sizes: int) -> bytes:
    try:
        data = base64.b64decode(text, altchars=b"-_", validate=True)
    except binascii.Error:
        data = b""
    if len(data) not in sizes:
        raise ImproperlyConfigured(f"{path} must hold {sizes[0]} bytes in URL-safe base64.")
    return data
