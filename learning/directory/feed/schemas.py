"""Schemas of the feed's requests and responses, as its description shows them. Tests hold real answers against these.

Fields that are not known are left out; None stands for that here.
"""

from datetime import date, datetime, time
from typing import Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import ConfigDict

MAX_ROWS = 100
MAX_PAGE = 1_000_000
MAX_METRES = 500_000
MAX_AGE = 150


class Answer(Schema):
    """The base of responses: nothing is answered that is not described."""

    model_config = ConfigDict(extra="forbid")


# --- Asked ----------------------------------------------------------------------------------------------------------


class Pages(Schema):
    page: int = Field(1, ge=1, le=MAX_PAGE, description="A page after the last one is empty")
    per_page: int = Field(50, ge=1, le=MAX_ROWS, description="Rows on each page")


class Filters(Schema):
    search: str = Field("", max_length=160, description="Words in the name or description. All must match")
    taxonomy_term_id: UUID | None = Field(None, description="Has this term")
    taxonomy_id: UUID | None = Field(None, description="Has a term from this taxonomy")
    minimum_age: float | None = Field(None, ge=0, le=MAX_AGE, description="Its minimum age is at least this")
    maximum_age: float | None = Field(None, ge=0, le=MAX_AGE, description="Its maximum age is at most this")
    start_time: time | None = Field(None, description="Opens at this time or later, like 09:00")
    end_time: time | None = Field(None, description="Closes at this time or earlier")
    day: Literal["MO", "TU", "WE", "TH", "FR", "SA", "SU"] | None = Field(None, description="Open on this day")
    organization_id: UUID | None = Field(None, description="Of this organisation")
    modified_after: datetime | None = Field(
        None, description="Changed at or after this time. UTC if no time zone is given"
    )
    age: int | None = Field(None, ge=0, le=MAX_AGE, description="Accepts people of this age (not in the standard)")


class Detail(Schema):
    minimal: bool = Field(False, description="Only the ID and modification time of each item")
    full: bool = Field(False, description="Each item in full, as at its own address")


class Around(Schema):
    postcode: str = Field("", max_length=10, description="Its service area includes this postcode")
    proximity: int | None = Field(
        None, ge=1, le=MAX_METRES, description="Maximum distance in metres from the postcode, whatever the service area"
    )


class OrganizationFilters(Schema):
    search: str = Field("", max_length=160, description="Words in the name or description. All must match")
    modified_after: datetime | None = Field(
        None, description="Has a service that changed at or after this time. UTC if no time zone is given"
    )


class OrganizationDetail(Schema):
    full: bool = Field(False, description="Include the fields of its services")
    full_service: bool = Field(False, description="Include its services in full")


class TermFilters(Schema):
    taxonomy_id: UUID | None = Field(None, description="Terms in this taxonomy")
    parent_id: UUID | None = Field(None, description="Terms below this term. The lists are flat, so there are none")
    top_only: bool = Field(False, description="Top-level terms, which is all of them")


# --- Answered -------------------------------------------------------------------------------------------------------


class Problem(Answer):
    detail: str = Field(description="The problem and how to fix it")
    fields: dict[str, list[str]] = Field(description="Problems by parameter name")


class About(Answer):
    version: Literal["HSDS-UK-3.0"]
    profile: str
    openapi_url: str


class Page(Answer):
    total_items: int
    total_pages: int
    page_number: int
    size: int = Field(description="Rows on this page")
    first_page: bool
    last_page: bool
    empty: bool


class Identifier(Answer):
    id: UUID
    identifier_scheme: str
    identifier_type: str
    identifier: str


class Organization(Answer):
    id: UUID
    name: str
    description: str
    email: str | None = None
    website: str | None = None
    uri: str
    organization_identifiers: list[Identifier] | None = None


class Taxonomy(Answer):
    id: UUID
    name: str
    description: str


class Term(Answer):
    id: UUID
    name: str
    description: str
    code: str
    taxonomy_id: UUID
    taxonomy: str
    term: str


class Attribute(Answer):
    id: UUID
    link_type: str
    taxonomy_term: Term


class Phone(Answer):
    id: UUID
    number: str
    extension: str | None = None
    type: Literal["voice", "text", "textphone"]
    description: str | None = None


class NumberOfContact(Answer):
    id: UUID
    number: str
    type: Literal["voice"]


class Contact(Answer):
    id: UUID
    name: str | None = None
    title: str | None = None
    email: str | None = None
    phones: list[NumberOfContact] | None = None


class Schedule(Answer):
    id: UUID
    freq: Literal["WEEKLY", "MONTHLY"]
    interval: int
    byday: str = Field(description="MO,TU; of a month with the place of the day in it: 1TU, -1FR")
    opens_at: str
    closes_at: str
    valid_from: date | None = None
    valid_to: date | None = None
    description: str
    notes: str | None = None


class ServiceArea(Answer):
    id: UUID
    name: str
    service_area: str
    uri: str | None = None


class Language(Answer):
    id: UUID
    name: str
    code: str


class CostOption(Answer):
    id: UUID
    option: str
    amount: int | None = None
    amount_description: str | None = None


class Accessibility(Answer):
    id: UUID
    description: str


class Address(Answer):
    id: UUID
    address_1: str
    city: str
    state_province: str
    postal_code: str
    country: str
    address_type: Literal["physical", "postal", "virtual"]


class Location(Answer):
    id: UUID
    location_type: Literal["physical", "postal", "virtual"]
    name: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    addresses: list[Address] | None = None
    accessibility: list[Accessibility] | None = None


class PlaceOfService(Answer):
    id: UUID
    location: Location


class ServiceFields(Answer):
    """One-to-one fields of a service."""

    id: UUID
    name: str
    alternate_name: str | None = None
    description: str
    url: str
    email: str | None = None
    status: Literal["active", "inactive", "defunct", "temporarily closed"]
    fees: str | None = None
    fees_description: str | None = None
    minimum_age: int | None = None
    maximum_age: int | None = None
    eligibility_description: str | None = None
    interpretation_services: str | None = None
    application_process: str | None = None
    wait_time: str | None = None
    assured_date: date | None = None
    assurer_email: str | None = None
    alert: str | None = None
    last_modified: datetime


class Parts(Answer):
    """All that belongs to a service."""

    contacts: list[Contact]
    phones: list[Phone]
    schedules: list[Schedule]
    service_areas: list[ServiceArea]
    service_at_locations: list[PlaceOfService]
    languages: list[Language]
    cost_options: list[CostOption]
    attributes: list[Attribute]


class Service(ServiceFields):
    organization: Organization


class FullService(Service, Parts):
    pass


class ServiceParts(ServiceFields, Parts):
    pass


class Minimal(Answer):
    id: UUID
    last_modified: datetime


class ServicePage(Page):
    contents: list[FullService] | list[Service] | list[Minimal]


class ServiceAtLocation(Answer):
    id: UUID
    location: Location
    service: Service


class FullServiceAtLocation(Answer):
    id: UUID
    location: Location
    service: FullService


class ServiceAtLocationPage(Page):
    contents: list[FullServiceAtLocation] | list[ServiceAtLocation] | list[Minimal]


class TaxonomyPage(Page):
    contents: list[Taxonomy]


class TermPage(Page):
    contents: list[Term]


class OrganizationWithFields(Organization):
    services: list[ServiceFields]


class FullOrganization(Organization):
    services: list[ServiceParts]


class OrganizationPage(Page):
    contents: list[FullOrganization] | list[OrganizationWithFields] | list[Organization]
