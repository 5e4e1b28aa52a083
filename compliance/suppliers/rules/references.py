"""Compare references as people type them: two of the same folded form are the same. Pure.

See docs/requirements/suppliers.md#references.
"""

import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache

# A reference that the portal made has a mark of its own, so that it never meets one of the business's.
_ALLOWED = re.compile(r"(?!auto:)[\w ./#,+&()':*@-]+|auto:[0-9a-f]{16}(?::\d{4}-\d\d-\d\d)?")
MAX_REFERENCE_LENGTH = 64


def is_valid_reference(value: str) -> bool:
    """Return whether a reference is 1 to 64 letters, digits, spaces and . , _ - + & / # ( ) ' : * @ once trimmed."""
    value = value.strip()
    return 1 <= len(value) <= MAX_REFERENCE_LENGTH and bool(_ALLOWED.fullmatch(value))


@lru_cache(maxsize=10_000)
def fold_reference(value: str) -> str:
    """Return the form in which references are compared: trimmed, without case, inner spaces collapsed."""
    return " ".join(value.split()).casefold()


def hash_products(products: Iterable[str]) -> str:
    """Return the SHA-256 of the products folded, in any order."""
    return hashlib.sha256("|".join(sorted(fold_reference(product) for product in products)).encode()).hexdigest()
