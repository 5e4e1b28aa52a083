"""The chart of a table: bars, or a map of tiles where its groups are areas. Every number in it is in the table too.

See docs/requirements/statistics.md#charts.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.safestring import SafeString

from compliance.statistics.presenters.tables import RESTS, DisplayRow, DisplayTable
from portal.core.charts import Row, Tile, row_chart, tile_map

_TILES = Path(settings.BASE_DIR) / "compliance" / "statistics" / "data" / "tiles.json"
AREAS = frozenset({"region", "police_force"})


def draw_chart(table: DisplayTable) -> SafeString | None:
    """Return the chart of a table of one dimension that has a number to show; others have none."""
    if not table.is_one_dimensional or not any(row.cells[0].number for row in table.rows):
        return None
    if table.row_dimension in AREAS:
        tiles = list_tiles(table)
        return tile_map(name=table.id, title=table.title, finding=table.finding, tiles=tiles)
    rows = [Row(row.label, row.cells[0].number, row.cells[0].text) for row in order_rows(table.rows)]
    return row_chart(name=table.id, title=table.title, finding=table.finding, rows=rows)


def order_rows(rows: Sequence[DisplayRow]) -> list[DisplayRow]:
    """Return the groups by their number, the largest first, then those without one, and what is no group last."""
    groups = [row for row in rows if not row.is_total]
    return sorted(groups, key=lambda row: (row.code in RESTS, row.cells[0].number is None, -(row.cells[0].number or 0)))


def list_tiles(table: DisplayTable) -> list[Tile]:
    """Return a tile of each area; what is no area, such as "not known", is in the table only."""
    places = get_tile_places()[table.row_dimension]
    return [Tile(*places[row.code], row.cells[0].number, row.cells[0].text) for row in table.rows if row.code in places]


@cache
def get_tile_places() -> Mapping[str, Mapping[str, tuple[int, int, str]]]:
    """Return column, row and short name of each area by its code, for each dimension that has a map."""
    data = json.loads(_TILES.read_text())
    return {name: {area["code"]: (area["column"], area["row"], area["short"]) for area in data[name]} for name in AREAS}
