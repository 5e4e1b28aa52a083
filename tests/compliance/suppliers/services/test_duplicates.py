"""Suppliers that may be in the register twice."""

import pytest

from compliance.suppliers.models import DuplicateAnswer
from compliance.suppliers.rules.similarity import normalise
from portal.history.models import Entry as Line
from tests.factories.suppliers import SiteFactory, SupplierFactory


@pytest.fixture
def two(organisation):
    first = SupplierFactory(organisation=organisation, name="Karim Knit Ltd", supplier_ref="A")
    second = SupplierFactory(organisation=organisation, name="Karim Knit Limited", supplier_ref="B")
    first.likeness = second.likeness = normalise("Karim Knit Ltd")
    first.save()
    second.save()
    return first, second


def test_a_pair_is_shown_until_somebody_says_that_it_is_two(editor, visit, at, two):
    first, second = two
    page = editor.get(at("doubles")).content.decode()
    assert "1 pair to check" in page and "Answer whether they are the same" in page
    assert "Answer whether" not in visit("viewer").get(at("doubles")).content.decode()
    assert editor.post(at("double", first.uuid, second.uuid), {}).status_code == 422
    assert editor.post(at("double", second.uuid, first.uuid), {"answer": "two"}).status_code == 303
    assert "no possible duplicates" in editor.get(at("doubles")).content.decode()
    assert DuplicateAnswer.objects.get().is_same is False


def test_the_same_never_merges_but_ends_one_and_moves_its_sites(editor, at, two, organisation):
    first, second = two
    site = SiteFactory(supplier=second)
    served = SiteFactory(supplier=SupplierFactory(organisation=organisation))
    served.labour_providers.add(second)
    answer = editor.post(at("double", first.uuid, second.uuid), {"answer": "first"})
    assert answer["Location"] == at("supplier", first.uuid)
    site.refresh_from_db()
    second.refresh_from_db()
    assert site.supplier == first and second.status == "ended"
    assert list(served.labour_providers.all()) == [first]
    assert DuplicateAnswer.objects.get().is_same is True
    line = Line.objects.get(action="suppliers.supplier.joined")
    assert line.detail == {"from_name": "Karim Knit Limited", "sites": 1}


def test_a_supplier_is_no_double_of_itself_nor_of_a_neighbours(editor, at, two):
    first, _second = two
    assert editor.get(at("double", first.uuid, first.uuid)).status_code == 404
    assert editor.get(at("double", first.uuid, SupplierFactory().uuid)).status_code == 404


def test_the_page_takes_few_queries(editor, at, two, organisation, django_assert_max_num_queries):
    for _ in range(10):
        SiteFactory(supplier=SupplierFactory(organisation=organisation, likeness="karim knit"))
    editor.get(at("index"))
    with django_assert_max_num_queries(10):
        editor.get(at("doubles"))
