"""References in the helpline's alphabet: 32 letters and digits that are not mistaken for each other when read aloud."""

import secrets
from collections.abc import Callable

from django.db import models

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CASE_PREFIX, CONTACT_PREFIX, REQUEST_PREFIX, COMPLAINT_PREFIX = "MSH-", "C-", "SAR-", "DPC-"
AGREEMENT_PREFIX, FEED_PREFIX = "AGR-", "FEED-"


def make_case_reference() -> str:
    return CASE_PREFIX + _random(8)


def make_contact_reference() -> str:
    return CONTACT_PREFIX + _random(6)


def make_request_reference() -> str:
    return REQUEST_PREFIX + _random(8)


def make_complaint_reference() -> str:
    return COMPLAINT_PREFIX + _random(8)


def make_agreement_reference() -> str:
    return AGREEMENT_PREFIX + _random(6)


def make_feed_reference() -> str:
    return FEED_PREFIX + _random(6)


def normalise_reference(text: str) -> str:
    """Return a reference that somebody said or typed, in small letters or with spaces, as we write it."""
    return "".join(text.upper().split())


def _random(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def make_unused_reference(make: Callable[[], str], model: type[models.Model]) -> str:
    """Return a reference that `make` draws and that the table of `model` does not hold yet."""
    while model._default_manager.filter(reference=(drawn := make())).exists():
        pass
    return drawn
