"""Serialises an entry for the feed: the Open Referral UK profile 3.0, with fields of HSDS 3.0 beside it.

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
from portal.core.types import JsonObject
from portal.reference import helpline, places

type Document = JsonObject

# Register of charities by the beginning of a number: org-id.guide, read November 2026.
CHARITY_REGISTERS: Final = {"SC": ("GB-SC", "Charity number"), "NIC": ("GB-NIC", "Charity number")}
CHARITY: Final = ("GB-CHC", "Charity number")
COMPANY: Final = ("GB-COH", "Company number")


def _omit_empty(facts: Mapping[str, Any]) -> Document:
    return {name: value for name, value in facts.items() if value not in (None, "", [])}


def _moment(at: datetime) -> str:
    """Return the moment in UTC, to the millisecond."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


# --- Services -------------------------------------------------------------------------------------------------------


def serialise_minimal(service: Service) -> Document:
    return {"id": service.uuid, "last_modified": _moment(service.updated_at)}


def serialise_fields(service: Service) -> Document:
    """Serialise the entry's own fields, and its organisation."""
    return _get_service_fields(service) | {"organization": serialise_organization(service.provider)}


def serialise_full(service: Service) -> Document:
    """Serialise the entry with all its parts. service: as selectors.feed.with_details fetches it."""
    return serialise_fields(service) | _parts(service)


def _get_service_fields(service: Service) -> Document:
    page = settings.SITE_URL + reverse("directory:service", args=[service.slug])
    interpreters = "Interpreters for other languages" if service.has_interpreters else ""
    return _omit_empty(
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
        "phones": [_phone(row) for row in service.open_phones],  # type: ignore[attr-defined]
        "schedules": [_schedule(row, service) for row in service.schedules.all()],
        "service_areas": [_area(service.uuid, code) for code in service.areas],
        "service_at_locations": [
            {"id": row.uuid, "location": serialise_location(row, service)}
            for row in service.open_locations  # type: ignore[attr-defined]
        ],
        "languages": [_language(service.uuid, code) for code in service.languages],
        "cost_options": _costs(service),
        "attributes": [_attribute(service.uuid, term) for term in _terms(service)],
    }


def _contact(service: Service) -> Document:
    key, number = uuid5(service.uuid, "contact"), service.person_phone
    return _omit_empty(
        {
            "id": key,
            "name": service.person_name,
            "title": service.person_title,
            "email": service.person_email,
            "phones": [{"id": uuid5(key, "phone"), "number": number, "type": PhoneKind.VOICE.value}] if number else [],
        }
    )


