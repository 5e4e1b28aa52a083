"""An organisation, its administrator, and one of our staff: signed in where they look at pages."""

from io import BytesIO

import pikepdf
import pytest
from django.urls import reverse

from compliance.organisations.choices import Role
from portal.accounts.roles import StaffRole
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.organisations import MembershipFactory, OrganisationFactory


def to(name, *args):
    return reverse(f"organisations:{name}", args=args)


def _one_page() -> bytes:
    sheet = BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(sheet)
    return sheet.getvalue()


PDF = _one_page()


@pytest.fixture
def organisation():
    return OrganisationFactory(name="Harbour Foods Limited")


@pytest.fixture
def administrator(organisation, client):
    """Signed in, lately."""
    membership = MembershipFactory(organisation=organisation, role=Role.ADMINISTRATOR, is_safeguarding_lead=True)
    sign_in(client, membership.user)
    return membership


@pytest.fixture
def unconfirmed(organisation, administrator):
    organisation.confirmed_at, organisation.website = None, "https://www.harbourfoods.example"
    organisation.save()
    return organisation


@pytest.fixture
def staff(client):
    user = UserFactory(role=StaffRole.SITE_ADMINISTRATOR)
    sign_in(client, user)
    return user
