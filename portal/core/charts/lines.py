"""A chart of at most six lines over time, of a fixed width: for pages and PDFs."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from portal.core.charts.style import DEEP, FONT, INK, LINE, WIDTH


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
    across = [PLOT_LEFT + step * index for index in range(len(labels))]
    pieces = [*_grid(most), *_times(labels, across)]
    ends = _spread_apart([_height(line.values[-1], most) for line in series])
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


def _spread_apart(heights: Sequence[float]) -> list[float]:
    """Return the heights of the names at the lines' ends, moved so that none covers another."""
    placed = dict.fromkeys(range(len(heights)), 0.0)
    last = float("-inf")
    for index in sorted(placed, key=lambda index: heights[index]):
        placed[index] = last = max(heights[index], last + LABEL_HEIGHT)
    over = max(0.0, last - (PLOT_TOP + PLOT_HEIGHT))
    return [placed[index] - over for index in placed]


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
        for index, (label, x) in enumerate(zip(labels, across, strict=True))
        if (last - index) % 3 == 0
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
