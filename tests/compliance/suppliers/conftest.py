"""A business with a register, and its people signed in."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from compliance.organisations.choices import Role
from compliance.suppliers.choices import ControlType
from tests.factories.accounts import sign_in
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.suppliers import (
    ControlFactory,
    SiteFactory,
    SiteFactsFactory,
    SupplyRelationFactory,
    WorkerFiguresFactory,
)


@pytest.fixture
def organisation(db):
    return OrganisationFactory(name="Harbour Foods Limited", slug="harbour")


@pytest.fixture
def people(organisation):
    return {role.value: MembershipFactory(organisation=organisation, role=role).user for role in Role}


@pytest.fixture
def visit(people):
    """A browser of somebody: visit("editor")."""

    def signed_in(name: str) -> Client:
        return sign_in(Client(), people[name])

    return signed_in


@pytest.fixture
def editor(visit):
    return visit("editor")


@pytest.fixture
def at(organisation):
    """The address of a page of the register."""

    def address(name: str, *args) -> str:
        return reverse(f"suppliers:{name}", args=[organisation.slug, *args])

    return address


@pytest.fixture
def grower():
    """Example B of the specification, in the register."""
    site = SiteFactory(activity="seasonal_agriculture", recruits_from_abroad=True)
    WorkerFiguresFactory(site=site, migrant_international=90, in_provided_housing=90, seasonal=90)
    ControlFactory(site=site, kind=ControlType.SAQ)
    SiteFactsFactory(
        site=site, credited_audit_on=date(2025, 8, 24), open_major=1, last_audit_on=date(2025, 8, 24)
    )  # fmt: skip
    SupplyRelationFactory(supplier=site.supplier, tier=1, annual_spend_pence=5_000_000)
    return site
