"""The receipt: 20 digits that are all somebody needs to come back to what they told us.

See docs/requirements/security.md#receipt.
"""

import hashlib
import hmac
import secrets
import unicodedata
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from portal.core.receipt_codes import has_code
from portal.vault import keyfiles
from portal.vault.encryption import KEY_BYTES
from portal.vault.kdf import RECEIPT_KDF, WAIT_SECONDS

DIGITS = 20
GROUP = 4
# Much more than anybody types with dashes and spaces.
MAX_TYPED_LENGTH = 200


@dataclass(frozen=True)
class DerivedKeys:
    """What a receipt gives, after one costly run. Only `lookup` may be stored.

    lookup: finds the row; 32 bytes, unique.
    secret: the other half, of which row keys are made; never stored.
    """

    lookup: bytes
    secret: bytes = field(repr=False)

    def key(self, row_salt: bytes) -> bytes:
        """Return the key that locks a data key for whoever has the receipt. row_salt: random bytes kept on the row."""
        return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=row_salt, info=b"portal.vault.receipt.v1").derive(
            self.secret
        )


def new_receipt() -> str:
    """Return 20 random digits, 66 bits, that are taken out wherever somebody types them by mistake."""
    while True:
        digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
        if has_code(digits) and has_code(format_receipt(digits)):
            return digits


def format_receipt(digits: str) -> str:
    """Return the digits as people see them: 4821 0093 5517 2640 1187."""
    return " ".join(digits[start : start + GROUP] for start in range(0, len(digits), GROUP))


def normalise(typed: str) -> str:
    """Return the digits among what somebody typed, in any script that writes numbers by tens, as 0 to 9."""
    values = (unicodedata.decimal(character, None) for character in typed[:MAX_TYPED_LENGTH])
    return "".join(str(value) for value in values if value is not None)


def derive_keys(digits: str, *, wait_seconds: float = WAIT_SECONDS) -> DerivedKeys:
    """Derive the keys in one run of the same cost whatever is given, so that time tells nothing. Raises kdf.Busy."""
    stretched = RECEIPT_KDF.derive(digits.encode(), keyfiles.read_receipt_salt(), 64, wait_seconds=wait_seconds)
    lookup = hmac.digest(keyfiles.read_receipt_pepper(), stretched[:32], hashlib.sha256)
    return DerivedKeys(lookup=lookup, secret=stretched[32:])
