"""References in the helpline's alphabet: 32 letters and digits that are not mistaken for each other when read aloud."""

import secrets

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CASE, CONTACT, REQUEST, COMPLAINT = "MSH-", "C-", "SAR-", "DPC-"


def case_reference() -> str:
    return CASE + _random(8)


def contact_reference() -> str:
    return CONTACT + _random(6)


def request_reference() -> str:
    return REQUEST + _random(8)


def complaint_reference() -> str:
    return COMPLAINT + _random(8)


def as_typed(text: str) -> str:
    """A reference as somebody says or types it: in small letters, with spaces."""
    return "".join(text.upper().split())


def _random(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))
