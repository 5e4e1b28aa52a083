"""A chart of one number a row, as wide as the page gives it: labels above the bars, so that a telephone shows both."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from portal.core.charts.style import DEEP, INK, LINE, chart_element

LINE_HEIGHT, BAR, GAP = 18, 14, 12
# Letters that fit beside each other on the narrowest telephone.
MAX_LETTERS = 44
# Of the width; the rest is for the number at the end of the longest bar.
MAX_BAR_PERCENT = 74


@dataclass(frozen=True)
class Row:
    """value: None where a symbol stands for the number; then there is no bar, only the text. text: at the bar's end."""

    label: str
    value: int | None
    text: str


def row_chart(*, name: str, title: str, finding: str, rows: Sequence[Row], most: int = 0) -> SafeString:
    """Return a chart of horizontal bars from zero, in the order given. name: unique on the page.

    most: what the longest bar may stand for, as 100 of shares; without it the highest value.
    """
    most = most or max((row.value or 0 for row in rows), default=0) or 1
    pieces, y = [], 0
    for row in rows:
        lines = wrap(row.label, MAX_LETTERS) or [""]
        pieces += [_label(line, y + LINE_HEIGHT * (number + 1) - 4) for number, line in enumerate(lines)]
        y += LINE_HEIGHT * len(lines)
        pieces.append(_bar(row, y, MAX_BAR_PERCENT * (row.value or 0) / most))
        y += BAR + GAP
    axis = format_html('<line x1="0" y1="0" x2="0" y2="{}" stroke="{}" stroke-width="2"/>', y - GAP, LINE)
    drawn = format_html_join("", "{}", ((piece,) for piece in [*pieces, axis]))
    return chart_element(name=name, words=f"{title}. {finding}".strip(), height=y, drawn=drawn)


def _label(text: str, y: int) -> SafeString:
    return format_html('<text x="0" y="{}" dx="5" fill="{}" font-size="14">{}</text>', y, INK, text)


def _bar(row: Row, y: int, percent: float) -> SafeString:
    number = format_html(
        '<text x="{}%" y="{}" dx="6" fill="{}" font-size="14" font-weight="bold">{}</text>',
        f"{percent:.2f}",
        y + BAR - 2,
        INK,
        row.text,
    )
    if row.value is None:
        return number
    bar = format_html(
        '<rect class="app-chart__mark" x="0" y="{}" width="{}%" height="{}" fill="{}"/>', y, f"{percent:.2f}", BAR, DEEP
    )
    return bar + number
