"""SVG charts for pages and PDFs: no script, no style attribute, no colour without a word."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

DEEP, AMBER, INK, LINE = "#12506b", "#f0a020", "#16242b", "#6f7e86"
WIDTH, LABEL, BAR, GAP = 640, 216, 17, 14
MAX_BAR_LENGTH = WIDTH - LABEL - 132
FONT = "Liberation Sans, Arial, DejaVu Sans, sans-serif"


@dataclass(frozen=True)
class Bar:
    """One bar: which series it belongs to, how long it is, and the words at its end."""

    series: str
    value: Decimal
    text: str
    is_marked: bool = False


@dataclass(frozen=True)
class Group:
    label: str
    bars: Sequence[Bar]


@dataclass(frozen=True)
class Series:
    """One line: its name stands at its end."""

    name: str
    values: Sequence[int]


# Told apart without colour: the way each line is drawn, and the mark on it.
STROKES = (
    ("", "circle"),
    ("7 4", "square"),
    ("2 4", "diamond"),
    ("10 3 2 3", "triangle"),
    ("1 2", "circle"),
    ("4 2", "square"),
)
PLOT_TOP, PLOT_HEIGHT, PLOT_LEFT, PLOT_RIGHT = 12, 200, 34, 470
LABEL_HEIGHT = 16


def line_chart(*, name: str, title: str, finding: str, labels: Sequence[str], series: Sequence[Series]) -> SafeString:
    """Return a chart of at most six lines over time from zero, each named at its end.

    labels: of the places on the time axis; every series has a value at each. name: unique on the page.
    """
    most = max((value for line in series for value in line.values), default=0) or 1
    step = (PLOT_RIGHT - PLOT_LEFT) / max(len(labels) - 1, 1)
    across = [PLOT_LEFT + step * place for place in range(len(labels))]
    pieces = [*_grid(most), *_times(labels, across)]
    ends = _apart([_height(line.values[-1], most) for line in series])
    for line, (dashes, mark), end in zip(series, STROKES, ends, strict=False):
        points = [(x, _height(value, most)) for x, value in zip(across, line.values, strict=True)]
        pieces.append(_line(points, dashes))
        pieces += [_mark(mark, x, y) for x, y in points]
        pieces.append(_end(line, points[-1], end, mark))
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="app-chart" role="img" viewBox="0 0 {width} {height}" '
        'width="{width}" height="{height}" font-family="{font}" aria-labelledby="{name}-title">'
        '<title id="{name}-title">{title}. {finding}</title>{pieces}</svg>',
        width=WIDTH,
        height=PLOT_TOP + PLOT_HEIGHT + 30,
        font=FONT,
        name=name,
        title=title,
        finding=finding,
        pieces=format_html_join("", "{}", ((piece,) for piece in pieces)),
    )


def _height(value: int, most: int) -> float:
    return PLOT_TOP + PLOT_HEIGHT * (1 - value / most)


def _apart(heights: Sequence[float]) -> list[float]:
    """Return the heights of the names at the lines' ends, moved so that none covers another."""
    placed = dict.fromkeys(range(len(heights)), 0.0)
    last = float("-inf")
    for place in sorted(placed, key=lambda place: heights[place]):
        placed[place] = last = max(heights[place], last + LABEL_HEIGHT)
    over = max(0.0, last - (PLOT_TOP + PLOT_HEIGHT))
    return [placed[place] - over for place in placed]


