"""A map of areas as tiles of one size: small areas are as readable as large ones, and each says its number."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from portal.core.charts.style import DEEP, INK, WHITE, chart_element

SIDE, GAP = 44, 4
# From few to many, for a quarter of the areas each, with the colour of the words on it.
SHADES = (("#e6eff4", INK), ("#a6cadb", INK), ("#2f7397", WHITE), (DEEP, WHITE))


@dataclass(frozen=True)
class Tile:
    """column, row: its place, from 0. short: its name in a few letters. value: None where a symbol is its text."""

    column: int
    row: int
    short: str
    value: int | None
    text: str


def tile_map(*, name: str, title: str, finding: str, tiles: Sequence[Tile]) -> SafeString:
    """Return the map. Areas without a number are white with a broken edge. name: unique on the page."""
    numbers = sorted(tile.value for tile in tiles if tile.value is not None)
    columns, rows = (max(place) + 1 for place in zip(*((tile.column, tile.row) for tile in tiles), strict=True))
    return chart_element(
        name=name,
        words=f"{title}. {finding}".strip(),
        width=columns * (SIDE + GAP),
        height=rows * (SIDE + GAP),
        drawn=format_html_join("", "{}", ((_tile(tile, numbers),) for tile in tiles)),
    )


def _tile(tile: Tile, numbers: Sequence[int]) -> SafeString:
    x, y = tile.column * (SIDE + GAP) + GAP / 2, tile.row * (SIDE + GAP) + GAP / 2
    fill, ink = (WHITE, INK) if tile.value is None else _shade(tile.value, numbers)
    return format_html(
        '<rect class="app-chart__tile" x="{x}" y="{y}" width="{side}" height="{side}" fill="{fill}" stroke="{edge}" '
        'stroke-dasharray="{dashes}"/><text class="app-chart__on-tile" x="{middle}" y="{upper}" fill="{ink}" '
        'font-size="14" text-anchor="middle">{short}</text><text class="app-chart__on-tile" x="{middle}" y="{lower}" '
        'fill="{ink}" font-size="15" font-weight="bold" text-anchor="middle">{text}</text>',
        x=x,
        y=y,
        side=SIDE,
        fill=fill,
        ink=ink,
        edge=INK,
        dashes="4 3" if tile.value is None else "none",
        middle=x + SIDE / 2,
        upper=y + 18,
        lower=y + 36,
        short=tile.short,
        text=tile.text,
    )


def _shade(value: int, numbers: Sequence[int]) -> tuple[str, str]:
    """Return the shade of a number by its place among all: a quarter of the areas has each."""
    return SHADES[len(SHADES) * bisect_left(numbers, value) // len(numbers)]
