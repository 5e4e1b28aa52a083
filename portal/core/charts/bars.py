"""A chart of grouped horizontal bars, of a fixed width: for pages and PDFs."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from portal.core.charts.style import AMBER, DEEP, FONT, INK, LINE, WIDTH

LABEL, BAR, GAP = 216, 17, 14
MAX_BAR_LENGTH = WIDTH - LABEL - 132


@dataclass(frozen=True)
class Bar:
    """One bar: which series it belongs to ("" where there is one), how long it is, and the words at its end."""

    series: str
    value: Decimal
    text: str
    is_marked: bool = False


@dataclass(frozen=True)
class Group:
    label: str
    bars: Sequence[Bar]


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


def bar_chart(
    *, name: str, title: str, finding: str, groups: Sequence[Group], most: Decimal = Decimal(0)
) -> SafeString:
    """Return a chart of horizontal bars from zero, each with its value in words at its end.

    name: unique on the page; the pattern and the label ids are made from it.
    most: what the longest bar may stand for, as 100 of shares; without it the highest value.
    The title and the finding together are the text alternative.
    """
    most = most or max((bar.value for group in groups for bar in group.bars), default=Decimal(0)) or Decimal(1)
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
        f"{bar.text} ({bar.series})" if bar.series else bar.text,
    )
