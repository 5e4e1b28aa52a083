"""Entries of the directory, of invented organisations."""

from datetime import date, time
from uuid import uuid4

import factory
from django.db.models import Model
from django.utils import timezone
from factory.django import DjangoModelFactory

from learning.directory.models import Phone, Provider, Service
from learning.directory.rules.hours import Span
from learning.directory.services import saving

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
    next_review_on = date(2027, 5, 1)
    created_at = factory.LazyFunction(timezone.now)
    updated_at = factory.LazyFunction(timezone.now)
    uuid = factory.LazyFunction(uuid4)

    @factory.post_generation
    def hours(self, create, extracted, **kwargs):
        saving.write(self, extracted or (), at=timezone.now())

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


def build_directory() -> dict[str, Model]:
    """Rows for tests of access: one that everybody finds, one for staff only."""
    return {
        "service": ServiceFactory(slug="lantern-house", name="Lantern House", phone="0117 496 0001", areas=[BRISTOL]),
        "staff_only": ServiceFactory(slug="quiet-refuge", name="Quiet Refuge", visibility="staff_only"),
    }
