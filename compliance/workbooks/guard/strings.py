"""Check the shared strings of an Excel workbook: how many, and how long."""

import re
from collections.abc import Callable, Iterable

from compliance.workbooks.guard import limits, markup, refusals
from compliance.workbooks.guard.markup import Attributes
from compliance.workbooks.guard.refusals import too_many, unsafe

NOT_TEXT = re.compile(rb"<[^<>]*>|^[^<>]*>")
ENTITY = re.compile(rb"&[^;&<]{1,8};")
MAX_BUFFERED_BYTES = 4 * limits.MB


def check_strings(chunks: Callable[[], Iterable[bytes]]) -> None:
    """Check the part; chunks begins it anew at each call.

    Raises FileRefused F007, and F008 for a cell that is too long.
    """
    if not _searched(chunks()):
        counter = _Counter()
        markup.parse(chunks(), start=counter.start, end=counter.end, text=counter.text)


def _searched(chunks: Iterable[bytes]) -> bool:
    """Return False where the part is not written the plain way."""
    rest, items, size = b"", 0, 0
    is_first = True
    for chunk in chunks:
        if b"<!" in chunk or (is_first and not markup.is_plain(chunk)):
            return False
        is_first = False
        *whole, rest = (rest + chunk).split(b"<si")
        items += len(whole)
        size += len(NOT_TEXT.sub(b"", chunk))
        _refuse(items, size)
        if len(rest) > MAX_BUFFERED_BYTES:
            return False
        if max(map(len, [*whole, rest])) > limits.CELL_CHARACTERS:
            _check_lengths([*whole, rest])
    return items > 0


def _check_lengths(pieces: Iterable[bytes]) -> None:
    for piece in pieces:
        if len(piece) > limits.CELL_CHARACTERS:
            text = ENTITY.sub(b"x", NOT_TEXT.sub(b"", piece)).decode(errors="replace")
            _refuse_long(len(text))


def _refuse(items: int, size: int) -> None:
    if items > limits.SHARED_STRINGS or size > limits.SHARED_STRING_BYTES:
        raise unsafe(refusals.STRINGS)


def _refuse_long(length: int) -> None:
    if length > limits.CELL_CHARACTERS:
        raise too_many("characters", None, length)


class _Counter:
    def __init__(self) -> None:
        self.items = self.size = self.length = 0

    def start(self, name: str, _: Attributes) -> None:
        if name == "si":
            self.items += 1
            self.length = 0

    def text(self, text: str) -> None:
        self.length += len(text)
        self.size += len(text)

    def end(self, name: str) -> None:
        if name == "si":
            _refuse(self.items, self.size)
            _refuse_long(self.length)
