"""A map of hotspots: comfort beside the table that says the same. A mark is in the middle of a council, of no case."""

from collections.abc import Sequence

from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from compliance.hotspots.models import Hotspot
from learning.directory.uk_map import read_frame
from portal.core.charts import DEEP, INK
from portal.reference import places

# As many marks as can be told apart.
MAX_MARKS = 40
HOT = frozenset({"hot_90", "hot_95", "hot_99"})


def draw_hotspots(hotspots: Sequence[Hotspot]) -> SafeString | None:
    """Return the map, each mark with its number in the table; None without a coast to draw them on."""
    frame = read_frame()
    marked = [(number, row, places.get_council(row.council)) for number, row in enumerate(hotspots, start=1)]
    if frame is None or not marked:
        return None
    marks = [
        _mark(frame.place(council), number, is_hot=row.band in HOT)
        for number, row, council in reversed(marked[:MAX_MARKS])
        if council
    ]
    return format_html(
        '<svg class="portal-map portal-map--uk" viewBox="0 0 {} {}" role="img" aria-labelledby="map-title map-text">'
        '<title id="map-title">{}</title><desc id="map-text">{}</desc>'
        '<image href="{}" width="{}" height="{}"/>{}</svg>',
        frame.width,
        frame.height,
        _("Councils in the table"),
        _("The number on each mark is its row in the table. Hot spots are filled in."),
        static("portal/images/uk.svg"),
        frame.width,
        frame.height,
        format_html_join("", "{}", ((mark,) for mark in marks)),
    )


def _mark(at: tuple[int, int], number: int, *, is_hot: bool) -> SafeString:
    return format_html(
        '<circle cx="{x}" cy="{y}" r="11" fill="{}" stroke="{}" stroke-width="2"/>'
        '<text x="{x}" y="{below}" text-anchor="middle" font-size="12" font-weight="bold" fill="{}">{}</text>',
        DEEP if is_hot else "#ffffff",
        "#ffffff" if is_hot else INK,
        "#ffffff" if is_hot else INK,
        number,
        x=at[0],
        y=at[1],
        below=at[1] + 4,
    )
