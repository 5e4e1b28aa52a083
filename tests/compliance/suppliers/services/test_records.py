"""Suppliers and sites, one at a time: references, two people at once, and the line of history."""

from datetime import date

import pytest

from compliance.suppliers.choices import SupplierStatus
from compliance.suppliers.models import RiskRun, SupplyRelation
from compliance.suppliers.services import records
from portal.core import exceptions
from portal.history.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.organisations import OrganisationFactory
from tests.factories.suppliers import SiteFactory, SupplierFactory

pytestmark = pytest.mark.django_db
SUPPLY = {"tier": 1, "sector": "", "products": ["Yarn"]}


def actions() -> list[str]:
    return list(Entry.objects.filter(action__startswith="suppliers.").order_by("seq").values_list("action", flat=True))


def test_a_supplier_without_a_reference_gets_the_first_that_nobody_uses():
    organisation = OrganisationFactory()
    SupplierFactory(organisation=organisation, supplier_ref="s-0002")
    fields = {"name": "Karim Knit Ltd", "supplier_ref": ""}
    supplier = records.add_supplier(organisation=organisation, actor=UserFactory(), fields=fields, supply=SUPPLY)
    assert (supplier.supplier_ref, supplier.key, supplier.likeness) == ("S-0003", "s-0003", "karim knit")
    assert SupplyRelation.objects.get(supplier=supplier).products == ["Yarn"]
    assert actions() == ["suppliers.supplier.added"]
    assert RiskRun.objects.filter(organisation=organisation, asked_at__isnull=False).exists()


def test_a_reference_in_use_is_refused_and_named_and_nothing_is_written():
    taken = SupplierFactory(supplier_ref="S 1", name="Brick Works")
    fields = {"name": "Other", "supplier_ref": "s  1"}
    with pytest.raises(records.ReferenceTaken) as refusal:
        records.add_supplier(organisation=taken.organisation, actor=UserFactory(), fields=fields, supply=SUPPLY)
    assert refusal.value.field == "supplier_ref"
    assert "Brick Works" in refusal.value.sentence
    assert actions() == []


def test_a_change_of_nothing_leaves_no_line_and_a_change_names_its_fields():
    site, actor = SiteFactory(town="Hull"), UserFactory()
    records.update_record(row=site, actor=actor, fields={"town": "Hull"}, began_from=site.changed_at.isoformat())
    assert actions() == []
    records.update_record(row=site, actor=actor, fields={"town": "York"}, began_from=site.changed_at.isoformat())
    assert Entry.objects.get(action="suppliers.site.changed").detail["fields"] == ["town"]


def test_whoever_began_from_an_older_version_changes_nothing():
    supplier = SupplierFactory(name="Old")
    with pytest.raises(exceptions.EditConflict) as conflict:
        records.update_record(row=supplier, actor=UserFactory(), fields={"name": "New"}, began_from="2020-01-01")
    assert conflict.value.theirs == supplier
    supplier.refresh_from_db()
    assert supplier.name == "Old"


def test_ending_and_resuming_twice_are_one_line_each():
    supplier, actor = SupplierFactory(), UserFactory()
    for _ in range(2):
        records.end_supplier(supplier=supplier, actor=actor, reason="closed")
    for _ in range(2):
        records.resume_supplier(supplier=supplier, actor=actor)
    supplier.refresh_from_db()
    assert supplier.status == SupplierStatus.ACTIVE
    assert actions() == ["suppliers.supplier.ended", "suppliers.supplier.resumed"]


def test_a_licence_is_kept_with_the_day_it_was_looked_up():
    supplier = SupplierFactory(is_labour_provider=True)
    records.record_licence_check(
        supplier=supplier, actor=UserFactory(), number="FIEL0042", checked_on=date(2026, 11, 1)
    )  # fmt: skip
    supplier.refresh_from_db()
    assert (supplier.licence_number, supplier.licence_checked_on) == ("FIEL0042", date(2026, 11, 1))
