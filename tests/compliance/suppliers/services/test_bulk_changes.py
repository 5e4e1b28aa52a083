"""Many suppliers change in one statement, with one line of history, and only those of the organisation."""

from datetime import UTC, datetime

import pytest

from compliance.suppliers.models import Supplier
from compliance.suppliers.services import bulk_changes
from portal.history.models import Entry
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.suppliers import SupplierFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def organisation():
    return OrganisationFactory()


@pytest.fixture
def actor(organisation):
    return MembershipFactory(organisation=organisation).user


def test_only_suppliers_of_the_organisation_change(organisation, actor):
    own, other = SupplierFactory(organisation=organisation), SupplierFactory()
    changed = bulk_changes.set_category(
        organisation=organisation, suppliers=Supplier.objects.all(), category="Packaging", actor=actor, at=AT
    )
    assert changed == 1
    own.refresh_from_db()
    other.refresh_from_db()
    assert (own.category, other.category) == ("Packaging", "")
    assert own.changed_at == AT
    assert Entry.objects.get(action="suppliers.register.category_set").detail["count"] == 1


def test_the_manager_is_set_and_taken_away(organisation, actor):
    SupplierFactory(organisation=organisation)
    facts = {"organisation": organisation, "actor": actor, "at": AT}
    assert bulk_changes.set_owner(suppliers=Supplier.objects.all(), owner=actor, **facts) == 1
    assert Supplier.objects.get().owner == actor
    assert bulk_changes.set_owner(suppliers=Supplier.objects.all(), owner=None, **facts) == 1
    assert Supplier.objects.get().owner is None


def test_nothing_chosen_leaves_no_line_of_history(organisation, actor):
    none = Supplier.objects.none()
    assert bulk_changes.set_category(organisation=organisation, suppliers=none, category="A", actor=actor, at=AT) == 0
    assert not Entry.objects.filter(action="suppliers.register.category_set").exists()
