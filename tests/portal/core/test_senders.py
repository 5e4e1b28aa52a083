"""Whom a body comes from is compared in memory, and kept nowhere (docs/requirements/security.md#slow-clients)."""

from django.conf import settings
from django.test import RequestFactory

from portal.core.senders import get_senders


def senders(address: str, **cookies: str) -> tuple[object, ...]:
    factory = RequestFactory()
    factory.cookies.load(cookies)
    return get_senders(factory.post("/r/9", REMOTE_ADDR=address).environ)


def test_addresses_of_a_network_are_one_sender():
    assert senders("198.51.100.7") == senders("198.51.100.9") != senders("203.0.113.9")


def test_a_draft_is_one_sender_in_every_network_and_its_cookie_is_not_kept():
    draft = {settings.DRAFT_COOKIE_NAME: "SECRET"}
    one, other = senders("198.51.100.7", **draft), senders("203.0.113.9", **draft)
    assert one[1] == other[1] and one[0] != other[0]
    assert "SECRET" not in repr(one) and "198.51.100" not in repr(one)
    assert senders("198.51.100.7", **{settings.VISIT_COOKIE_NAME: "SECRET"})[1] != one[1]
