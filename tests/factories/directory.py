"""Entries of the directory, of invented organisations."""

from datetime import date, time, timedelta
from uuid import uuid4

import factory
from django.db.models import Model
from django.utils import timezone
from factory.django import DjangoModelFactory

from learning.directory.choices import Act, Origin
from learning.directory.forms.entry import SAME
from learning.directory.models import Application, Confirmation, EntryChange, Phone, PhoneChange, Provider, Service
from learning.directory.rules.hours import Span
from learning.directory.services import entries
from learning.directory.services.verification import hash_token
from portal.accounts.models import User
from portal.accounts.roles import StaffRole
from tests.factories.accounts import UserFactory

ALL_DAY = Span(tuple(range(7)), time(0), time(23, 59, 59))
OFFICE_HOURS = Span(tuple(range(5)), time(9), time(17))
BRISTOL, BATH, CHESTERFIELD, DERBYSHIRE, CARDIFF, BELFAST = (
    *("E06000023", "E06000022", "E07000034", "E10000007", "W06000015", "N09000003"),
)
UK = "K02000001"


class ProviderFactory(DjangoModelFactory):
    class Meta:
        model = Provider

    name = factory.Sequence("Invented Charity {}".format)
    description = "Helps people, in this test."
    website = "https://charity.example"


class ServiceFactory(DjangoModelFactory):
    """An entry that everybody finds, with its facets written. hours: spans. phone: a public number."""

    class Meta:
        model = Service
        skip_postgeneration_save = True

    provider = factory.SubFactory(ProviderFactory)
    slug = factory.Sequence("service-{}".format)
    name = factory.Sequence("Service {}".format)
    description = "Advice by phone."
    is_draft = False
    needs = ["helpline"]
    audiences = ["adult_victims"]
    areas = [UK]
    assured_on = date(2026, 11, 1)
    next_review_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=180))
    created_at = factory.LazyFunction(timezone.now)
    updated_at = factory.LazyFunction(timezone.now)
    uuid = factory.LazyFunction(uuid4)

    @factory.post_generation
    def hours(self, create, extracted, **kwargs):
        entries.write_entry(self, extracted or (), at=timezone.now())

    @factory.post_generation
    def phone(self, create, extracted, **kwargs):
        if extracted:
            PhoneFactory(service=self, number=extracted)


class PhoneFactory(DjangoModelFactory):
    class Meta:
        model = Phone

    service = factory.SubFactory(ServiceFactory)
    number = factory.Sequence("0808 157 0{:03}".format)
    description = "Helpline"


class PhoneChangeFactory(DjangoModelFactory):
    """A change that waits for a second person."""

    class Meta:
        model = PhoneChange

    service = factory.SubFactory(ServiceFactory)
    act = Act.ADD
    number = "0117 496 0100"
    source = "Their website."
    asked_by = factory.SubFactory(UserFactory, role=StaffRole.CONTENT_EDITOR)
    asked_at = factory.LazyFunction(timezone.now)


class EntryChangeFactory(DjangoModelFactory):
    """A changed website that waits for a second person."""

    class Meta:
        model = EntryChange

    service = factory.SubFactory(ServiceFactory)
    origin = Origin.STAFF
    before = {"url": ""}
    after = {"url": "https://new.example"}
    asked_by = factory.SubFactory(UserFactory, role=StaffRole.CONTENT_EDITOR)
    asked_at = factory.LazyFunction(timezone.now)


class ConfirmationFactory(DjangoModelFactory):
    """A link that works, of the token."""

    class Meta:
        model = Confirmation

    class Params:
        token = factory.Sequence("entry-{}".format)

    service = factory.SubFactory(ServiceFactory)
    token_hash = factory.LazyAttribute(lambda row: hash_token(row.token))
    sent_to = "entry@charity.example"
    sent_at = factory.LazyFunction(timezone.now)


def application_answers(**service: object) -> dict[str, object]:
    """What an application is kept as."""
    blank = dict.fromkeys(SAME, "") | {"minimum_age": None, "maximum_age": None, "is_free": None, "languages": []}
    facts = {
        "name": "Harbour House",
        "description": "A place to stay.",
        "needs": ["safe_accommodation"],
        "audiences": ["adult_victims"],
        "areas": [BRISTOL],
        "has_interpreters": False,
        "person_is_public": False,
        "takes_referrals_at_night": True,
    }
    place = {"kind": "physical", "address": "1 Quay", "city": "Bristol", "postcode": "", "accessibility": ""}
    provider = {"name": "Harbour Trust", "description": "", "website": "", "charity_number": "", "company_number": ""}
    return {
        "provider": provider,
        "service": blank | facts | service,
        "place": place | {"is_public": False},
        "hours": "Every day, 24 hours",
        "phones": [{"number": "0117 496 0200", "kind": "voice", "is_public": True}],
        "contact_email": "entries@harbour.example",
        "staff_note": "Safeguarding: Wren Keeper, 0117 496 0201.",
    }


class ApplicationFactory(DjangoModelFactory):
    class Meta:
        model = Application

    token = factory.LazyFunction(uuid4)
    organisation = "Harbour Trust"
    answers = factory.LazyFunction(application_answers)
    sent_at = factory.LazyFunction(timezone.now)


LINK = "entry-of-lantern-house"


def build_directory(staff: dict[str, User]) -> dict[str, Model]:
    """Rows for tests of access: an entry that everybody finds, one for staff only, and what waits for somebody."""
    service = ServiceFactory(slug="lantern-house", name="Lantern House", phone="0117 496 0001", areas=[BRISTOL])
    return {
        "service": service,
        "staff_only": ServiceFactory(slug="quiet-refuge", name="Quiet Refuge", visibility="staff_only"),
        "phone": service.phones.get(),
        "change": PhoneChangeFactory(service=service, asked_by=staff[StaffRole.CONTENT_EDITOR]),
        "entry_change": EntryChangeFactory(service=service, asked_by=staff[StaffRole.CONTENT_EDITOR]),
        "application": ApplicationFactory(),
        "link": ConfirmationFactory(service=service, token=LINK),
    }
