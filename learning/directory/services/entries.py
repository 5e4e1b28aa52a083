"""Writes of an entry: its own row, the hours, and the facets that it is found by."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from learning.directory.choices import LocationKind, Origin
from learning.directory.models import Facet, Location, Provider, Schedule, Service, get_facets
from learning.directory.rules import second_person
from learning.directory.rules.hours import Span
from learning.directory.selectors import geocoding as places
from learning.directory.services import facts, pending_changes
from learning.directory.services.steps import lock_entry, save_version
from portal.accounts.current_user import Actor
from portal.accounts.models import User
from portal.core.text import fold

MAX_SLUG_LENGTH, MAX_SEARCHED_LENGTH = 100, 700


@transaction.atomic
def add_entry(
    *,
    provider: Mapping[str, object],
    values: Mapping[str, object],
    spans: Iterable[Span],
    place: Mapping[str, object] | None = None,
    origin: Origin = Origin.STAFF,
    actor: Actor,
    at: datetime,
) -> Service:
    """Make a draft, which nobody but our staff sees until somebody publishes it. values: fields of Service by name."""
    service = Service(
        provider=save_provider(provider),
        slug=make_slug(str(values["name"]), str(provider["name"])),
        origin=origin,
        created_at=at,
        next_review_on=timezone.localdate(at),
        contacts_by=_add_person([], actor),
        **values,
    )
    write_entry(service, spans, at=at, place=place)
    save_version(service, actor, "added", at)
    return service


@transaction.atomic
def change_entry(
    *,
    service: Service,
    version: int | None,
    provider: Mapping[str, object],
    values: Mapping[str, object],
    spans: Iterable[Span],
    place: Mapping[str, object] | None = None,
    actor: Actor,
    at: datetime,
) -> Service:
    """Change an entry. What says where people turn waits for a second person, once the entry was published.

    Raises EditConflict, and ActionRefused where such a change waits already.
    """
    current = lock_entry(service, version)
    spans = list(spans)
    after = facts.flatten(values=values, provider=provider, spans=spans, place=place)
    before = facts.get_facts(current, after)
    guarded = second_person.needs_second_person(before, after)
    if current.is_draft:
        if guarded:
            current.contacts_by = _add_person(current.contacts_by, actor)
    elif guarded:
        pending = {name: after[name] for name in guarded}
        pending_changes.request_entry_change(service=current, after=pending, origin=Origin.STAFF, actor=actor, at=at)
        after |= {name: before[name] for name in guarded}
    for name, value in facts.get_service_values(after).items():
        setattr(current, name, value)
    current.provider = save_provider(facts.make_provider(after, current.provider), of_entry=current)
    write_entry(current, spans, at=at, place=facts.make_place(after) if place or guarded else None)
    changed = sorted(name for name in values if before[name] != after[name])
    return save_version(current, actor, "changed", at, fields=changed)


def _add_person(people: list[int], actor: Actor) -> list[int]:
    return sorted({*people, actor.pk}) if isinstance(actor, User) else people


def save_provider(known: Mapping[str, object], *, of_entry: Service | None = None) -> Provider:
    """Save the organisation of this name, with what is known of it now; what is left out stays as it is.

    One that published entries belong to stays as it is: a draft, or an entry of another organisation, does not change
    what the public reads. of_entry: the published entry whose organisation is changed, with a second person's word.
    """
    provider = Provider.objects.filter(name=known["name"]).first()
    if provider is not None and _is_published(provider) and not _is_own(provider, of_entry):
        return provider
    provider, _new = Provider.objects.update_or_create(name=known["name"], defaults=dict(known))
    return provider


def _is_published(provider: Provider) -> bool:
    return provider.services.filter(is_draft=False).exists()


def _is_own(provider: Provider, entry: Service | None) -> bool:
    return entry is not None and not entry.is_draft and entry.provider_id == provider.pk


def write_entry(
    service: Service, spans: Iterable[Span], *, at: datetime, place: Mapping[str, object] | None = None
) -> None:
    """Write the row with its hours, facets and place, as the row's own lists say. No line of history: the caller's."""
    service.searched = _build_search_text(service)
    service.updated_at = at
    service.save()
    write_facets(service)
    write_hours(service, spans)
    write_place(service, place)


def write_facets(service: Service) -> None:
    """Write the facets that the entry's own lists name; rows that stay the same are kept."""
    wanted = {(kind, code): rank for kind, code, rank in get_facets(service)}
    there = {(facet.kind, facet.code): facet for facet in service.facets.all()}
    Facet.objects.filter(pk__in=[facet.pk for key, facet in there.items() if wanted.get(key) != facet.rank]).delete()
    Facet.objects.bulk_create(
        Facet(service=service, kind=key[0], code=key[1], rank=rank)
        for key, rank in wanted.items()
        if key not in there or there[key].rank != rank
    )


def write_hours(service: Service, spans: Iterable[Span]) -> None:
    """Write the hours. Rows that stay the same keep their ids, which other programs know."""
    wanted = list(dict.fromkeys(spans))
    if [row.span for row in service.schedules.all()] == wanted:
        return
    service.schedules.all().delete()
    Schedule.objects.bulk_create(
        Schedule(
            service=service,
            byday=row.byday,
            opens_at=row.opens,
            closes_at=row.closes,
            valid_from=row.first,
            valid_to=row.last,
            uuid=uuid5(service.uuid, _get_hours_key(row)),
        )
        for row in wanted
    )


def _get_hours_key(span: Span) -> str:
    validity = f":{span.first or ''}:{span.last or ''}" if span.first or span.last else ""
    return f"hours:{span.byday}:{span.opens}:{span.closes}{validity}"


def write_place(service: Service, place: Mapping[str, object] | None) -> None:
    """Write the one place of an entry: where people come to, else by phone or online, which programs ask for too."""
    facts: dict[str, object] = dict(place or {"kind": LocationKind.VIRTUAL})
    facts |= _locate_postcode(str(facts.get("postcode", "")))
    there = service.locations.first()
    if there is None:
        Location.objects.create(service=service, uuid=uuid5(service.uuid, "place"), **facts)
        return
    empty = {field.name: field.get_default() for field in Location._meta.fields if field.name not in _KEPT}
    for name, value in (empty | facts).items():
        setattr(there, name, value)
    there.save()


def _locate_postcode(postcode: str) -> dict[str, object]:
    """Return council and degrees of a postcode that is known."""
    known = places.find_postcode(postcode)
    if known is None:
        return {}
    return {"council": known.council, "latitude": known.latitude, "longitude": known.longitude}


_KEPT = frozenset({"id", "uuid", "service"})


def make_slug(name: str, provider: str) -> str:
    """Return a free slug of the service's name, with the organisation's where two have the same, then with a number."""
    short = slugify(name)[:MAX_SLUG_LENGTH].strip("-") or "service"
    long = slugify(f"{name} {provider}")[:MAX_SLUG_LENGTH].strip("-") or "service"
    taken = set(Service.objects.filter(slug__startswith=short[:20]).values_list("slug", flat=True)) | RESERVED_SLUGS
    tries = [short, long, *(f"{long}-{number}" for number in range(2, len(taken) + 3))]
    return next(slug for slug in tries if slug not in taken)


# First words of addresses below /services/.
RESERVED_SLUGS = frozenset({"apply", "entry"})


def _build_search_text(service: Service) -> str:
    names = (service.name, service.alternate_name, service.provider.name)
    return f" {' '.join(fold(name) for name in names if name)} "[:MAX_SEARCHED_LENGTH]
