"""An entry as the feed says it: the shape of the Open Referral UK profile 3.0, with fields of HSDS 3.0 beside it.

The profile knows no null: what is not known is left out. Ids of parts that have no row of their own are made from the
entry's id, so that they stay.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID, uuid5

from django.conf import settings
from django.urls import reverse

from learning.directory import ons_areas
from learning.directory.choices import FacetKind, LocationKind, PhoneKind
from learning.directory.feed import taxonomies
from learning.directory.feed.taxonomies import Taxonomy, Term
from learning.directory.models import Location, Phone, Provider, Schedule, Service
from learning.directory.rules import hours
from portal.reference import helpline, places

type Document = dict[str, Any]

# Register of charities by the beginning of a number: org-id.guide, read November 2026.
CHARITY_REGISTERS: Final = {"SC": ("GB-SC", "Charity number"), "NIC": ("GB-NIC", "Charity number")}
CHARITY: Final = ("GB-CHC", "Charity number")
COMPANY: Final = ("GB-COH", "Company number")


def _said(facts: Mapping[str, Any]) -> Document:
    return {name: value for name, value in facts.items() if value not in (None, "", [])}


def _moment(at: datetime) -> str:
    """In UTC, to the millisecond."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


# --- Services -------------------------------------------------------------------------------------------------------


def minimal(service: Service) -> Document:
    return {"id": service.uuid, "last_modified": _moment(service.updated_at)}


def direct(service: Service) -> Document:
    """Its own fields, and its organisation."""
    return _of_service(service) | {"organization": organization(service.provider)}


def full(service: Service) -> Document:
    """With all its parts. service: as reading.feed.nested fetches it."""
    return direct(service) | _parts(service)


def _of_service(service: Service) -> Document:
    page = settings.SITE_URL + reverse("directory:service", args=[service.slug])
    interpreters = "Interpreters for other languages" if service.has_interpreters else ""
    return _said(
        {
            "id": service.uuid,
            "name": service.name,
            "alternate_name": service.alternate_name,
            "description": service.description,
            "url": service.url or page,
            "email": service.email,
            "status": service.status,
            "fees": service.fees_description or ("Free" if service.is_free else ""),
            "fees_description": service.fees_description,
            "minimum_age": service.minimum_age,
            "maximum_age": service.maximum_age,
            "eligibility_description": service.eligibility_description,
            "interpretation_services": service.interpretation_services or interpreters,
            "application_process": service.application_process,
            "wait_time": service.wait_time,
            "assured_date": service.assured_on,
            "assurer_email": settings.OPERATOR["email"] if service.assured_on else "",
            "alert": service.alert,
            "last_modified": _moment(service.updated_at),
        }
    )


def _parts(service: Service) -> Document:
    return {
        "contacts": [_contact(service)] if service.has_contact else [],
        "phones": [_phone(one) for one in service.open_phones],  # type: ignore[attr-defined]
        "schedules": [_schedule(one, service) for one in service.schedules.all()],
        "service_areas": [_area(service.uuid, code) for code in service.areas],
        "service_at_locations": [
            {"id": one.uuid, "location": location(one, service)}
            for one in service.open_locations  # type: ignore[attr-defined]
        ],
        "languages": [_language(service.uuid, code) for code in service.languages],
        "cost_options": _costs(service),
        "attributes": [_attribute(service.uuid, term) for term in _terms(service)],
    }


def _contact(service: Service) -> Document:
    made, number = uuid5(service.uuid, "contact"), service.person_phone
    return _said(
        {
            "id": made,
            "name": service.person_name,
            "title": service.person_title,
            "email": service.person_email,
            "phones": [{"id": uuid5(made, "phone"), "number": number, "type": PhoneKind.VOICE.value}] if number else [],
        }
    )


def _phone(phone: Phone) -> Document:
    return _said(
        {
            "id": phone.uuid,
            "number": phone.number,
            "extension": phone.extension,
            "type": PhoneKind(phone.kind).value,
            "description": phone.description,
        }
    )


def _schedule(schedule: Schedule, service: Service) -> Document:
    span = schedule.span
    return _said(
        {
            "id": schedule.uuid,
            "freq": "MONTHLY" if span.weeks else "WEEKLY",
            "interval": 1,
            "byday": schedule.byday,
            "opens_at": schedule.opens_at.isoformat(),
            "closes_at": schedule.closes_at.isoformat(),
            "valid_from": schedule.valid_from,
            "valid_to": schedule.valid_to,
            "description": "24 hours a day" if span.is_always else hours.written([span])[0],
            "notes": service.hours_note,
        }
    )


