"""Draw where the sites of a business are on a map of the world: decoration under a table that says the same.

Shapes are marked by the number of sites, as a figure and as a pattern, never by a score. The set-up
draws them from an npm package; without them there is no map, and the table stays.

See docs/requirements/suppliers.md#showing-risk.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.core.charts import DEEP, INK
from portal.reference.synonyms import fold, get_country_names, get_country_synonyms

SHAPES_PATH = settings.BASE_DIR / "frontend" / "build" / "world.json"
# Names that the package shortens.
ABBREVIATED_NAMES = {
    "W. Sahara": "EH", "Dem. Rep. Congo": "CD", "Dominican Rep.": "DO", "Falkland Is.": "FK",
    "Fr. S. Antarctic Lands": "TF", "Central African Rep.": "CF", "Eq. Guinea": "GQ", "Solomon Is.": "SB",
    "Bosnia and Herz.": "BA", "S. Sudan": "SS",
}  # fmt: skip
MANY_THRESHOLD, SEVERAL_THRESHOLD = 10, 2


@dataclass(frozen=True)
class Shape:
    d: str
    x: int
    y: int


@dataclass(frozen=True)
class World:
    width: int
    height: int
    shapes: Mapping[str, Shape]


@dataclass(frozen=True)
class Map:
    """Hold the SVG (drawing), and the names of countries with sites that are too small for the map (missing)."""

    drawing: SafeString
    missing: list[str]


@cache
def load_world() -> World | None:
    if not SHAPES_PATH.exists():
        return None
    data = json.loads(SHAPES_PATH.read_text(encoding="utf-8"))
    country_codes = get_country_synonyms()
    shapes_by_code = {
        ABBREVIATED_NAMES.get(shape["name"]) or country_codes.get(fold(shape["name"]), ""): shape
        for shape in data["shapes"]
    }
    shapes = {iso2: Shape(shape["d"], *shape["at"]) for iso2, shape in shapes_by_code.items() if iso2}
    return World(data["width"], data["height"], shapes)


def render_map(counts: Mapping[str, int]) -> Map | None:
    """Return the map; counts holds sites by ISO 3166-1 alpha-2 code, and places without a country are left out."""
    world_map = load_world()
    if world_map is None or not any(counts):
        return None
    marked = {iso2: count for iso2, count in counts.items() if iso2 in world_map.shapes}
    drawing = format_html(
        '<svg class="portal-map" viewBox="0 0 {} {}" role="img" aria-labelledby="map-title map-text">'
        '<title id="map-title">{}</title><desc id="map-text">{}</desc>{}'
        '<image href="{}" width="{}" height="{}"/>{}{}</svg>',
        world_map.width,
        world_map.height,
        _("Where the sites are"),
        _("Each country with sites is marked with their number. The list by country says the same."),
        _patterns(),
        static("portal/images/world.svg"),
        world_map.width,
        world_map.height,
        format_html_join("", '<path d="{}" fill="{}" stroke="{}"/>', _filled(marked, world_map)),
        format_html_join("", "{}", ((_mark(world_map.shapes[iso2], count),) for iso2, count in marked.items())),
    )
    names = get_country_names()
    return Map(drawing, [names.get(iso2, iso2) for iso2 in counts if iso2 and iso2 not in marked])


def _filled(marked: Mapping[str, int], world_map: World) -> list[tuple[str, str, str]]:
    return [(world_map.shapes[iso2].d, f"url(#sites-{_step(count)})", DEEP) for iso2, count in marked.items()]


def _step(count: int) -> str:
    return "many" if count >= MANY_THRESHOLD else "several" if count >= SEVERAL_THRESHOLD else "one"


def _patterns() -> SafeString:
    """Return dots for one site, lines for several, a close grid for many: they differ without colour."""
    patterns = (("one", "M1 1h2v2h-2z", 6), ("several", "M0 5L5 0M-1 1L1 -1M4 6L6 4", 5), ("many", "M0 0h4M0 0v4", 3))
    return format_html(
        "<defs>{}</defs>",
        format_html_join(
            "",
            '<pattern id="sites-{}" width="{}" height="{}" patternUnits="userSpaceOnUse">'
            '<path d="M0 0h9v9h-9z" fill="#ffffff"/><path d="{}" fill="{}" stroke="{}" stroke-width="1.2"/></pattern>',
            ((name, size, size, d, DEEP if name == "one" else "none", DEEP) for name, d, size in patterns),
        ),
    )


def _mark(shape: Shape, count: int) -> SafeString:
    """Return the number in a white disc, so that it can be read on any pattern."""
    half = 9 + 4 * len(str(count))
    return format_html(
        '<rect x="{}" y="{}" width="{}" height="24" rx="12" fill="#ffffff" stroke="{}" stroke-width="1.5"/>'
        '<text x="{}" y="{}" text-anchor="middle" font-size="16" font-weight="bold" fill="{}">{}</text>',
        shape.x - half, shape.y - 12, 2 * half, DEEP, shape.x, shape.y + 6, INK, count,
    )  # fmt: skip
