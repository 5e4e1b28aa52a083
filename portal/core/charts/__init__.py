"""SVG charts for pages and PDFs: no script, no style attribute, no colour without a word.

bars and lines have a fixed width, for PDFs too; rows, trends and tiles fit whatever width a page gives them.

See docs/requirements/statistics.md#charts.
"""

from portal.core.charts.bars import Bar, Group, bar_chart
from portal.core.charts.lines import Series, line_chart
from portal.core.charts.rows import Row, row_chart
from portal.core.charts.style import DEEP, INK
from portal.core.charts.tiles import Tile, tile_map
from portal.core.charts.trends import Trend, trend_charts

__all__ = [
    "DEEP",
    "INK",
    "Bar",
    "Group",
    "Row",
    "Series",
    "Tile",
    "Trend",
    "bar_chart",
    "line_chart",
    "row_chart",
    "tile_map",
    "trend_charts",
]
