"""Many rows at once leave what `bulk_create` leaves, on both databases."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from compliance.suppliers.models import Site, Supplier, SupplyRelation, WorkerFigures
from compliance.workbooks.models import StagedRow
from portal.core.bulk_insert import insert_rows, make_factory
from tests.factories.organisations import OrganisationFactory
from tests.factories.suppliers import SiteFactory, SupplierFactory
from tests.factories.workbooks import ImportFactory

pytestmark = pytest.mark.django_db
# What differs between two rows that were made one after the other.
OWN = {"id", "uuid", "created_at", "changed_at"}
HARD = 'Tab\tline\nback\\slash \\N ’ "quoted" 漢 %s {}'


def make(model):
    """One row of a model that is inserted so, with values that a writer could get wrong."""
    if model is Supplier:
        return Supplier(organisation=OrganisationFactory(), key="k", name=HARD, extra={"a": [1, None, HARD]})
    if model is Site:
        supplier = SupplierFactory()
        return Site(organisation=supplier.organisation, supplier=supplier, key="k", latitude=1.5, longitude=-2,
                    recruits_from_abroad=True)  # fmt: skip
    if model is SupplyRelation:
        return SupplyRelation(supplier=SupplierFactory(), tier=2, products=["ä", "b"], annual_spend_pence=10**12,
                              started_on="2026-01-02")  # fmt: skip
    if model is WorkerFigures:
        return WorkerFigures(site=SiteFactory(), counted_on=date(2026, 3, 1), total=5)
    changes = {"supplier": {"is_new": True, "fields": {"tier": [None, 1]}}}
    return StagedRow(upload=ImportFactory(token=uuid4()), position=9, number=2, kind="suppliers", key="k",
                     outcome="add", values={"name": HARD}, changes=changes)  # fmt: skip


def content(row):
    foreign = {field.attname for field in row._meta.concrete_fields if field.is_relation}
    names = {field.attname for field in row._meta.concrete_fields} - OWN - foreign
    return {name: getattr(row, name) for name in names}


@pytest.mark.parametrize("model", [Supplier, Site, SupplyRelation, WorkerFigures, StagedRow])
def test_a_row_is_as_bulk_create_would_leave_it(model):
    ours, theirs = make(model), make(model)
    start = timezone.now()
    insert_rows(model, [ours])
    model.objects.bulk_create([theirs])
    kept = model.objects.get(pk=ours.pk)
    assert content(kept) == content(model.objects.get(pk=theirs.pk))
    for field in model._meta.concrete_fields:
        if field.is_relation or field.attname == "uuid":
            assert getattr(kept, field.attname) == getattr(ours, field.attname)
        if field.attname in {"created_at", "changed_at"}:
            assert start <= getattr(kept, field.attname) <= timezone.now()
    assert not ours._state.adding
    ours.save()
    assert model.objects.filter(pk__in=[ours.pk, theirs.pk]).count() == 2


def test_keys_go_on_after_those_that_are_there():
    organisation = OrganisationFactory()
    before = SupplierFactory(organisation=organisation)
    rows = [Supplier(organisation=organisation, key=f"n{number}", name="N") for number in range(3)]
    insert_rows(Supplier, rows)
    after = SupplierFactory(organisation=organisation)
    keys = [before.pk, *(row.pk for row in rows), after.pk]
    assert keys == sorted(set(keys))


def test_a_row_that_cannot_be_leaves_none_of_them():
    organisation = OrganisationFactory()
    rows = [Supplier(organisation=organisation, key="twice", name="N") for _ in range(2)]
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(Supplier, rows)
    assert not Supplier.objects.filter(organisation=organisation).exists()


def test_no_rows_ask_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        insert_rows(Supplier, [])


def test_the_rows_are_one_copy_or_one_statement(django_assert_num_queries):
    organisation = OrganisationFactory()
    rows = [Supplier(organisation=organisation, key=f"n{number}", name="N") for number in range(20)]
    with django_assert_num_queries(4) as queries:  # the savepoint, its end, and the keys besides
        insert_rows(Supplier, rows)
    word = "COPY" if connection.vendor == "postgresql" else "20 times: INSERT"
    assert sum(query["sql"].startswith(word) for query in queries) == 1
    assert Supplier.objects.filter(organisation=organisation).count() == 20


@pytest.mark.parametrize("model", [Supplier, Site, SupplyRelation, WorkerFigures, StagedRow])
def test_a_factory_makes_what_the_class_makes(model):
    names = {field.attname for field in model._meta.concrete_fields if not field.generated}
    theirs = model(**{name: value for name, value in vars(make(model)).items() if name in names})
    ours = make_factory(model)(**{name: value for name, value in vars(theirs).items() if name in names - OWN})
    assert vars(ours).keys() == vars(theirs).keys()
    for name in vars(theirs).keys() - OWN - {"_state"}:
        assert getattr(ours, name) == getattr(theirs, name)
    assert ours._state.adding and ours._state.db is None


def test_two_objects_of_a_factory_share_nothing():
    make_supplier = make_factory(Supplier)
    first, second = make_supplier(key="a"), make_supplier(key="b")
    first.extra["a"] = 1
    assert second.extra == {} and make_supplier().extra == {}
    assert first.uuid != second.uuid
    assert first._state is not second._state
    first.organisation = OrganisationFactory()
    assert second.organisation_id is None
