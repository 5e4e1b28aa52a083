"""Draw where the sites of a business are: marks that open, on the part of the world where they are.

The map is a picture of the list beside it, and has its links. It asks nothing of another host. Marks have the number of
places, never a score. The set-up draws the world from an npm package; without it there is no map, and the list stays.

See docs/requirements/suppliers.md#map-of-places.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compliance.suppliers.rules.map_clusters import Cluster, Point, View, project
from portal.core.charts import DEEP
from portal.reference.synonyms import fold, get_country_names, get_country_synonyms

SHAPES_PATH = settings.BASE_DIR / "frontend" / "build" / "world.json"
# Names that the package shortens.
ABBREVIATED_NAMES = {
    "W. Sahara": "EH", "Dem. Rep. Congo": "CD", "Dominican Rep.": "DO", "Falkland Is.": "FK",
    "Fr. S. Antarctic Lands": "TF", "Central African Rep.": "CF", "Eq. Guinea": "GQ", "Solomon Is.": "SB",
    "Bosnia and Herz.": "BA", "S. Sudan": "SS",
}  # fmt: skip
MAX_NAMED = 3


@dataclass(frozen=True)
class World:
    """The size of the drawing, and the middle of each country on it, by its code."""

    width: int
    height: int
    middles: Mapping[str, tuple[int, int]]


@dataclass(frozen=True)
class Mark:
    """A mark with where it leads. text: what it says in the list."""

    cluster: Cluster
    address: str
    text: str


@cache
def load_world() -> World | None:
    if not SHAPES_PATH.exists():
        return None
    data = json.loads(SHAPES_PATH.read_text(encoding="utf-8"))
    codes = get_country_synonyms()
    middles = {
        ABBREVIATED_NAMES.get(shape["name"]) or codes.get(fold(shape["name"]), ""): tuple(shape["at"])
        for shape in data["shapes"]
    }
    return World(data["width"], data["height"], {iso2: at for iso2, at in middles.items() if iso2})


def get_points(
    rows: Iterable[tuple[float | None, float | None, str, int, int]],
) -> tuple[list[Point], dict[str, int]]:
    """Return the points of places, and how many could not be put on the map, by country.

    rows: latitude, longitude, country, number of places and the key of one.
    """
    world = load_world()
    points: list[Point] = []
    missing: dict[str, int] = {}
    for latitude, longitude, country, count, key in rows:
        if latitude is not None and longitude is not None:
            points.append(Point(*project(longitude, latitude), country, count, key))
        elif world and country in world.middles:
            points.append(Point(*world.middles[country], country, count, key, is_exact=False))
        else:
            missing[country] = missing.get(country, 0) + count
    return points, missing


def describe_cluster(cluster: Cluster) -> str:
    """Return what is under a mark: the number of places, and the countries with the most."""
    count = ngettext("%(n)d site or supplier", "%(n)d sites and suppliers", cluster.count) % {"n": cluster.count}
    names = get_country_names()
    known = [names.get(iso2, iso2) or _("Country not known") for iso2 in cluster.countries]
    shown = ", ".join(known[:MAX_NAMED])
    rest = len(known) - MAX_NAMED
    more = ngettext(" and %(n)d more country", " and %(n)d more countries", rest) % {"n": rest} if rest > 0 else ""
    return f"{shown}{more}: {count}"


def render_map(view: View, marks: Sequence[Mark]) -> SafeString | None:
    """Return the map as wide as its place; marks keep their size however wide it is drawn."""
    world = load_world()
    if world is None:
        return None
    return format_html(
        '<svg class="portal-places" role="group" aria-labelledby="map-title"><title id="map-title">{}</title>'
        '<svg viewBox="{}" width="100%" height="100%" aria-hidden="true">'
        '<image href="{}" width="{}" height="{}"/></svg>{}</svg>',
        _("Where your sites and suppliers are"),
        " ".join(f"{number:.2f}" for number in (view.x, view.y, view.width, view.height)),
        static("portal/images/world.svg"),
        world.width,
        world.height,
        format_html_join("", "{}", ((_draw_mark(view, mark),) for mark in marks)),
    )


def _draw_mark(view: View, mark: Mark) -> SafeString:
    """Return a disc with its number. What is not by coordinates has a broken edge."""
    cluster = mark.cluster
    number = str(cluster.count) if cluster.count < 10_000 else f"{cluster.count // 1000}k"
    return format_html(
        '<a href="{address}" class="portal-places__mark"><title>{text}</title>'
        '<circle cx="{x}%" cy="{y}%" r="{r}" fill="#ffffff" stroke="{deep}" stroke-width="2"{dashes}/>'
        '<text x="{x}%" y="{y}%" dy="5" text-anchor="middle" font-size="13" '
        'font-weight="bold">{number}</text></a>',
        address=mark.address,
        text=mark.text,
        x=f"{100 * (cluster.x - view.x) / view.width:.2f}",
        y=f"{100 * (cluster.y - view.y) / view.height:.2f}",
        r=13 if len(number) < 3 else 15,
        deep=DEEP,
        dashes="" if any(point.is_exact for point in cluster.points) else SafeString(' stroke-dasharray="4 3"'),
        number=number,
    )