def _grid(most: int) -> list[SafeString]:
    """Return the axis, and a line at zero, half and most."""
    return [
        format_html(
            '<line x1="{}" y1="{y}" x2="{}" y2="{y}" stroke="{}" stroke-width="{}"/>'
            '<text x="{}" y="{below}" fill="{}" font-size="12" text-anchor="end">{}</text>',
            PLOT_LEFT,
            PLOT_RIGHT,
            LINE,
            1 if value == 0 else 0.4,
            PLOT_LEFT - 8,
            INK,
            value,
            y=f"{_height(value, most):.1f}",
            below=f"{_height(value, most) + 4:.1f}",
        )
        for value in sorted({0, most // 2, most})
    ]


def _times(labels: Sequence[str], across: Sequence[float]) -> list[SafeString]:
    """Return every third label of the time axis, and the last."""
    last = len(labels) - 1
    return [
        format_html(
            '<text x="{}" y="{}" fill="{}" font-size="12" text-anchor="middle">{}</text>',
            f"{x:.1f}",
            PLOT_TOP + PLOT_HEIGHT + 22,
            INK,
            label,
        )
        for place, (label, x) in enumerate(zip(labels, across, strict=True))
        if (last - place) % 3 == 0
    ]


def _line(points: Sequence[tuple[float, float]], dashes: str) -> SafeString:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return format_html(
        '<polyline points="{}" fill="none" stroke="{}" stroke-width="2" stroke-dasharray="{}"/>',
        path,
        DEEP,
        dashes or "none",
    )


MARKS = {
    "square": "M-4 -4 H4 V4 H-4 Z",
    "diamond": "M0 -5.5 L5.5 0 L0 5.5 L-5.5 0 Z",
    "triangle": "M0 -5 L5 4.5 H-5 Z",
    "circle": "M-4 0 A4 4 0 1 0 4 0 A4 4 0 1 0 -4 0 Z",
}


def _mark(kind: str, x: float, y: float) -> SafeString:
    return format_html(
        '<path d="{}" transform="translate({} {})" fill="{}" stroke="{}" stroke-width="1"/>',
        MARKS[kind],
        f"{x:.1f}",
        f"{y:.1f}",
        "#ffffff" if kind in {"diamond", "triangle"} else DEEP,
        DEEP,
    )


def _end(line: Series, point: tuple[float, float], height: float, mark: str) -> SafeString:
    """Return the name of a line with its mark and last value, joined to its end."""
    return format_html(
        '<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}" stroke-width="0.6"/>{}'
        '<text x="{}" y="{}" fill="{}" font-size="12">{}</text>',
        f"{point[0] + 5:.1f}",
        f"{point[1]:.1f}",
        PLOT_RIGHT + 18,
        f"{height:.1f}",
        LINE,
        _mark(mark, PLOT_RIGHT + 24, height),
        PLOT_RIGHT + 34,
        f"{height + 4:.1f}",
        INK,
        f"{line.values[-1]} {line.name}"[:24],
    )


def _wrap(text: str, width: int = 32) -> list[str]:
    """Split the text into at most two lines of about so many letters."""
    words, lines = text.split(), [""]
    for word in words:
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    if len(lines) > 2:
        lines = [lines[0], f"{lines[1][: width - 1]}…"]
    return [line if len(line) <= width else f"{line[: width - 1]}…" for line in lines]


def bar_chart(*, name: str, title: str, finding: str, groups: Sequence[Group]) -> SafeString:
    """Return a chart of horizontal bars from zero, each with its value in words at its end.

    name: unique on the page; the pattern and the label ids are made from it.
    The title and the finding together are the text alternative.
    """
    most = max((bar.value for group in groups for bar in group.bars), default=Decimal(0)) or Decimal(1)
    pieces, y = [], 4
    for group in groups:
        top = y
        lines = _wrap(group.label)
        height = max(len(group.bars) * (BAR + 4), len(lines) * 16)
        pieces += [
            format_html('<text x="0" y="{}" fill="{}" font-size="13">{}</text>', top + 13 + 16 * number, INK, line)
            for number, line in enumerate(lines)
        ]
        for number, bar in enumerate(group.bars):
            at = top + number * (BAR + 4)
            pieces.append(_bar(name, bar, at, float(bar.value / most) * MAX_BAR_LENGTH))
        y = top + height + GAP
    axis = format_html(
        '<line x1="{0}" y1="0" x2="{0}" y2="{1}" stroke="{2}" stroke-width="1"/>', LABEL, y - GAP + 4, LINE
    )
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="app-chart" role="img" viewBox="0 0 {width} {height}" '
        'width="{width}" height="{height}" font-family="{font}" aria-labelledby="{name}-title">'
        '<title id="{name}-title">{title}. {finding}</title>{pattern}{bars}{axis}</svg>',
        width=WIDTH,
        height=y,
        font=FONT,
        name=name,
        title=title,
        finding=finding,
        pattern=_pattern(name),
        bars=format_html_join("", "{}", ((piece,) for piece in pieces)),
        axis=axis,
    )


def _pattern(name: str) -> SafeString:
    """Return an amber pattern with slanting lines: told from deep by its texture as well as its colour."""
    return format_html(
        '<defs><pattern id="{}-stripes" width="6" height="6" patternUnits="userSpaceOnUse">'
        '<rect width="6" height="6" fill="{}"/><path d="M-1.5 1.5 L1.5 -1.5 M0 6 L6 0 M4.5 7.5 L7.5 4.5" stroke="{}" '
        'stroke-width="1.4"/></pattern></defs>',
        name,
        AMBER,
        INK,
    )


def _bar(name: str, bar: Bar, y: int, length: float) -> SafeString:
    fill = f"url(#{name}-stripes)" if bar.is_marked else DEEP
    return format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" fill="{}" stroke="{}" stroke-width="0.8"/>'
        '<text x="{}" y="{}" fill="{}" font-size="12">{}</text>',
        LABEL,
        y,
        f"{max(length, 0.8):.1f}",
        BAR,
        fill,
        INK if bar.is_marked else DEEP,
        f"{LABEL + length + 6:.1f}",
        y + 13,
        INK,
        f"{bar.text} ({bar.series})",
    )
