"""Suppliers, sites and what is known of them. All names are invented."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from compliance.suppliers.choices import ControlType
from compliance.suppliers.models import (
    CompanyMatch,
    Control,
    SavedView,
    Site,
    SiteFacts,
    Supplier,
    SupplyRelation,
    WorkerFigures,
)
from tests.factories.organisations import OrganisationFactory


class SupplierFactory(DjangoModelFactory):
    class Meta:
        model = Supplier

    organisation = factory.SubFactory(OrganisationFactory)
    supplier_ref = factory.Sequence(lambda n: f"S-{n:05d}")
    key = factory.LazyAttribute(lambda row: row.supplier_ref.casefold())
    name = factory.Sequence(lambda n: f"Invented Works {n}")
    country = "GB"


class SiteFactory(DjangoModelFactory):
    class Meta:
        model = Site

    supplier = factory.SubFactory(SupplierFactory)
    organisation = factory.SelfAttribute("supplier.organisation")
    site_ref = factory.Sequence(lambda n: f"P-{n:05d}")
    key = factory.LazyAttribute(lambda row: row.site_ref.casefold())
    name = factory.Sequence(lambda n: f"Invented Place {n}")


class SupplyRelationFactory(DjangoModelFactory):
    class Meta:
        model = SupplyRelation

    supplier = factory.SubFactory(SupplierFactory)
    tier = 1
    products_key = factory.Sequence(lambda n: f"{n:064x}")


class WorkerFiguresFactory(DjangoModelFactory):
    class Meta:
        model = WorkerFigures

    site = factory.SubFactory(SiteFactory)
    counted_on = date(2026, 9, 1)
    total = 100


class ControlFactory(DjangoModelFactory):
    class Meta:
        model = Control

    site = factory.SubFactory(SiteFactory)
    kind = ControlType.SAQ
    held_on = date(2026, 9, 1)


class SiteFactsFactory(DjangoModelFactory):
    class Meta:
        model = SiteFacts

    site = factory.SubFactory(SiteFactory)


class SavedViewFactory(DjangoModelFactory):
    class Meta:
        model = SavedView

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: f"View {n}")
    query = "?tier=1"


class CompanyMatchFactory(DjangoModelFactory):
    class Meta:
        model = CompanyMatch

    supplier = factory.SubFactory(SupplierFactory)
    kind = CompanyMatch.Kind.NAME
    number = factory.Sequence(lambda n: f"{n:08d}")
    name = "INVENTED WORKS LIMITED"
    found_at = datetime(2026, 11, 1, tzinfo=UTC)
