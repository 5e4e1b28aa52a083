"""The secrets of a demo or a developer's machine, made once, readable by their owner only.

See docs/requirements/security.md#secrets.
"""

import base64
import os
import secrets
from pathlib import Path


def make_secrets(folder: Path) -> list[str]:
    """Make what is missing; never change what is there. Return the names of those made."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    wanted = {
        "secret_key": secrets.token_urlsafe(50),
        # A Fernet key is 32 random bytes; further keys go on further lines, the newest first.
        "sealing_keys": _random(32),
        "receipt_pepper": _random(32),
        "receipt_salt": _random(16),
    }
    created = []
    for name, value in wanted.items():
        if not (folder / name).exists():
            descriptor = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
            with os.fdopen(descriptor, "w") as file:
                file.write(value + "\n")
            created.append(name)
    return created


def _random(size: int) -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(size)).decode()
