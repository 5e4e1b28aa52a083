"""An entry as plain facts by name, for comparing and for keeping a change until it is agreed to.

A fact of the service has the name of its field; those of the organisation and of the place begin with "provider." and
"place."; hours and phones are lines of text.
"""

from collections.abc import Iterable, Mapping

from learning.directory.choices import LocationKind, PhoneKind
from learning.directory.models import Phone, Provider, Service
from learning.directory.rules import hours
from learning.directory.rules.hours import Span

PROVIDER, PLACE = "provider.", "place."
PROVIDER_FACTS = ("name", "description", "website", "email", "charity_number", "company_number")
PLACE_FACTS = ("address", "city", "postcode", "accessibility", "is_public")
SEPARATOR = " – "


def flatten(
    *,
    values: Mapping[str, object],
    provider: Mapping[str, object],
    spans: Iterable[Span],
    place: Mapping[str, object] | None,
) -> dict[str, object]:
    """Return what a form says, as facts. A place that is left out is by phone or online."""
    facts = dict(values) | {f"{PROVIDER}{name}": value for name, value in provider.items()}
    facts["hours"] = format_spans(spans)
    known = {"address": "", "city": "", "postcode": "", "accessibility": "", "is_public": True} | dict(place or {})
    return facts | {f"{PLACE}{name}": known[name] for name in PLACE_FACTS}


def get_facts(service: Service, names: Iterable[str]) -> dict[str, object]:
    """Return these facts of an entry as it is."""
    place = service.locations.first()
    known: dict[str, object] = {f"{PROVIDER}{name}": getattr(service.provider, name) for name in PROVIDER_FACTS}
    known |= {f"{PLACE}{name}": getattr(place, name) if place else "" for name in PLACE_FACTS}
    known["hours"] = format_spans(row.span for row in service.schedules.all())
    known["phones"] = format_phones(service)
    return {name: known[name] if name in known else getattr(service, name) for name in names}


def format_spans(spans: Iterable[Span]) -> str:
    return "\n".join(hours.format_hours(spans))


def format_phones(service: Service) -> str:
    """Return the numbers that everybody may know, one a line with its name."""
    phones = (phone for phone in service.phones.all() if phone.is_public)
    return "\n".join(f"{phone.number}{SEPARATOR}{phone.description}".removesuffix(SEPARATOR) for phone in phones)


def write_phones(service: Service, lines: str) -> None:
    """Write the public numbers of an entry as the lines say; those for staff alone stay."""
    wanted = dict(line.partition(SEPARATOR)[::2] for line in lines.splitlines() if line.strip())
    for phone in service.phones.filter(is_public=True).exclude(number__in=wanted):
        phone.delete()
    for position, (number, description) in enumerate(wanted.items()):
        changed = service.phones.filter(number=number, is_public=True).update(
            description=description.strip(), position=position
        )
        if not changed:
            Phone.objects.create(
                service=service, number=number, description=description.strip(), position=position, kind=PhoneKind.VOICE
            )


def make_place(facts: Mapping[str, object]) -> dict[str, object]:
    """Return the fields of Location."""
    place = {name: facts[f"{PLACE}{name}"] for name in PLACE_FACTS}
    has_address = bool(place["address"] or place["city"] or place["postcode"])
    return place | {"kind": LocationKind.PHYSICAL if has_address else LocationKind.VIRTUAL}


def make_provider(facts: Mapping[str, object], provider: Provider) -> dict[str, object]:
    """Return the fields of Provider: those of the facts, the others as they are."""
    return {name: facts.get(f"{PROVIDER}{name}", getattr(provider, name)) for name in PROVIDER_FACTS}


def get_service_values(facts: Mapping[str, object]) -> dict[str, object]:
    """Return the fields of Service among the facts."""
    return {name: value for name, value in facts.items() if "." not in name and name not in {"hours", "phones"}}
