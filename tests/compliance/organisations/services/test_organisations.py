"""Creating and changing an organisation."""

from datetime import UTC, datetime

import pytest

from compliance.organisations.choices import LegalForm, Role
from compliance.organisations.services import (
    organisations,
)
from portal.history.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.organisations import OrganisationFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def organisation():
    return OrganisationFactory(name="Harbour Foods Limited")


def actions():
    return list(Entry.objects.values_list("action", flat=True))


def create(name="Harbour Foods Limited", **fields):
    return organisations.create(actor=UserFactory(), at=NOW, name=name, legal_form=LegalForm.COMPANY, **fields)


def test_the_founder_is_administrator_and_safeguarding_lead():
    organisation = create()
    membership = organisation.memberships.get()
    assert (membership.role, membership.is_safeguarding_lead) == (Role.ADMINISTRATOR, True)
    assert not organisation.is_confirmed
    assert actions() == ["organisations.organisation.created"]


def test_an_unconfirmed_organisation_changes_its_name_at_once():
    organisation = create(company_number="01234567")
    changed = organisations.change(organisation=organisation, actor=organisation.created_by, at=NOW, name="Quay Ltd")
    organisation.refresh_from_db()
    assert (organisation.name, organisation.wanted_name, changed) == ("Quay Ltd", "", ["name"])


def test_a_confirmed_organisation_keeps_its_name_and_number_until_the_new_ones_are_confirmed(organisation):
    number = organisation.company_number
    organisations.change(
        organisation=organisation, actor=UserFactory(), at=NOW, name="Famous plc", company_number="00000001"
    )
    organisation.refresh_from_db()
    assert (organisation.name, organisation.company_number) == ("Harbour Foods Limited", number)
    assert (organisation.wanted_name, organisation.wanted_company_number) == ("Famous plc", "00000001")
    organisations.change(organisation=organisation, actor=UserFactory(), at=NOW, name="Harbour Foods Limited")
    organisation.refresh_from_db()
    assert organisation.wanted_name == ""


def test_saving_the_same_again_writes_no_history(organisation):
    assert organisations.change(organisation=organisation, actor=UserFactory(), at=NOW, name=organisation.name) == []
    assert actions() == []
