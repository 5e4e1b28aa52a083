"""The code on a certificate: 80 random bits in letters and digits that nobody takes for one another.

See docs/requirements/security.md#certificate-codes.
"""

import secrets

# Crockford's alphabet: no I, L, O or U.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
MISREAD = str.maketrans("ILO", "110")


def new_code() -> str:
    """Return a new random code."""
    return "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))


def group_code(code: str) -> str:
    """Return the code in groups of four, for people."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def parse_code(typed: str) -> str:
    """Return the code as it is stored, however it was typed; empty for what can be none."""
    plain = "".join(typed.upper().split()).replace("-", "").translate(MISREAD)
    return plain if len(plain) == LENGTH and set(plain) <= set(ALPHABET) else ""
