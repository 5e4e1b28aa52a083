"""Room on the stack of Python's frames for a whole request, so that no call maps memory only to give it back.

CPython keeps the frames of a thread in chunks of 16 KB. A call that does not fit in the last chunk has another one
mapped, and its return gives it back. Where a loop happens to run at such an edge, each of its calls does both: a page
of a table then took up to twice its time, another page none, by how many frames lay below it. What runs above one
frame that asks for a large chunk has the rest of that chunk.

See docs/decisions/0037-room-for-frames.md.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

# Of 8 bytes each. A chunk is the next power of two above them, and the rest of it, 256 KB, holds all frames above.
STACK_SLOTS = 2**15


def call_with_room[**Parameters, Result](
    function: Callable[Parameters, Result], *args: Parameters.args, **kwargs: Parameters.kwargs
) -> Result:
    """Return what the function returns, which is called with room for the frames of all that it calls."""
    return function(*args, **kwargs)


call_with_room.__code__ = call_with_room.__code__.replace(co_stacksize=STACK_SLOTS)


class CallStackMiddleware:
    """Answers a request with room for the frames of all other middleware and of the page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return call_with_room(self.get_response, request)
