"""Places in which visitors wait are shared between networks (docs/requirements/security.md#rate-limits)."""

from contextlib import ExitStack

import pytest

from compliance.concerns import throttling
from compliance.concerns.throttling import WaitingPlaces
from portal.vault.kdf import Busy

OTHER = "203.0.113.0/24"


def claim_all(places: WaitingPlaces, network: str, waiting: ExitStack) -> int:
    """Return how many places the network gets, and hold them."""
    held = 0
    while True:
        try:
            waiting.enter_context(places.claim(network))
        except Busy:
            return held
        held += 1


def test_one_network_never_takes_all_places():
    places = WaitingPlaces(32)
    with ExitStack() as waiting:
        assert claim_all(places, "198.51.100.0/24", waiting) == 16
        assert claim_all(places, OTHER, waiting) == 8
    assert claim_all(places, OTHER, ExitStack()) == 16, "who left holds nothing"


def test_of_a_network_that_waits_no_longer_nothing_is_known():
    places = WaitingPlaces(2)
    with places.claim(OTHER):
        assert OTHER in places._held
    assert not places._held


def test_whoever_is_slowed_down_takes_the_place_of_no_other_act(rf, monkeypatch):
    monkeypatch.setattr(throttling, "sleep", lambda _: None)
    with ExitStack() as waiting:
        assert claim_all(throttling._places["begin"], "127.0.0.0/24", waiting)
        with pytest.raises(Busy):
            throttling.slow_down_if(True, "begin", rf.get("/"))
        for act in ("upload", "submit", "receipt"):
            throttling.slow_down_if(True, act, rf.get("/"))
