"""Search a worksheet as bytes: as quick as unpacking it, where a callback for each cell takes many times as long.

Whatever is not written the plain way (quotes, order of attributes, prefixes, comments) raises NeedsParser; then
expat walks it.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from compliance.workbooks.guard import limits, markup
from compliance.workbooks.guard.counters import SheetCounters, column_number
from compliance.workbooks.guard.refusals import too_many

ROW = re.compile(rb'(?:\s[\w:.-]+="[^"<]*")*?\sr="(\d{1,7})"')
HIDDEN = re.compile(rb'\shidden="(?:1|true)"')
COLUMN = re.compile(rb"<col\s[^<>]*>")
SPAN = re.compile(rb'\s(min|max)="(\d{1,5})"')
MERGE = re.compile(rb'<mergeCell\s[^<>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
LETTERS = re.compile(rb"[A-Z]{1,3}")
# None of these looks further than the next "<": a hostile part must not make a search start again and again.
FILLED = re.compile(rb'<c r="([A-Z]{1,3})\d+"(?:[^<>]*[^</>])?>')
ERROR = re.compile(rb'<c r="([A-Z]{1,3})\d+"[^<>]* t="e"[^<>]*>\s*(?:<f(?:[^<>]*/>|[^<]*</f>)\s*)?<v[^<>]*>([^<]*)</v>')
FORMULA = re.compile(rb'<c r="([A-Z]{1,3})\d+"([^<>]*)>\s*<f(?:[^<>]*/>|[^<]*</f>)\s*(<v[^</>]*>[^<])?')
LONG_TEXT = re.compile(rb"<[tv][^<>]*>([^<]{%d,})<" % (limits.CELL_CHARACTERS + 1))
MAX_BUFFERED_BYTES = 24 * limits.MB  # no row of 300 cells is longer


class NeedsParser(Exception):
    """The part is written in a way that only a parser can be trusted with."""


def scan_sheet(chunks: Iterable[bytes], seen: SheetCounters, formats: dict[int, str]) -> None:
    """Count what a sheet holds. formats: styles that change what a value means, by number.

    Raises NeedsParser and FileRefused.
    """
    source = _plain(chunks)
    buffer = _head(source, seen)
    rows = _Rows(seen, formats)
    for chunk in chain([b""], source):
        body, end, tail = (buffer + chunk).partition(b"</sheetData")
        *pieces, buffer = body.split(b"<row")
        for piece in [*pieces, buffer] if end else pieces:
            rows.take(piece)
        if end:
            break
        if len(buffer) > MAX_BUFFERED_BYTES:
            raise NeedsParser
    else:
        raise NeedsParser
    _merges(chain([tail], source), seen)


def _plain(chunks: Iterable[bytes]) -> Iterator[bytes]:
    is_first = True
    for chunk in chunks:
        if b"<!" in chunk or (is_first and not markup.is_plain(chunk)):
            raise NeedsParser
        is_first = False
        yield chunk


def _head(source: Iterator[bytes], seen: SheetCounters) -> bytes:
    """Take note of hidden columns; return what follows <sheetData."""
    buffer = b""
    for chunk in source:
        buffer += chunk
        head, tag, rest = buffer.partition(b"<sheetData")
        if tag:
            for column in filter(HIDDEN.search, COLUMN.findall(head)):
                span = {name: int(number) for name, number in SPAN.findall(column)}
                seen.hidden_spans.append((span.get(b"min", 0), span.get(b"max", 0)))
            return rest
        if len(buffer) > MAX_BUFFERED_BYTES:
            break
    raise NeedsParser


def _merges(source: Iterable[bytes], seen: SheetCounters) -> None:
    rest = b""
    for chunk in source:
        whole, _, rest = (rest + chunk).rpartition(b"<")
        for left, top, right, bottom in MERGE.findall(whole):
            seen.merge(int(top), column_number(left), int(bottom), column_number(right))
        if len(rest) > MAX_BUFFERED_BYTES:
            raise NeedsParser


class _Rows:
    """Take each row without its "<row"; before the first of them stands the end of <sheetData>."""

    def __init__(self, seen: SheetCounters, formats: dict[int, str]) -> None:
        self.seen = seen
        self.formats = formats
        self.before = -1
        numbers = b"|".join(b"%d" % number for number in formats)
        self.styled = re.compile(rb'<c r="([A-Z]{1,3})\d+"(?: t="\w+")? s="(%s)"' % numbers) if formats else None
        self.letters: dict[bytes, int] = {}

    def take(self, piece: bytes) -> None:
        if self.before < 0:
            self.before = 0
            return
        match = ROW.match(piece)
        if not match or int(match[1]) <= self.before:
            raise NeedsParser
        number = self.before = int(match[1])
        cells = piece.count(b"<c ")
        if cells != piece.count(b'<c r="') or b"<c>" in piece or b"='" in piece:
            raise NeedsParser
        if piece.count(b'%d"' % number) <= cells:  # the row itself says so too; a cell that claims to be in another row
            raise NeedsParser
        if b"</row>" not in piece and piece[piece.find(b">") - 1 : piece.find(b">")] != b"/":
            raise NeedsParser
        has_formula = b"<f" in piece
        filled = piece.count(b"<v>") + piece.count(b"<is>") or (cells if b"<v " in piece or b"<is " in piece else 0)
        if filled or has_formula:
            self._filled(piece, number, filled, has_formula=has_formula)

    def _filled(self, piece: bytes, number: int, filled: int, *, has_formula: bool) -> None:
        seen = self.seen
        column = self._last_column(piece)
        if not seen.takes(number):
            seen.spread(number, column)
            return
        seen.row(number, cells=filled, last_column=column)
        if HIDDEN.search(piece, 0, piece.index(b">")):
            seen.hidden_rows += 1
        if b' t="e"' in piece:
            for letters, text in ERROR.findall(piece):
                seen.errors.mark(number, self._column(letters), text.decode(errors="replace"))
        if has_formula:
            for letters, attributes, value in FORMULA.findall(piece):
                seen.formula(number, self._column(letters), is_solved=bool(value) or b't="str"' in attributes)
        if self.styled:
            for letters, style in self.styled.findall(piece):
                seen.formats.mark(number, self._column(letters), self.formats[int(style)])
        if len(piece) > limits.CELL_CHARACTERS and (long := LONG_TEXT.search(piece)):
            raise too_many("characters", seen.name, len(long[1]))

    def _last_column(self, piece: bytes) -> int:
        """Return the last filled column: empty cells that only bear a style may reach to the end of the sheet."""
        column = self._column(_letters(piece, piece.rfind(b'<c r="') + 6))
        if column <= limits.COLUMNS:
            return column
        return max(map(self._column, FILLED.findall(piece)), default=0)

    def _column(self, letters: bytes) -> int:
        if letters not in self.letters:
            self.letters[letters] = column_number(letters)
        return self.letters[letters]


def _letters(piece: bytes, at: int) -> bytes:
    match = LETTERS.match(piece, at)
    if not match:
        raise NeedsParser
    return match[0]
