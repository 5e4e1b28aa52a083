"""A flood from one network leaves turns to everybody else (docs/requirements/security.md#turns-by-network)."""

from collections import Counter

import pytest

from portal.core.concurrency import limit_concurrency
from portal.core.lanes import Lane
from portal.core.turn_queue import LONGEST_FIRST_EVERY, Turn, Turns
from portal.wsgi import RESERVED


def ask(turns: Turns, *senders: object) -> Turn:
    """Stand in the queue."""
    turn = turns.make_turn(senders)
    turn.ask()
    return turn


def serve(turns: Turns, asked: list[Turn]) -> list[object]:
    """End one turn after the other; return the networks in the order in which they had theirs."""
    served: list[Turn] = []
    for number in range(len(asked)):
        served += [turn for turn in asked if not turn.is_waiting and turn not in served]
        served[number].release()
    return [turn.network for turn in served]


def test_a_network_has_few_turns_at_a_time_whoever_else_asks():
    turns = Turns(3, of_a_network=1)
    theirs = [ask(turns, "theirs", n) for n in range(60)]
    assert [turn.is_waiting for turn in theirs].count(False) == 1
    assert not ask(turns, "honest").is_waiting


def test_whoever_has_fewer_requests_in_hand_goes_first():
    """Each request of a report waited behind all those of a flood that had come before."""
    turns = Turns(1, of_a_network=1)
    order = serve(turns, [ask(turns, "theirs", n) for n in range(60)] + [ask(turns, "honest")])
    assert order.index("honest") <= 1


def test_floods_of_many_networks_are_passed_by():
    turns = Turns(3, of_a_network=1)
    theirs = [ask(turns, f"network {n % 13}") for n in range(130)]
    order = serve(turns, [*theirs, ask(turns, "honest")])
    assert order.index("honest") <= 4 and Counter(order)["network 12"] == 10


def test_of_a_network_the_draft_with_fewer_requests_in_hand_goes_first():
    """Somebody who shares a network with a flood, as behind one exit of Tor."""
    turns = Turns(3, of_a_network=1)
    theirs = [ask(turns, "shared", "draft") for _ in range(60)]
    honest = ask(turns, "shared", "own draft")
    theirs[0].release()
    assert [turn.is_waiting for turn in theirs[1:]].count(False) + (not honest.is_waiting) == 1
    theirs = [turn for turn in theirs[1:] if turn.is_waiting]
    assert not honest.is_waiting


def test_nobody_waits_for_ever_behind_newcomers():
    turns = Turns(1, of_a_network=1)
    turn, patient = ask(turns, "first"), [ask(turns, "many") for _ in range(3)]
    ended = 0
    while patient[0].is_waiting:
        newcomer = ask(turns, f"newcomer {ended}")
        turn.release()
        turn, ended = newcomer, ended + 1
        assert ended <= LONGEST_FIRST_EVERY


@pytest.mark.parametrize("turns", [Turns(2), Turns(2, of_a_network=1)])
def test_whoever_comes_from_a_network_that_is_unknown_or_does_not_count_is_not_limited(turns):
    network = None if turns.of_a_network else "office"
    asked = [ask(turns, network) for _ in range(3)]
    assert [turn.is_waiting for turn in asked] == [False, False, True]
    asked[1].release()
    assert not asked[2].is_waiting


def test_of_a_network_whose_requests_have_ended_nothing_is_known():
    turns = Turns(1, of_a_network=1)
    serve(turns, [ask(turns, "theirs", n) for n in range(3)])
    assert not turns._working and not turns._waiting


def test_reporters_lanes_share_their_turns_by_network():
    assert {lane.turns.of_a_network for lane in RESERVED if "/report/" in lane.paths or "/r/9" in lane.paths} == {1}
    assert all(lane.turns.of_a_network < lane.turns.most for lane in RESERVED if lane.turns.of_a_network)


def test_a_request_asks_for_the_turn_of_its_network():
    lane, seen = Lane("reporters", ("/report/",), Turns(2, of_a_network=1)), []

    def application(environ, _):
        seen.append(dict(lane.turns._working))
        return [b""]

    served = limit_concurrency(application, at_once=1, reserved=[lane], get_senders=lambda _: ("network", "draft"))
    served({"wsgi.input": None, "PATH_INFO": "/report/"}, None)
    assert seen == [{"network": 1, "draft": 1}] and not lane.turns._working
