"""Small charts beside each other, one line over time in each, from zero: its name stands above it, numbers on it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from portal.core.charts.style import DEEP, INK, LINE, chart_element

MAX_TRENDS = 6
TOP, PLOT, BOTTOM = 46, 90, 24
# Of the width, so that neither marks nor the numbers at the ends are cut off.
LEFT, RIGHT = 3.0, 97.0
# So many points are beneath a number.
NEAR = 3

type Point = tuple[float, float]


@dataclass(frozen=True)
class Trend:
    """values: one for each label; None where a symbol stands for the number, which is a gap in the line."""

    name: str
    values: Sequence[int | None]
    texts: Sequence[str]


def trend_charts(*, name: str, title: str, labels: Sequence[str], trends: Sequence[Trend]) -> SafeString:
    """Return at most six charts of a line each, from zero to its own highest number.

    labels: of the places on the time axis. name: unique on the page.
    """
    if len(trends) > MAX_TRENDS:
        raise ValueError(f"{len(trends)} lines are more than a reader tells apart")
    charts = [
        _chart(f"{name}-{number}", title, labels, trend, is_only=len(trends) == 1)
        for number, trend in enumerate(trends, start=1)
    ]
    return format_html('<div class="app-trends">{}</div>', format_html_join("", "{}", ((chart,) for chart in charts)))


def _chart(name: str, title: str, labels: Sequence[str], trend: Trend, *, is_only: bool) -> SafeString:
    step = (RIGHT - LEFT) / max(len(labels) - 1, 1)
    most = max((value or 0 for value in trend.values), default=0) or 1
    points = [
        None if value is None else (LEFT + step * n, _height(value, most)) for n, value in enumerate(trend.values)
    ]
    pieces = [_axis(), *_lines(points), *(_mark(point) for point in points if point), *_ends(labels)]
    pieces += [_gap(LEFT + step * n, trend.texts[n]) for n, point in enumerate(points) if point is None]
    pieces += [_number(points, trend.texts[n], n) for n in _named_points(trend.values)]
    heading = format_html('<text x="0" y="14" fill="{}" font-size="14" font-weight="bold">{}</text>', INK, trend.name)
    known = [(label, text) for label, text in zip(labels, trend.texts, strict=True)]
    words = f"{title}. {trend.name}: {known[0][1]} ({known[0][0]}), {known[-1][1]} ({known[-1][0]})."
    drawn = format_html_join("", "{}", ((piece,) for piece in ([] if is_only else [heading]) + pieces))
    return chart_element(name=name, words=words, height=TOP + PLOT + BOTTOM, drawn=drawn)


def _height(value: int, most: int) -> float:
    return TOP + PLOT * (1 - value / most)


def _named_points(values: Sequence[int | None]) -> list[int]:
    """Return the places whose numbers are written: the first, the last and, between them, the highest."""
    known = [n for n, value in enumerate(values) if value is not None]
    if not known:
        return []
    highest = max(known, key=lambda n: (values[n] or 0, n))
    apart = len(values) / 6
    between = [highest] if min(highest - known[0], known[-1] - highest) > apart else []
    return sorted({known[0], *between, known[-1]})


def _axis() -> SafeString:
    return format_html('<line x1="0" y1="{y}" x2="100%" y2="{y}" stroke="{}" stroke-width="1"/>', LINE, y=TOP + PLOT)


def _lines(points: Sequence[Point | None]) -> Iterator[SafeString]:
    for is_known, run in groupby(points, key=lambda point: point is not None):
        if is_known:
            for (x1, y1), (x2, y2) in pairwise(point for point in run if point):
                yield format_html(
                    '<line class="app-chart__line" x1="{}%" y1="{}" x2="{}%" y2="{}" stroke="{}" stroke-width="2"/>',
                    *(f"{number:.2f}" for number in (x1, y1, x2, y2)),
                    DEEP,
                )


def _mark(point: Point) -> SafeString:
    return format_html(
        '<circle class="app-chart__mark" cx="{}%" cy="{}" r="3" fill="{}"/>', f"{point[0]:.2f}", f"{point[1]:.2f}", DEEP
    )


def _gap(x: float, text: str) -> SafeString:
    return format_html(
        '<text x="{}%" y="{}" fill="{}" font-size="12" text-anchor="middle">{}</text>',
        f"{x:.2f}",
        TOP + PLOT - 4,
        INK,
        text,
    )


def _number(points: Sequence[Point | None], text: str, position: int) -> SafeString:
    """Write a number above its point, and above the points beside it so that no line runs through it."""
    beside = [point for point in points[max(0, position - NEAR) : position + NEAR + 1] if point]
    anchor = "start" if position < NEAR else "end" if position >= len(points) - NEAR else "middle"
    x = 0 if anchor == "start" else 100 if anchor == "end" else (points[position] or (0, 0))[0]
    return format_html(
        '<text x="{}%" y="{}" fill="{}" font-size="14" font-weight="bold" text-anchor="{}">{}</text>',
        f"{x:.2f}",
        f"{min(y for _x, y in beside) - 9:.2f}",
        INK,
        anchor,
        text,
    )


def _ends(labels: Sequence[str]) -> list[SafeString]:
    y = TOP + PLOT + 17
    first = format_html('<text x="0" y="{}" fill="{}" font-size="13">{}</text>', y, INK, labels[0])
    last = format_html('<text x="100%" y="{}" fill="{}" font-size="13" text-anchor="end">{}</text>', y, INK, labels[-1])
    return [first, last][: len(labels)]