def _area(entry: UUID, code: str) -> Document:
    name = str(ons_areas.name_of(code))
    made = uuid5(entry, f"area:{code}")
    return _said({"id": made, "name": name, "service_area": name, "uri": ons_areas.address_of(code)})


def _language(entry: UUID, code: str) -> Document:
    return {"id": uuid5(entry, f"language:{code}"), "name": helpline.codes("language")[code], "code": code}


def _costs(service: Service) -> list[Document]:
    if service.is_free is None:
        return []
    option = {"option": "Free", "amount": 0} if service.is_free else {"option": "It has to be paid"}
    made = uuid5(service.uuid, "cost")
    return [_said({"id": made, **option, "amount_description": service.fees_description})]


def _terms(service: Service) -> list[Term]:
    pairs = [(FacetKind.NEED, code) for code in service.needs]
    pairs += [(FacetKind.AUDIENCE, code) for code in service.audiences]
    return [taxonomies.by_code()[pair] for pair in pairs]


def _attribute(entry: UUID, one: Term) -> Document:
    link_type = taxonomies.LISTS[one.taxonomy.kind]
    return {"id": uuid5(entry, f"attribute:{link_type}:{one.code}"), "link_type": link_type, "taxonomy_term": term(one)}


# --- Places ---------------------------------------------------------------------------------------------------------


def minimal_at_location(found: Location) -> Document:
    return {"id": found.uuid, "last_modified": _moment(found.service.updated_at)}


def service_at_location(found: Location) -> Document:
    """With the entry's own fields."""
    return {"id": found.uuid, "location": location(found, found.service), "service": direct(found.service)}


def full_service_at_location(found: Location) -> Document:
    """With the entry whole. found: as reading.feed.nested_locations fetches it."""
    return {"id": found.uuid, "location": location(found, found.service), "service": full(found.service)}


def location(found: Location, service: Service) -> Document:
    access = uuid5(found.uuid, "accessibility")
    return _said(
        {
            "id": uuid5(found.uuid, "location"),
            "location_type": LocationKind(found.kind).value,
            "name": found.name,
            "latitude": found.latitude,
            "longitude": found.longitude,
            "addresses": [_address(found, service)] if found.address or found.city or found.postcode else [],
            "accessibility": [{"id": access, "description": found.accessibility}] if found.accessibility else [],
        }
    )


def _address(found: Location, service: Service) -> Document:
    """The profile needs every field of it; what is not known is empty."""
    council = places.council(found.council)
    abroad = [code.removeprefix(ons_areas.COUNTRY) for code in service.areas if ons_areas.is_country(code)]
    return {
        "id": uuid5(found.uuid, "address"),
        "address_1": found.address,
        "city": found.city,
        "state_province": helpline.codes("nation")[council.nation] if council else "",
        "postal_code": found.postcode,
        "country": abroad[0] if len(abroad) == 1 == len(service.areas) else "GB",
        "address_type": LocationKind(found.kind).value,
    }


# --- Organisations --------------------------------------------------------------------------------------------------


def organization(provider: Provider) -> Document:
    """The profile needs a description; where we have none it is the name."""
    return _said(
        {
            "id": provider.uuid,
            "name": provider.name,
            "description": provider.description or provider.name,
            "email": provider.email,
            "website": provider.website,
            "uri": settings.SITE_URL + reverse("oruk:organization", args=[provider.uuid]),
            "organization_identifiers": _identifiers(provider),
        }
    )


def organization_with_services(provider: Provider, *, is_full: bool) -> Document:
    """provider: as reading.feed.with_services fetches it."""
    theirs = provider.open_services  # type: ignore[attr-defined]
    services = [_of_service(one) | (_parts(one) if is_full else {}) for one in theirs]
    return organization(provider) | {"services": services}


def _identifiers(provider: Provider) -> list[Document]:
    charity = provider.charity_number.upper()
    of_charity = next((found for start, found in CHARITY_REGISTERS.items() if charity.startswith(start)), CHARITY)
    given = [(of_charity, provider.charity_number), (COMPANY, provider.company_number)]
    return [
        {
            "id": uuid5(provider.uuid, scheme),
            "identifier_scheme": scheme,
            "identifier_type": kind,
            "identifier": number,
        }
        for (scheme, kind), number in given
        if number
    ]


# --- Taxonomies -----------------------------------------------------------------------------------------------------


def taxonomy(one: Taxonomy) -> Document:
    return {"id": one.id, "name": one.name, "description": one.description}


def term(one: Term) -> Document:
    """taxonomy and term: what older editions of the profile call its names."""
    return {
        "id": one.id,
        "name": one.name,
        "description": one.description,
        "code": one.code,
        "taxonomy_id": one.taxonomy.id,
        "taxonomy": one.taxonomy.name,
        "term": one.name,
    }
