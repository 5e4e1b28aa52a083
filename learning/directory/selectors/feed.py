"""Queries of the feed: public entries alone, in an order that stays, and the filters of the standard.

The meaning of each filter is that of the parameter's text in the Open Referral UK profile 3.0.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, cast
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from learning.directory import ons_areas
from learning.directory.choices import FacetKind
from learning.directory.models import Facet, Location, Phone, Provider, Schedule, Service
from learning.directory.models.service import ServiceQuerySet
from learning.directory.rules.distance import bounding_box, distance_km
from learning.directory.selectors.geocoding import PostcodeFacts
from portal.core.text import fold

type Degrees = tuple[float, float]
type Locations = QuerySet[Location]

MAX_WORDS = 6
ORDER = ("name", "pk")


@dataclass(frozen=True)
class FeedFilters:
    """Filters. facets: kind and codes of which an entry has to have one, for each. None and empty mean any."""

    search: str = ""
    facets: Sequence[tuple[FacetKind, Sequence[str]]] = ()
    minimum_age: float | None = None
    maximum_age: float | None = None
    age: int | None = None
    day: str | None = None
    start_time: time | None = None
    end_time: time | None = None
    organization_id: UUID | None = None
    modified_after: datetime | None = None


def get_services(wanted: FeedFilters | None) -> ServiceQuerySet:
    """Return services that pass the filters; None finds none."""
    if wanted is None:
        return Service.objects.none()
    rows = Service.objects.public()
    for word in fold(wanted.search).split()[:MAX_WORDS]:
        rows = rows.filter(Q(searched__contains=word) | Q(description__icontains=word))
    for kind, codes in wanted.facets:
        rows = rows.filter(pk__in=Facet.objects.filter(kind=kind, code__in=codes).values("service"))
    if hours := _hours(wanted):
        rows = rows.filter(pk__in=Schedule.objects.filter(**hours).values("service"))
    if wanted.age is not None:
        rows = rows.filter(Q(minimum_age=None) | Q(minimum_age__lte=wanted.age))
        rows = rows.filter(Q(maximum_age=None) | Q(maximum_age__gte=wanted.age))
    plain = {
        "minimum_age__gte": wanted.minimum_age,
        "maximum_age__lte": wanted.maximum_age,
        "provider__uuid": wanted.organization_id,
        "updated_at__gte": wanted.modified_after,
    }
    rows = rows.filter(**{name: value for name, value in plain.items() if value is not None})
    return rows.order_by(*ORDER)


def _hours(wanted: FeedFilters) -> Mapping[str, Any]:
    """Return a filter of hours, all of it of the same hours."""
    conditions = {
        "byday__contains": wanted.day,
        "opens_at__gte": wanted.start_time,
        "closes_at__lte": wanted.end_time,
    }
    return {name: value for name, value in conditions.items() if value is not None}


def with_provider(services: ServiceQuerySet) -> ServiceQuerySet:
    """Fetch each with its organisation."""
    return services.select_related("provider")


def with_details(services: ServiceQuerySet) -> ServiceQuerySet:
    """Fetch each with all that everybody may know of it. Three queries more, however many there are."""
    return with_provider(services).prefetch_related(
        "schedules",
        Prefetch("phones", Phone.objects.filter(is_public=True), to_attr="open_phones"),
        Prefetch("locations", Location.objects.filter(is_public=True), to_attr="open_locations"),
    )


def get_service(uuid: UUID) -> Service | None:
    """Return the public entry of this id, or None."""
    return with_details(Service.objects.public()).filter(uuid=uuid).first()


# --- Places ---------------------------------------------------------------------------------------------------------


def get_locations(services: ServiceQuerySet) -> Locations:
    """Return places of the entries found, in their order."""
    open_ones = Location.objects.filter(is_public=True, service__in=services.order_by().values("pk"))
    return open_ones.order_by("service__name", "service__pk", "pk")


def locations_with_provider(places: Locations) -> Locations:
    """Fetch each place with its entry and the organisation of that."""
    return places.select_related("service__provider")


def locations_with_details(places: Locations) -> Locations:
    """Fetch each place with all that everybody may know of its entry."""
    return places.prefetch_related(Prefetch("service", with_details(Service.objects.all())))


def get_location(uuid: UUID) -> Location | None:
    """Return the public place of this id, or None."""
    places = Location.objects.filter(is_public=True, service__in=Service.objects.public())
    return locations_with_details(places).filter(uuid=uuid).first()


def covering_postcode(services: ServiceQuerySet, place: PostcodeFacts) -> ServiceQuerySet:
    """Return those whose area has the postcode in it."""
    codes = ons_areas.get_overlapping_areas(place.council)
    there = Facet.objects.filter(kind=FacetKind.AREA, code__in=codes)
    return services.filter(pk__in=there.values("service"))


def within_metres(places: Locations, place: PostcodeFacts, *, metres: int) -> Locations:
    """Return those at most so far from the middle of the postcode. One query."""
    if place.latitude is None or place.longitude is None:
        return places.none()
    south, north, west, east = bounding_box(place.latitude, place.longitude, metres / 1000)
    around = places.filter(latitude__range=(south, north), longitude__range=(west, east))
    points = around.values_list("pk", "latitude", "longitude")
    middle = (place.latitude, place.longitude)
    keys = [key for key, *degrees in points if distance_km(*middle, *cast("Degrees", degrees)) * 1000 <= metres]
    return places.filter(pk__in=keys)


# --- Organisations --------------------------------------------------------------------------------------------------


def get_organizations(search: str, *, modified_after: datetime | None = None) -> QuerySet[Provider]:
    """Return those with a public entry, by name. modified_after: with one that changed at this moment or later."""
    services = Service.objects.public()
    if modified_after:
        services = services.filter(updated_at__gte=modified_after)
    providers = Provider.objects.filter(pk__in=services.values("provider"))
    for word in fold(search).split()[:MAX_WORDS]:
        providers = providers.filter(Q(name__icontains=word) | Q(description__icontains=word))
    return providers.order_by(*ORDER)


def with_services(providers: QuerySet[Provider], *, full: bool) -> QuerySet[Provider]:
    """Fetch each with its public entries, whole ones or their own fields alone."""
    theirs = Service.objects.public().order_by(*ORDER)
    return providers.prefetch_related(
        Prefetch("services", with_details(theirs) if full else theirs, to_attr="open_services")
    )


def get_organization(uuid: UUID) -> Provider | None:
    """Return the organisation of this id that has a public entry, or None."""
    return with_services(get_organizations(""), full=True).filter(uuid=uuid).first()
