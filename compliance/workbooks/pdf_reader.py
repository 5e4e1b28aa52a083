"""Read the tables of an audit report in PDF. Only in a sandbox (portal.core.sandbox). No Django here.

A table is where lines are drawn around cells, or where texts stand in columns below each other; everything else is a
row of one cell. What comes of it is a guess: a person confirms each line.

See docs/requirements/suppliers.md#pdf-reports.
"""

import ctypes
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium

from compliance.workbooks.types import FileRefused, Notes, Row, Sheet, Value, Workbook

SHEET_NAME = "Report"
MAX_PAGES = 200
MAX_CHARACTERS = 800_000
MAX_LINES_A_PAGE = 4_000
SPACE = 32
# A gap of so many heights of a letter parts what stands beside each other.
WIDE_GAP = 0.55
# Points: lines so thin are drawn around cells, and edges so near are one.
THIN, NEAR = 3.0, 4.0
MIN_COLUMNS, MIN_LINES = 3, 2
# Lines of one cell are nearer to each other than rows are.
ROW_GAP = 1.25


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of one line, in points; y counts down from the top of the page."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(slots=True)
class Grid:
    """The lines around cells that belong together. xs, ys: where columns and rows begin and end."""

    xs: list[float] = field(default_factory=list)
    ys: list[float] = field(default_factory=list)

    def holds(self, text: Text) -> bool:
        return self.ys[0] <= text.middle <= self.ys[-1] and self.xs[0] - NEAR <= text.left <= self.xs[-1]


type Cells = list[str]
type Rule = tuple[float, float, float]  # where it stands, from, to
type Band = tuple[float, list[Cells]]


def read_pdf(body: bytes) -> Workbook:
    """Return one sheet with the report's rows, numbered from 1. Raises FileRefused."""
    try:
        document = pypdfium2.PdfDocument(body)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", 0) == pdfium.FPDF_ERR_PASSWORD
        raise FileRefused("F003" if locked else "F006") from None
    if not len(document) or len(document) > MAX_PAGES:
        raise FileRefused("F014" if len(document) else "F006")
    lines: list[Cells] = []
    left = MAX_CHARACTERS
    for number in range(len(document)):
        try:
            page_lines = read_page(document[number])
        except pypdfium2.PdfiumError:
            continue
        left -= sum(len(cell) for cells in page_lines for cell in cells)
        if left < 0:
            raise FileRefused("F014")
        lines += page_lines
    if not any(any(cells) for cells in lines):
        raise FileRefused("F002", found="a PDF without text, such as a scan")
    rows = [Row(number, _values(cells)) for number, cells in enumerate(join_tables(lines), start=1)]
    return Workbook("pdf", [Sheet(SHEET_NAME, False, iter(rows), Notes())])


def _values(cells: Cells) -> list[Value]:
    return [cell or None for cell in cells]


def join_tables(lines: Iterable[Cells]) -> list[Cells]:
    """Return the lines without the header that a table repeats on its next page."""
    headers: set[tuple[str, ...]] = set()
    joined: list[Cells] = []
    for cells in lines:
        filled = tuple(cell for cell in cells if cell)
        if len(filled) > MIN_COLUMNS and filled in headers:
            continue
        if len(filled) > MIN_COLUMNS and len(max(filled, key=len)) < 80:
            headers.add(filled)
        joined.append(cells)
    return joined


def read_page(page: pypdfium2.PdfPage) -> list[Cells]:
    """Return the rows of a page from top to bottom: of tables their cells, else one cell a line."""
    height = page.get_height()
    upright, level = read_rules(page, height)
    grids = find_grids(upright, level)
    texts = read_texts(page, height, [rule for rule in upright if rule[2] - rule[1] > NEAR])
    bands: list[Band] = []
    for grid in grids:
        inside = [text for text in texts if grid.holds(text)]
        if inside:
            bands.append((grid.ys[0], fill_grid(grid, inside)))
            texts = [text for text in texts if not grid.holds(text)]
    bands += ((top, cells) for top, cells in read_loose_lines(texts))
    return [cells for _top, rows in sorted(bands, key=lambda band: band[0]) for cells in rows]


# --- Text ----------------------------------------------------------------------------------------------------------


