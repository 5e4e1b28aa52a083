"""Writing an entry: its own row, the hours, and the facets that it is found by."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import uuid5

from django.db import transaction
from django.utils.text import slugify

from learning.directory.choices import LocationKind, Origin
from learning.directory.models import Facet, Location, Provider, Schedule, Service, facets_of
from learning.directory.rules.hours import Span
from learning.directory.selectors import geocoding as places
from learning.directory.services.steps import locked, save
from portal.reference.synonyms import bare

LONGEST_SLUG, LONGEST_SEARCHED = 100, 700


@transaction.atomic
def add(
    *,
    provider: Mapping[str, Any],
    values: Mapping[str, Any],
    spans: Iterable[Span],
    place: Mapping[str, Any] | None = None,
    origin: Origin = Origin.STAFF,
    actor: Any,
    at: datetime,
) -> Service:
    """A draft, which nobody but our staff sees until somebody shows it. values: fields of Service by name."""
    service = Service(
        provider=put_provider(provider),
        slug=free_slug(values["name"], provider["name"]),
        origin=origin,
        created_at=at,
        next_review_on=at.date(),
        **values,
    )
    write(service, spans, at=at, place=place)
    save(service, actor, "added", at)
    return service


@transaction.atomic
def change(
    *,
    service: Service,
    version: int | None,
    provider: Mapping[str, Any],
    values: Mapping[str, Any],
    spans: Iterable[Span],
    place: Mapping[str, Any] | None = None,
    actor: Any,
    at: datetime,
) -> Service:
    """Raises EditConflict."""
    current = locked(service, version)
    before = {name: getattr(current, name) for name in values}
    for name, value in values.items():
        setattr(current, name, value)
    current.provider = put_provider(provider)
    write(current, spans, at=at, place=place)
    changed = sorted(name for name, value in values.items() if before[name] != value)
    return save(current, actor, "changed", at, fields=changed)


def put_provider(facts: Mapping[str, Any]) -> Provider:
    """The organisation of this name, with what is known of it now; what is left out stays as it is."""
    provider, _new = Provider.objects.update_or_create(name=facts["name"], defaults=dict(facts))
    return provider


def write(service: Service, spans: Iterable[Span], *, at: datetime, place: Mapping[str, Any] | None = None) -> None:
    """The row with its hours, facets and place, as the row's own lists say. No line of history: the caller's."""
    service.searched = _searched(service)
    service.updated_at = at
    service.save()
    write_facets(service)
    write_hours(service, spans)
    write_place(service, place)


def write_facets(service: Service) -> None:
    wanted = {(kind, code): rank for kind, code, rank in facets_of(service)}
    there = {(one.kind, one.code): one for one in service.facets.all()}
    Facet.objects.filter(pk__in=[one.pk for key, one in there.items() if wanted.get(key) != one.rank]).delete()
    Facet.objects.bulk_create(
        Facet(service=service, kind=key[0], code=key[1], rank=rank)
        for key, rank in wanted.items()
        if key not in there or there[key].rank != rank
    )


def write_hours(service: Service, spans: Iterable[Span]) -> None:
    """Rows that stay the same keep their ids, which other programs know."""
    wanted = list(dict.fromkeys(spans))
    if [one.span for one in service.schedules.all()] == wanted:
        return
    service.schedules.all().delete()
    Schedule.objects.bulk_create(
        Schedule(
            service=service,
            byday=one.byday,
            opens_at=one.opens,
            closes_at=one.closes,
            valid_from=one.first,
            valid_to=one.last,
            uuid=uuid5(service.uuid, _named(one)),
        )
        for one in wanted
    )


def _named(span: Span) -> str:
    validity = f":{span.first or ''}:{span.last or ''}" if span.first or span.last else ""
    return f"hours:{span.byday}:{span.opens}:{span.closes}{validity}"


def write_place(service: Service, place: Mapping[str, Any] | None) -> None:
    """One place of ours an entry: where people come to, else by phone or online, which programs ask for too."""
    facts: dict[str, Any] = dict(place or {"kind": LocationKind.VIRTUAL})
    facts |= _located(facts.get("postcode", ""))
    there = service.locations.first()
    if there is None:
        Location.objects.create(service=service, uuid=uuid5(service.uuid, "place"), **facts)
        return
    empty = {field.name: field.get_default() for field in Location._meta.fields if field.name not in _KEPT}
    for name, value in (empty | facts).items():
        setattr(there, name, value)
    there.save()


def _located(postcode: str) -> dict[str, Any]:
    """Council and degrees of a postcode that is known."""
    known = places.postcode(postcode)
    if known is None:
        return {}
    return {"council": known.council, "latitude": known.latitude, "longitude": known.longitude}


_KEPT = frozenset({"id", "uuid", "service"})


def free_slug(name: str, provider: str) -> str:
    """Of the service's name, with the organisation's where two have the same, then with a number."""
    short = slugify(name)[:LONGEST_SLUG].strip("-") or "service"
    long = slugify(f"{name} {provider}")[:LONGEST_SLUG].strip("-") or "service"
    taken = set(Service.objects.filter(slug__startswith=short[:20]).values_list("slug", flat=True)) | RESERVED
    tries = [short, long, *(f"{long}-{number}" for number in range(2, len(taken) + 3))]
    return next(slug for slug in tries if slug not in taken)


# First words of addresses below /services/.
RESERVED = frozenset({"apply", "entry"})


def _searched(service: Service) -> str:
    names = (service.name, service.alternate_name, service.provider.name)
    return f" {' '.join(bare(name) for name in names if name)} "[:LONGEST_SEARCHED]
