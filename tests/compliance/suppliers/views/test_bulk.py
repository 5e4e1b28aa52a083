"""What is done with several suppliers at once: those that are ticked, or all that the filter finds."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from compliance.audits.models import AuditRequest
from compliance.suppliers.models import Supplier
from portal.core.models import Outbox
from portal.history.models import Entry
from tests.factories.audits import ActionFactory
from tests.factories.organisations import MembershipFactory
from tests.factories.suppliers import SiteFactory, SupplierFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def suppliers(organisation):
    return [
        SupplierFactory(organisation=organisation, name=f"Alder {number}", country="GB", contact_email=email)
        for number, email in enumerate(["one@supplier.example", "two@supplier.example", ""])
    ]


def start(client, at, act, *ticked, query="", **data):
    return client.post(at("bulk") + query, {"act": act, "supplier": [row.uuid for row in ticked]} | data)


def test_the_ticked_suppliers_get_a_manager(editor, people, at, suppliers):
    first, second, _third = suppliers
    answer = start(editor, at, "owner", first, second)
    assert editor.get(answer["Location"]).content.decode().count("This will change 2 suppliers.") == 1
    assert editor.post(answer["Location"], {"owner": people["administrator"].uuid}).status_code == 303
    owners = list(Supplier.objects.order_by("name").values_list("owner", flat=True))
    assert owners == [people["administrator"].pk] * 2 + [None]
    assert Entry.objects.filter(action="suppliers.register.owner_set").count() == 1


def test_all_that_the_filter_finds_get_a_category(editor, at, organisation, suppliers):
    other = SupplierFactory(organisation=organisation, name="Beech", country="BD")
    answer = start(editor, at, "category", query="?country=GB", all="1")
    editor.post(answer["Location"], {"category": "Packaging"})
    assert list(Supplier.objects.exclude(pk=other.pk).values_list("category", flat=True)) == ["Packaging"] * 3
    other.refresh_from_db()
    assert other.category == ""


def test_a_neighbours_supplier_is_never_changed(editor, at, suppliers):
    neighbour = SupplierFactory(name="Neighbour")
    assert start(editor, at, "category", neighbour).status_code == 422
    editor.post(at("bulk_change", "category") + f"?supplier={neighbour.uuid}", {"category": "Stolen"})
    assert not Supplier.objects.filter(category="Stolen").exists()


def test_someone_of_another_business_cannot_be_the_manager(editor, at, suppliers):
    stranger = SupplierFactory().organisation
    answer = start(editor, at, "owner", suppliers[0])
    refused = editor.post(answer["Location"], {"owner": MembershipFactory(organisation=stranger).user.uuid})
    assert refused.status_code == 422
    assert not Supplier.objects.exclude(owner=None).exists()


@pytest.mark.parametrize(("act", "ticks", "words"), [("owner", 0, "Select at least one"), ("", 1, "Select what to do")])
def test_who_chooses_nothing_is_asked_to(editor, at, suppliers, act, ticks, words):
    answer = start(editor, at, act, *suppliers[:ticks], query="?country=GB")
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_links_are_sent_to_the_chosen_suppliers(editor, at, organisation, suppliers):
    for supplier in suppliers:
        ActionFactory(finding__audit__site=SiteFactory(supplier=supplier))
    answer = start(editor, at, "links", suppliers[1], suppliers[2])
    assert answer["Location"].startswith(reverse("links:send", args=[organisation.slug]))
    page = editor.get(answer["Location"]).content.decode()
    assert "Alder 1" in page and "Alder 0" not in page
    assert page.count(" checked") == 1
    assert "Add an address for Alder 2" in page


def test_an_audit_is_asked_of_the_chosen_suppliers_that_have_an_address(editor, at, organisation, suppliers):
    answer = start(editor, at, "audit", query="?country=GB", all="1")
    page = editor.get(answer["Location"]).content.decode()
    assert "We email 2 suppliers" in page and "Add an address for Alder 2" in page
    due_on = timezone.localdate() + timedelta(days=90)
    day = {"due_on_day": due_on.day, "due_on_month": due_on.month, "due_on_year": due_on.year}
    assert editor.post(answer["Location"], day).status_code in (302, 303)
    assert AuditRequest.objects.count() == 2
    assert sorted(Outbox.objects.values_list("to", flat=True)) == ["one@supplier.example", "two@supplier.example"]
    page = editor.get(reverse("audits:requests", args=[organisation.slug])).content.decode()
    assert date_format(due_on, "j F Y") in page and page.count("Waiting") == 2


def test_readers_are_offered_no_ticks(visit, at, suppliers):
    viewer = visit("viewer")
    assert 'name="supplier"' not in viewer.get(at("index")).content.decode()
    assert start(viewer, at, "owner", suppliers[0]).status_code == 403


def test_many_suppliers_are_changed_by_few_queries(editor, at, organisation, django_assert_max_num_queries):
    for number in range(60):
        SupplierFactory(organisation=organisation, name=f"Cedar {number}")
    answer = start(editor, at, "category", all="1")
    with django_assert_max_num_queries(25):
        editor.post(answer["Location"], {"category": "Wood"})
    assert Supplier.objects.filter(category="Wood").count() == 60
