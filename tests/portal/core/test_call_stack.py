"""Calls in a loop map no memory, however many frames lie below the loop (docs/decisions/0037-room-for-frames.md)."""

import resource

import pytest
from django.conf import settings
from django.http import HttpResponse

from portal.core.call_stack import CallStackMiddleware, call_with_room

CALLS = 200


def count_mapped_pages(function, *args) -> int:
    """Return how often the process was given a page of memory meanwhile."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    function(*args)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def call_at_depth(depth: int) -> None:
    """Call a small function many times above so many frames."""
    if depth:
        call_at_depth(depth - 1)
        return
    for number in range(CALLS):
        _add(number, number)


def _add(first: int, second: int) -> int:
    return first + second


def count_at_all_depths() -> int:
    return sum(count_mapped_pages(call_at_depth, depth) >= CALLS for depth in range(300))


def test_a_loop_maps_no_memory_at_any_depth():
    call_with_room(call_at_depth, 300)
    assert call_with_room(count_at_all_depths) == 0


def test_a_request_is_answered_with_room(rf):
    counts = []

    def answer(request) -> HttpResponse:
        call_at_depth(300)
        counts.append(count_at_all_depths())
        return HttpResponse(request.path)

    assert CallStackMiddleware(answer)(rf.get("/suppliers/")).content == b"/suppliers/"
    assert counts == [0]


def test_it_comes_before_all_other_middleware():
    assert settings.MIDDLEWARE[0] == "portal.core.call_stack.CallStackMiddleware"


def test_what_is_raised_and_returned_passes_through():
    assert call_with_room(divmod, 7, 2) == (3, 1)
    assert call_with_room(dict, first=1) == {"first": 1}
    with pytest.raises(ZeroDivisionError):
        call_with_room(divmod, 7, 0)
