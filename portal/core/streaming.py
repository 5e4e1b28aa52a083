"""Streamed responses: few of a process at a time, for each holds a thread of the server."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack

from django.http import StreamingHttpResponse

from portal.core import lanes


def stream_response(pieces: Iterable[str], *, content_type: str) -> StreamingHttpResponse:
    """Return a response of these pieces, each of which may query the database. Raises portal.core.lanes.Busy."""
    return StreamingHttpResponse(_Pieces(pieces), content_type=content_type)


class _Pieces:
    """Holds one of the lane's slots for streams until the pieces are sent, or until nobody reads on."""

    def __init__(self, pieces: Iterable[str]) -> None:
        self._pieces, self._place = iter(pieces), ExitStack()
        self._place.enter_context(lanes.current_lane().streams.claim())

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        return next(self._pieces)

    def close(self) -> None:
        self._place.close()
