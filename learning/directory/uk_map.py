"""A map of the services of a list, of the United Kingdom: decoration beside a list that says the same.

A service stands in the middle of where people of its council live, never at an address. One of a whole region or nation
is not on it. The set-up draws the coast from an npm package; without it there is no map, and the list stays.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from math import dist

from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from learning.directory import ons_areas
from learning.directory.models import Service
from portal.core.charts import DEEP, INK
from portal.reference import places
from portal.reference.places import Council

DEGREES = settings.BASE_DIR / "frontend" / "build" / "uk.json"
# A list of more places than this would be a crowd of discs.
MAX_PLACES = 40
# How wide a disc is, in units of the drawing.
DISC = 26


@dataclass(frozen=True)
class Frame:
    """The frame of the drawing: its size, the degrees of its corner, and units a degree."""

    width: int
    height: int
    west: float
    north: float
    across: float
    down: float

    def place(self, council: Council) -> tuple[int, int]:
        return (
            round((council.longitude - self.west) * self.across),
            round((self.north - council.latitude) * self.down),
        )


@dataclass(frozen=True)
class Map:
    """A map. drawing: the SVG. places: each place and how many services it has, in words. elsewhere: services not on
    it.
    """

    drawing: SafeString
    places: list[str]
    elsewhere: int


@cache
def read_frame() -> Frame | None:
    return Frame(**json.loads(DEGREES.read_text(encoding="utf-8"))) if DEGREES.exists() else None


def draw_map(services: Iterable[Service], *, here: Council | None) -> Map | None:
    """Return the map; None where there is nothing to put on it. here: the place that was asked for, marked apart."""
    frame, listed = read_frame(), list(services)
    by_place = _group_by_place(listed)
    if frame is None or not by_place:
        return None
    shown = dict(sorted(by_place.items(), key=lambda service: (-len(service[1]), service[0].name))[:MAX_PLACES])
    marks = [_mark(at, len(discs)) for at, discs in _discs(shown, frame).items()]
    drawing = format_html(
        '<svg class="portal-map portal-map--uk" viewBox="0 0 {} {}" role="img" aria-labelledby="map-title map-text">'
        '<title id="map-title">{}</title><desc id="map-text">{}</desc>'
        '<image href="{}" width="{}" height="{}"/>{}{}</svg>',
        frame.width,
        frame.height,
        _("Where these services are"),
        _("Each place shows the number of its services. The list of places has the same information."),
        static("portal/images/uk.svg"),
        frame.width,
        frame.height,
        format_html_join("", "{}", ((mark,) for mark in marks)),
        _ring(frame.place(here)) if here else "",
    )
    by_name = [
        _describe_count(council.name, len(shown[council]))
        for council in sorted(shown, key=lambda service: service.name)
    ]
    return Map(drawing, by_name, sum(not _local(service) for service in listed))


def _describe_count(name: str, count: int) -> str:
    return ngettext("%(place)s: %(n)d service", "%(place)s: %(n)d services", count) % {"place": name, "n": count}


def _group_by_place(services: Iterable[Service]) -> dict[Council, set[str]]:
    """Return slugs of the services of each place."""
    slugs: dict[Council, set[str]] = {}
    for service in services:
        for council in _local(service):
            slugs.setdefault(council, set()).add(service.slug)
    return slugs


def _discs(shown: Mapping[Council, set[str]], whole: Frame) -> dict[tuple[int, int], set[str]]:
    """Return discs. Places whose discs would cover one another share that of the place with the most services."""
    discs: dict[tuple[int, int], set[str]] = {}
    for council, slugs in shown.items():
        at = whole.place(council)
        near = next((other for other in discs if dist(at, other) < DISC), at)
        discs[near] = discs.get(near, set()) | slugs
    return discs


def _local(service: Service) -> list[Council]:
    """Return councils and counties that it is for."""
    councils = (places.get_council(code) for code in service.areas if ons_areas.get_rank(code) <= ons_areas.COUNTY)
    return [council for council in councils if council]


def _mark(at: tuple[int, int], count: int) -> SafeString:
    """Return the number on a disc, with a white edge, so that neighbours are told apart."""
    return format_html(
        '<circle cx="{x}" cy="{y}" r="12" fill="{}" stroke="#ffffff" stroke-width="2"/>'
        '<text x="{x}" y="{below}" text-anchor="middle" font-size="13" font-weight="bold" fill="#ffffff">{}</text>',
        DEEP, count, x=at[0], y=at[1], below=at[1] + 5,
    )  # fmt: skip


def _ring(at: tuple[int, int]) -> SafeString:
    return format_html(
        '<circle cx="{x}" cy="{y}" r="17" fill="none" stroke="{}" stroke-width="3"/>', INK, x=at[0], y=at[1]
    )
