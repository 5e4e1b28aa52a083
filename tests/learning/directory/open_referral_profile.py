"""What the Open Referral UK profile 3.0 asks of a document, written down as facts.

Source: OpenReferralUK/uk-profile, compiled schemas and openapi.json, 10 October 2024; read in November 2026. The
schemas allow more fields than these. Of terms, the names of that edition (taxonomy) and of later ones are asked for.
"""

import re
from datetime import date, datetime
from uuid import UUID


def is_uuid(value):
    return isinstance(value, str) and str(UUID(value)) == value


def is_text(value):
    return isinstance(value, str)


def is_number(value):
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_uri(value):
    return is_text(value) and bool(re.match(r"https?://[^\s/]+", value))


def is_email(value):
    return is_text(value) and bool(re.fullmatch(r"[^@\s]+@[^@\s]+", value))


def is_day(value):
    return is_text(value) and bool(date.fromisoformat(value))


def is_moment(value):
    return is_text(value) and bool(datetime.fromisoformat(value).tzinfo)


def is_time(value):
    return is_text(value) and bool(re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?", value))


def is_days(value):
    day = r"(-?[1-5])?(MO|TU|WE|TH|FR|SA|SU)"
    return is_text(value) and bool(re.fullmatch(f"{day}(,{day})*", value))


def one_of(*values):
    return lambda value: value in values


class Each:
    """A list of objects of a kind."""

    def __init__(self, kind):
        self.kind = kind


class One(Each):
    """An object of a kind."""


KIND_OF_PLACE = one_of("physical", "postal", "virtual")
NEEDED = {
    "organization": {"id", "name", "description"},
    # The list asks for url, too; the mock of the checker counts a missing description as wrong.
    "service": {"id", "name", "status", "url", "description"},
    "contact": {"id"},
    "schedule": {"id"},
    "service_area": {"id"},
    "service_at_location": {"id"},
    "location": {"id", "location_type"},
    "address": {"id", "address_1", "city", "state_province", "postal_code", "country", "address_type"},
    "phone": {"id", "number"},
    "language": {"id"},
    "accessibility": {"id"},
    "cost_option": {"id"},
    "taxonomy": {"id", "name", "description"},
    "taxonomy_term": {"id", "name", "description", "taxonomy"},
    "attribute": {"id"},
    "identifier": {"id", "identifier"},
}
FIELDS = {
    "organization": {
        "id": is_uuid, "name": is_text, "description": is_text, "email": is_email, "website": is_uri, "uri": is_uri,
        "organization_identifiers": Each("identifier"), "services": Each("service"),
    },
    "identifier": {
        "id": is_uuid, "identifier_scheme": is_text, "identifier_type": is_text, "identifier": is_text,
    },
    "service": {
        "id": is_uuid, "name": is_text, "description": is_text, "url": is_uri, "email": is_email,
        "status": one_of("active", "inactive", "defunct", "temporarily closed"), "fees": is_text,
        "minimum_age": is_number, "maximum_age": is_number, "assured_date": is_day, "assurer_email": is_email,
        "alert": is_text, "last_modified": is_moment, "organization": One("organization"),
        "schedules": Each("schedule"), "service_areas": Each("service_area"),
        "service_at_locations": Each("service_at_location"), "languages": Each("language"),
        "cost_options": Each("cost_option"), "attributes": Each("attribute"), "phones": Each("phone"),
        "contacts": Each("contact"),
    },
    "schedule": {
        "id": is_uuid, "freq": one_of("WEEKLY", "MONTHLY"), "interval": is_number, "byday": is_days,
        "opens_at": is_time, "closes_at": is_time, "valid_from": is_day, "valid_to": is_day, "description": is_text,
        "notes": is_text,
    },
    "service_area": {"id": is_uuid, "name": is_text, "service_area": is_text, "uri": is_uri},
    "service_at_location": {"id": is_uuid, "location": One("location"), "service": One("service")},
    "location": {
        "id": is_uuid, "location_type": KIND_OF_PLACE, "name": is_text, "latitude": is_number, "longitude": is_number,
        "addresses": Each("address"), "accessibility": Each("accessibility"),
    },
    "address": {
        "id": is_uuid, "address_1": is_text, "city": is_text, "state_province": is_text, "postal_code": is_text,
        "country": lambda value: is_text(value) and len(value) == 2, "address_type": KIND_OF_PLACE,
    },
    "contact": {
        "id": is_uuid, "name": is_text, "title": is_text, "department": is_text, "email": is_email,
        "phones": Each("phone"),
    },
    "phone": {"id": is_uuid, "number": is_text, "description": is_text, "languages": Each("language")},
    "language": {"id": is_uuid, "name": is_text, "code": is_text},
    "accessibility": {"id": is_uuid, "description": is_text, "details": is_text, "url": is_uri},
    "cost_option": {"id": is_uuid, "option": is_text, "amount": is_number, "amount_description": is_text},
    "taxonomy": {"id": is_uuid, "name": is_text, "description": is_text},
    "taxonomy_term": {
        "id": is_uuid, "name": is_text, "description": is_text, "taxonomy": is_text, "term": is_text,
        "taxonomy_id": is_uuid, "parent_id": is_uuid, "term_uri": is_uri,
    },
    "attribute": {"id": is_uuid, "link_type": is_text, "taxonomy_term": One("taxonomy_term")},
}  # fmt: skip
PAGE = {
    "total_items": int, "total_pages": int, "page_number": int, "size": int, "first_page": bool, "last_page": bool,
    "empty": bool, "contents": list,
}  # fmt: skip


def faults(kind, document, path=""):
    """What in the document is not as the profile has it."""
    here = path or kind
    found = [f"{here} lacks {name}" for name in sorted(NEEDED[kind] - document.keys())]
    for name, value in document.items():
        rule = FIELDS[kind].get(name)
        if isinstance(rule, One):
            found += faults(rule.kind, value, f"{here}.{name}")
        elif isinstance(rule, Each):
            found += [fault for n, row in enumerate(value) for fault in faults(rule.kind, row, f"{here}.{name}[{n}]")]
        elif rule is None and value is None:
            found.append(f"{here}.{name} is null")
        elif rule is not None and not _holds(rule, value):
            found.append(f"{here}.{name} is {value!r}")
    return found


def faults_of_page(kind, page):
    found = [f"page.{name} is {page.get(name)!r}" for name, shape in PAGE.items() if type(page.get(name)) is not shape]
    return found + [fault for row in page["contents"] for fault in faults(kind, row)]


def _holds(rule, value):
    try:
        return rule(value)
    except (TypeError, ValueError, AttributeError):
        return False
