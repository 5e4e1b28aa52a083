"""What the feed hands out: public entries alone, in an order that stays, and the filters of the standard.

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
from learning.directory.rules.distance import box, kilometres
from learning.directory.selectors.geocoding import PostcodeFacts
from portal.reference.synonyms import bare

type Degrees = tuple[float, float]
type Locations = QuerySet[Location]

MOST_WORDS = 6
ORDER = ("name", "pk")


@dataclass(frozen=True)
class Wanted:
    """facets: kind and codes of which an entry has to have one, for each. None and empty mean any."""

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


def services(wanted: Wanted | None) -> ServiceQuerySet:
    """None finds none."""
    if wanted is None:
        return Service.objects.none()
    found = Service.objects.public()
    for word in bare(wanted.search).split()[:MOST_WORDS]:
        found = found.filter(Q(searched__contains=word) | Q(description__icontains=word))
    for kind, codes in wanted.facets:
        found = found.filter(pk__in=Facet.objects.filter(kind=kind, code__in=codes).values("service"))
    if hours := _hours(wanted):
        found = found.filter(pk__in=Schedule.objects.filter(**hours).values("service"))
    if wanted.age is not None:
        found = found.filter(Q(minimum_age=None) | Q(minimum_age__lte=wanted.age))
        found = found.filter(Q(maximum_age=None) | Q(maximum_age__gte=wanted.age))
    plain = {
        "minimum_age__gte": wanted.minimum_age,
        "maximum_age__lte": wanted.maximum_age,
        "provider__uuid": wanted.organization_id,
        "updated_at__gte": wanted.modified_after,
    }
    found = found.filter(**{name: value for name, value in plain.items() if value is not None})
    return found.order_by(*ORDER)


def _hours(wanted: Wanted) -> Mapping[str, Any]:
    """All of it of the same hours."""
    asked = {
        "byday__contains": wanted.day,
        "opens_at__gte": wanted.start_time,
        "closes_at__lte": wanted.end_time,
    }
    return {name: value for name, value in asked.items() if value is not None}


def direct(found: ServiceQuerySet) -> ServiceQuerySet:
    """Each with its organisation."""
    return found.select_related("provider")


def nested(found: ServiceQuerySet) -> ServiceQuerySet:
    """Each with all that everybody may know of it. Three queries more, however many there are."""
    return direct(found).prefetch_related(
        "schedules",
        Prefetch("phones", Phone.objects.filter(is_public=True), to_attr="open_phones"),
        Prefetch("locations", Location.objects.filter(is_public=True), to_attr="open_locations"),
    )


def service(uuid: UUID) -> Service | None:
    return nested(Service.objects.public()).filter(uuid=uuid).first()


# --- Places ---------------------------------------------------------------------------------------------------------


def locations(found: ServiceQuerySet) -> Locations:
    """Those of the entries found, in their order."""
    open_ones = Location.objects.filter(is_public=True, service__in=found.order_by().values("pk"))
    return open_ones.order_by("service__name", "service__pk", "pk")


def direct_locations(found: Locations) -> Locations:
    return found.select_related("service__provider")


def nested_locations(found: Locations) -> Locations:
    return found.prefetch_related(Prefetch("service", nested(Service.objects.all())))


def location(uuid: UUID) -> Location | None:
    found = Location.objects.filter(is_public=True, service__in=Service.objects.public())
    return nested_locations(found).filter(uuid=uuid).first()


def for_postcode(found: ServiceQuerySet, place: PostcodeFacts) -> ServiceQuerySet:
    """Those whose area has the postcode in it."""
    codes = ons_areas.covering(place.council)
    there = Facet.objects.filter(kind=FacetKind.AREA, code__in=codes)
    return found.filter(pk__in=there.values("service"))


def near(found: Locations, place: PostcodeFacts, *, metres: int) -> Locations:
    """Those at most so far from the middle of the postcode. One query."""
    if place.latitude is None or place.longitude is None:
        return found.none()
    south, north, west, east = box(place.latitude, place.longitude, metres / 1000)
    around = found.filter(latitude__range=(south, north), longitude__range=(west, east))
    points = around.values_list("pk", "latitude", "longitude")
    middle = (place.latitude, place.longitude)
    keys = [key for key, *degrees in points if kilometres(*middle, *cast("Degrees", degrees)) * 1000 <= metres]
    return found.filter(pk__in=keys)


# --- Organisations --------------------------------------------------------------------------------------------------


def organizations(search: str) -> QuerySet[Provider]:
    """Those with a public entry, by name."""
    found = Provider.objects.filter(pk__in=Service.objects.public().values("provider"))
    for word in bare(search).split()[:MOST_WORDS]:
        found = found.filter(Q(name__icontains=word) | Q(description__icontains=word))
    return found.order_by(*ORDER)


def with_services(found: QuerySet[Provider], *, full: bool) -> QuerySet[Provider]:
    """Each with its public entries, whole ones or their own fields alone."""
    theirs = Service.objects.public().order_by(*ORDER)
    return found.prefetch_related(Prefetch("services", nested(theirs) if full else theirs, to_attr="open_services"))


def organization(uuid: UUID) -> Provider | None:
    return with_services(organizations(""), full=True).filter(uuid=uuid).first()