def read_texts(page: pypdfium2.PdfPage, height: float, upright: Sequence[Rule] = ()) -> list[Text]:
    """Return the pieces of text of a page. PDFium says where a line ends; a wide gap or an upright line parts it."""
    opened = page.get_textpage()
    count = opened.count_chars()
    pieces: list[Text] = []
    current: list[tuple[str, float, float, float, float]] = []
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(opened.raw, index)
        if code in (10, 13):
            _flush(current, pieces)
            continue
        if code == SPACE or code == 0xA0:
            if current:
                current.append((" ", *current[-1][1:]))
            continue
        if code < SPACE:
            continue
        left, bottom, right, top = opened.get_charbox(index, loose=True)
        box = (left, right, height - top, height - bottom)
        if current and (_is_apart(current[-1], box) or _is_ruled(current[-1], box, upright)):
            _flush(current, pieces)
        current.append((chr(code), *box))
    _flush(current, pieces)
    return pieces


def _is_apart(before: tuple[str, float, float, float, float], box: tuple[float, float, float, float]) -> bool:
    _character, _left, right, top, bottom = before
    size = max(bottom - top, 1.0)
    return box[0] - right > WIDE_GAP * size or box[0] < right - 2 * size or abs(box[2] - top) > size


def _is_ruled(
    before: tuple[str, float, float, float, float], box: tuple[float, float, float, float], upright: Sequence[Rule]
) -> bool:
    """Return whether an upright line stands between two letters; only a gap of some width is looked at."""
    if box[0] - before[2] < 1:
        return False
    middle = (box[2] + box[3]) / 2
    return any(before[2] - 1 <= x <= box[0] + 1 and first <= middle <= last for x, first, last in upright)


def _flush(current: list[tuple[str, float, float, float, float]], pieces: list[Text]) -> None:
    text = " ".join("".join(character for character, *_ in current).split())
    if text:
        solid = [entry for entry in current if entry[0] != " "]
        pieces.append(
            Text(
                text,
                min(entry[1] for entry in solid),
                max(entry[2] for entry in solid),
                min(entry[3] for entry in solid),
                max(entry[4] for entry in solid),
            )
        )
    current.clear()


# --- Lines around cells --------------------------------------------------------------------------------------------


def read_rules(page: pypdfium2.PdfPage, height: float) -> tuple[list[Rule], list[Rule]]:
    """Return the upright and the level lines that are drawn on a page, the edges of boxes too."""
    upright: list[Rule] = []
    level: list[Rule] = []
    for number, path in enumerate(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=4)):
        if number > MAX_LINES_A_PAGE:
            break
        bounds = [ctypes.c_float() for _ in range(4)]
        if not pdfium.FPDFPageObj_GetBounds(path.raw, *(ctypes.byref(value) for value in bounds)):
            continue
        left, bottom, right, top = (value.value for value in bounds)
        first, last = height - top, height - bottom
        wide, high = right - left, last - first
        if wide <= THIN and high > NEAR:
            upright.append(((left + right) / 2, first, last))
        elif high <= THIN and wide > NEAR:
            level.append(((first + last) / 2, left, right))
        elif wide > NEAR and high > NEAR:
            upright += [(left, first, last), (right, first, last)]
            level += [(first, left, right), (last, left, right)]
    return upright, level


def find_grids(upright: Sequence[Rule], level: Sequence[Rule]) -> list[Grid]:
    """Return the tables that lines make: level lines of about the same span, with upright lines between them."""
    grids: list[Grid] = []
    for span in _group_spans(level):
        ys = _merge(y for y, _left, _right in span)
        left, right = min(rule[1] for rule in span), max(rule[2] for rule in span)
        between = [
            rule
            for rule in upright
            if left - NEAR <= rule[0] <= right + NEAR and rule[1] <= ys[-1] + NEAR and rule[2] >= ys[0] - NEAR
        ]
        xs = _merge(x for x, _first, _last in between)
        if len(xs) > MIN_COLUMNS and len(ys) > MIN_LINES:
            grids.append(Grid(xs, ys))
    return sorted(grids, key=lambda grid: grid.ys[0])


def _group_spans(level: Sequence[Rule]) -> Iterator[list[Rule]]:
    """Yield level lines that overlap and follow each other down the page."""
    groups: list[list[Rule]] = []
    for rule in sorted(level):
        for group in groups:
            left, right = min(each[1] for each in group), max(each[2] for each in group)
            is_beside = rule[1] <= right + NEAR and rule[2] >= left - NEAR
            if is_beside and rule[0] - max(each[0] for each in group) < 320:
                group.append(rule)
                break
        else:
            groups.append([rule])
    yield from groups


