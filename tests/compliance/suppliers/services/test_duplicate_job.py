"""A register that is too long to be compared in a request is searched by a worker."""

import pytest
from django.utils import timezone

from compliance.suppliers.models import DuplicateSearch, Supplier
from compliance.suppliers.rules.similarity import normalise
from compliance.suppliers.services import duplicate_job
from tests.factories.suppliers import SiteFactory, SupplierFactory


@pytest.fixture
def two(organisation, monkeypatch):
    monkeypatch.setattr(duplicate_job, "MAX_SUPPLIERS_AT_ONCE", 1)
    likeness = normalise("Karim Knit Ltd")
    return [
        SupplierFactory(organisation=organisation, name=f"Karim Knit {form}", supplier_ref=form, likeness=likeness)
        for form in ("Ltd", "Limited")
    ]


@pytest.fixture
def search(organisation, two):
    duplicate_job.request_search(organisation, at=timezone.now())
    duplicate_job.run(organisation.pk, clock=timezone.now)
    return DuplicateSearch.objects.get()


def test_the_page_searches_nothing_itself_and_offers_a_search(editor, visit, at, two):
    page = editor.get(at("doubles")).text
    assert "This register has not been searched for duplicates yet" in page and "Search for duplicates</button>" in page
    assert "no possible duplicates" not in page and "to look at" not in page
    assert "Search for duplicates</button>" not in visit("viewer").get(at("doubles")).text
    assert visit("viewer").post(at("doubles")).status_code == 403


def test_one_press_searches_and_the_page_shows_what_was_found(editor, at, two, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert editor.post(at("doubles")).status_code == 303
    page = editor.get(at("doubles")).text
    assert "1 pair to check" in page and "Last search" in page
    assert "Your register has changed since then" not in page and "Search again" not in page


def test_while_a_worker_is_at_it_the_page_says_how_far(editor, at, organisation, two):
    duplicate_job.request_search(organisation, at=timezone.now())
    DuplicateSearch.objects.update(progress=1000, total=2000)
    page = editor.get(at("doubles")).text
    assert "1,000 of 2,000 suppliers" in page and 'value="1000" max="2000"' in page
    assert "Search for duplicates</button>" not in page


@pytest.mark.parametrize("change", ["added", "changed", "deleted", "site"])
def test_a_change_of_the_register_makes_the_result_old(editor, at, organisation, two, change):
    third = SupplierFactory(organisation=organisation)
    duplicate_job.request_search(organisation, at=timezone.now())
    duplicate_job.run(organisation.pk, clock=timezone.now)
    search = DuplicateSearch.objects.get()
    assert not duplicate_job.is_outdated(search)
    if change == "added":
        SupplierFactory(organisation=organisation)
    elif change == "changed":
        Supplier.objects.filter(pk=two[0].pk).update(changed_at=timezone.now())
    elif change == "deleted":
        Supplier.objects.filter(pk=third.pk).delete()
    else:
        SiteFactory(supplier=two[0])
    assert duplicate_job.is_outdated(search)
    assert "Search again" in editor.get(at("doubles")).text


def test_an_answered_pair_and_one_whose_supplier_ended_are_not_shown_again(editor, at, organisation, two, search):
    first, second = two
    editor.post(at("double", first.uuid, second.uuid), {"answer": "two"})
    assert "to look at" not in editor.get(at("doubles")).text
    organisation.refresh_from_db()
    DuplicateSearch.objects.update(pairs=[[first.key, "gone"], [second.key, second.key]])
    Supplier.objects.filter(pk=second.pk).update(status="ended")
    assert "to look at" not in editor.get(at("doubles")).text


def test_asking_twice_wakes_one_worker(organisation, two, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as woken:
        duplicate_job.request_search(organisation, at=timezone.now())
        duplicate_job.request_search(organisation, at=timezone.now())
    assert len(woken) == 1


def test_the_page_of_a_long_register_asks_as_often_whatever_is_found(
    editor, at, organisation, search, django_assert_max_num_queries
):
    for number in range(5):
        SupplierFactory(organisation=organisation, supplier_ref=f"K{number}", likeness=normalise("Karim Knit"))
    DuplicateSearch.objects.update(asked_at=timezone.now())
    duplicate_job.run(organisation.pk, clock=timezone.now)
    with django_assert_max_num_queries(25):
        assert "21 pairs to check" in editor.get(at("doubles")).text
