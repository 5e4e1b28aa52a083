"""A business with a register, and its people signed in."""

import pytest
from django.test import Client
from django.urls import reverse

from compliance.organisations.choices import Role
from tests.factories.accounts import sign_in
from tests.factories.organisations import MembershipFactory, OrganisationFactory


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