def _merge(places: Iterable[float]) -> list[float]:
    """Return places in order, those that are near each other as one."""
    merged: list[float] = []
    for place in sorted(places):
        if not merged or place - merged[-1] > NEAR:
            merged.append(place)
    return merged


def fill_grid(grid: Grid, texts: Iterable[Text]) -> list[Cells]:
    """Return the cells of a table, row by row; the lines of a cell are one text."""
    rows: list[list[list[Text]]] = [[[] for _ in grid.xs[:-1]] for _ in grid.ys[:-1]]
    for text in texts:
        row = min(max(bisect_right(grid.ys, text.middle) - 1, 0), len(rows) - 1)
        column = min(max(bisect_right(grid.xs, text.left + NEAR / 2) - 1, 0), len(grid.xs) - 2)
        rows[row][column].append(text)
    filled = [[_join(cell) for cell in row] for row in rows]
    return [cells for cells in filled if any(cells)]


def _join(texts: Iterable[Text]) -> str:
    ordered = sorted(texts, key=lambda text: (round(text.middle), text.left))
    joined = ""
    for text in ordered:
        # A word that a line breaks is one word again.
        is_broken = joined.endswith("-") and len(joined) > 1 and joined[-2].islower() and text.text[:1].islower()
        joined = joined[:-1] + text.text if is_broken else f"{joined} {text.text}".strip()
    return joined


# --- Text in columns without lines ---------------------------------------------------------------------------------


def read_loose_lines(texts: Iterable[Text]) -> list[Band]:
    """Return lines outside of drawn tables; lines of several pieces below each other are a table by their columns."""
    lines = _group_lines(texts)
    bands: list[Band] = []
    position = 0
    while position < len(lines):
        length = _table_length(lines, position)
        if length:
            table = lines[position : position + length]
            bands.append((table[0][0].top, _fill_columns(table)))
            position += length
        else:
            bands.append((lines[position][0].top, [[text.text for text in lines[position]]]))
            position += 1
    return bands


def _group_lines(texts: Iterable[Text]) -> list[list[Text]]:
    lines: list[list[Text]] = []
    for text in sorted(texts, key=lambda text: (text.middle, text.left)):
        if lines and abs(lines[-1][0].middle - text.middle) < (text.bottom - text.top) / 2:
            lines[-1].append(text)
        else:
            lines.append([text])
    return [sorted(line, key=lambda text: text.left) for line in lines]


def _table_length(lines: Sequence[list[Text]], position: int) -> int:
    """Return how many lines from here on stand in the columns of the first, 0 where it begins no table."""
    head = lines[position]
    if len(head) <= MIN_COLUMNS:
        return 0
    length = 1
    for before, line in pairwise(lines[position:]):
        size = line[0].bottom - line[0].top
        is_near = line[0].top - before[0].bottom < 3 * size
        fits = all(any(_overlap(text, column) for column in head) for text in line)
        if not is_near or not fits:
            break
        length += 1
    return length if length > MIN_LINES else 0


def _overlap(text: Text, column: Text) -> bool:
    return abs(text.left - column.left) <= 2 * NEAR or (text.left < column.right and text.right > column.left)


def _fill_columns(table: Sequence[list[Text]]) -> list[Cells]:
    """Return a row for each line that begins one: with a text in the first column, and after a larger space.

    Where all lines are equally far apart, each with a text in the first column is a row.
    """
    lefts = [text.left for text in table[0]]
    rows: list[list[list[Text]]] = []
    gaps = [line[0].top - before[0].top for before, line in pairwise(table)]
    is_even = max(gaps) <= ROW_GAP * min(gaps)
    for line, gap in zip(table, [0.0, *gaps], strict=True):
        starts_row = line[0].left <= lefts[0] + 2 * NEAR and (is_even or gap > ROW_GAP * min(gaps))
        if starts_row or not rows:
            rows.append([[] for _ in lefts])
        for text in line:
            column = max(bisect_right(lefts, text.left + 2 * NEAR) - 1, 0)
            rows[-1][column].append(text)
    return [[_join(cell) for cell in row] for row in rows]