def _phone(phone: Phone) -> Document:
    return _omit_empty(
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
    return _omit_empty(
        {
            "id": schedule.uuid,
            "freq": "MONTHLY" if span.weeks else "WEEKLY",
            "interval": 1,
            "byday": schedule.byday,
            "opens_at": schedule.opens_at.isoformat(),
            "closes_at": schedule.closes_at.isoformat(),
            "valid_from": schedule.valid_from,
            "valid_to": schedule.valid_to,
            "description": "24 hours a day" if span.is_always else hours.format_hours([span])[0],
            "notes": service.hours_note,
        }
    )


def _area(entry: UUID, code: str) -> Document:
    name = str(ons_areas.get_name(code))
    key = uuid5(entry, f"area:{code}")
    return _omit_empty({"id": key, "name": name, "service_area": name, "uri": ons_areas.get_linked_data_url(code)})


def _language(entry: UUID, code: str) -> Document:
    return {"id": uuid5(entry, f"language:{code}"), "name": helpline.get_labels("language")[code], "code": code}


def _costs(service: Service) -> list[Document]:
    if service.is_free is None:
        return []
    option = {"option": "Free", "amount": 0} if service.is_free else {"option": "You have to pay"}
    key = uuid5(service.uuid, "cost")
    return [_omit_empty({"id": key, **option, "amount_description": service.fees_description})]


def _terms(service: Service) -> list[Term]:
    pairs = [(FacetKind.NEED, code) for code in service.needs]
    pairs += [(FacetKind.AUDIENCE, code) for code in service.audiences]
    return [taxonomies.get_terms_by_code()[pair] for pair in pairs]


def _attribute(entry: UUID, item: Term) -> Document:
    link_type = taxonomies.LISTS[item.taxonomy.kind]
    return {
        "id": uuid5(entry, f"attribute:{link_type}:{item.code}"),
        "link_type": link_type,
        "taxonomy_term": serialise_term(item),
    }


# --- Places ---------------------------------------------------------------------------------------------------------


def serialise_minimal_at_location(place: Location) -> Document:
    return {"id": place.uuid, "last_modified": _moment(place.service.updated_at)}


def serialise_at_location(place: Location) -> Document:
    """Serialise a place with the entry's own fields."""
    return {
        "id": place.uuid,
        "location": serialise_location(place, place.service),
        "service": serialise_fields(place.service),
    }


def serialise_full_at_location(place: Location) -> Document:
    """Serialise a place with the entry whole. found: as selectors.feed.locations_with_details fetches it."""
    return {
        "id": place.uuid,
        "location": serialise_location(place, place.service),
        "service": serialise_full(place.service),
    }


def serialise_location(place: Location, service: Service) -> Document:
    access = uuid5(place.uuid, "accessibility")
    return _omit_empty(
        {
            "id": uuid5(place.uuid, "location"),
            "location_type": LocationKind(place.kind).value,
            "name": place.name,
            "latitude": place.latitude,
            "longitude": place.longitude,
            "addresses": [_address(place, service)] if place.address or place.city or place.postcode else [],
            "accessibility": [{"id": access, "description": place.accessibility}] if place.accessibility else [],
        }
    )


def _address(place: Location, service: Service) -> Document:
    """Return the address. The profile needs every field of it; what is not known is empty."""
    council = places.get_council(place.council)
    abroad = [code.removeprefix(ons_areas.COUNTRY_PREFIX) for code in service.areas if ons_areas.is_country(code)]
    return {
        "id": uuid5(place.uuid, "address"),
        "address_1": place.address,
        "city": place.city,
        "state_province": helpline.get_labels("nation")[council.nation] if council else "",
        "postal_code": place.postcode,
        "country": abroad[0] if len(abroad) == 1 == len(service.areas) else "GB",
        "address_type": LocationKind(place.kind).value,
    }


# --- Organisations --------------------------------------------------------------------------------------------------


def serialise_organization(provider: Provider) -> Document:
    """Serialise an organisation. The profile needs a description; where we have none it is the name."""
    return _omit_empty(
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


def serialise_organization_with_services(provider: Provider, *, is_full: bool) -> Document:
    """Serialise with services. provider: as selectors.feed.with_services fetches it."""
    theirs = provider.open_services  # type: ignore[attr-defined]
    services = [_get_service_fields(entry) | (_parts(entry) if is_full else {}) for entry in theirs]
    return serialise_organization(provider) | {"services": services}


def _identifiers(provider: Provider) -> list[Document]:
    charity = provider.charity_number.upper()
    of_charity = next((register for start, register in CHARITY_REGISTERS.items() if charity.startswith(start)), CHARITY)
    numbers = [(of_charity, provider.charity_number), (COMPANY, provider.company_number)]
    return [
        {
            "id": uuid5(provider.uuid, scheme),
            "identifier_scheme": scheme,
            "identifier_type": kind,
            "identifier": number,
        }
        for (scheme, kind), number in numbers
        if number
    ]


# --- Taxonomies -----------------------------------------------------------------------------------------------------


def serialise_taxonomy(item: Taxonomy) -> Document:
    return {"id": item.id, "name": item.name, "description": item.description}


def serialise_term(item: Term) -> Document:
    """Serialise a term. taxonomy and term: what older editions of the profile call its names."""
    return {
        "id": item.id,
        "name": item.name,
        "description": item.description,
        "code": item.code,
        "taxonomy_id": item.taxonomy.id,
        "taxonomy": item.taxonomy.name,
        "term": item.name,
    }
