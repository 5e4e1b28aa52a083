"""UK suppliers are looked up at Companies House by a worker; a person confirms each match once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from compliance.organisations import companies_house
from compliance.organisations.companies_house import Company, LookupFailed
from compliance.suppliers.models import CompanyLookup, CompanyMatch, Supplier
from compliance.suppliers.services import company_lookup
from portal.history.models import Entry
from tests.factories.suppliers import SupplierFactory


def company(number, name, status="active"):
    return Company(number, name, "1 Quay Street\nPort Invented", "company", status)


REGISTER = [
    company("04699647", "KARIM KNIT LIMITED"),
    company("04699648", "KARIM KNITWEAR LIMITED", "dissolved"),
    company("01234567", "BRIGHT STEEL LTD"),
    company("07654321", "SOMETHING ELSE PLC"),
]


@pytest.fixture
def register(settings, monkeypatch):
    """Companies House, as far as these tests ask it; what it was asked."""
    settings.COMPANIES_HOUSE_API_KEY = "the-key"
    asked = []

    def search(query):
        asked.append(query)
        words = set(query.upper().replace(".", "").split())
        return [found for found in REGISTER if words & set(found.name.split())]

    def get(number):
        asked.append(number)
        return next((found for found in REGISTER if found.number == number), None)

    monkeypatch.setattr(companies_house, "search_companies", search)
    monkeypatch.setattr(companies_house, "get_company", get)
    return asked


def look_up(organisation, **at):
    company_lookup.request_lookup(organisation, at=timezone.now())
    company_lookup.run(organisation.pk, clock=lambda: timezone.now() + timedelta(**at))
    return CompanyLookup.objects.get()


def test_without_a_key_there_is_neither_page_nor_link(editor, at, settings, organisation):
    settings.COMPANIES_HOUSE_API_KEY = ""
    SupplierFactory(organisation=organisation)
    assert editor.get(at("companies")).status_code == editor.post(at("companies")).status_code == 404
    assert at("companies") not in editor.get(at("index")).text


def test_a_request_asks_nothing_itself_and_wakes_one_worker(
    editor, visit, at, register, organisation, django_capture_on_commit_callbacks
):
    SupplierFactory(organisation=organisation, name="Karim Knit Ltd")
    with django_capture_on_commit_callbacks() as woken:
        assert editor.post(at("companies")).status_code == editor.post(at("companies")).status_code == 303
    assert (len(woken), register) == (1, [])
    assert "0 of 1 suppliers" in editor.get(at("companies")).text
    assert visit("viewer").post(at("companies")).status_code == 403
    assert at("companies") in editor.get(at("index")).text


def test_matches_are_offered_and_nothing_is_changed_before_a_person_confirms(editor, at, register, organisation):
    knit = SupplierFactory(organisation=organisation, name="Karim Knit Ltd.")
    wrong = SupplierFactory(organisation=organisation, name="Bright Steel Limited", company_number="07654321")
    gone = SupplierFactory(organisation=organisation, name="Nowhere Trading", company_number="09999999")
    right = SupplierFactory(organisation=organisation, name="Bright Steel", company_number="01234567")
    SupplierFactory(organisation=organisation, name="Karim Knit", country="BD")
    SupplierFactory(organisation=organisation, name="Karim Knit", status="ended")
    lookup = look_up(organisation)
    assert (lookup.asked_at, lookup.progress, lookup.total) == (None, 4, 4)
    offered = {(match.supplier_id, match.kind, match.number) for match in CompanyMatch.objects.all()}
    assert {
        (knit.pk, "name", "04699647"),
        (wrong.pk, "number", "07654321"),
        (gone.pk, "missing", "09999999"),
    } <= offered
    assert right.pk not in {supplier for supplier, _kind, _number in offered}
    assert set(Supplier.objects.values_list("company_number", flat=True)) == {"", "07654321", "09999999", "01234567"}

    page = editor.get(at("companies")).text
    assert "KARIM KNIT LIMITED, 04699647" in page and "There is no company with the number 09999999" in page
    match = CompanyMatch.objects.get(supplier=knit, number="04699647")
    other = CompanyMatch.objects.get(supplier=gone)
    answers = {f"match_{match.pk}": "same", f"match_{other.pk}": "other", "match_x": "same", "match_999": "same"}
    assert editor.post(at("company_answers"), answers).status_code == 303
    knit.refresh_from_db()
    assert knit.company_number == "04699647"
    assert not CompanyMatch.objects.filter(supplier=knit, is_same=None).exists()
    assert Entry.objects.filter(action="suppliers.supplier.company_matched").count() == 1
    # What was answered is not offered again.
    look_up(organisation)
    page = editor.get(at("companies")).text
    assert "09999999" not in page and "KARIM KNIT LIMITED" not in page


def test_a_missing_number_cannot_be_confirmed_as_the_same(editor, at, register, organisation):
    gone = SupplierFactory(organisation=organisation, name="Nowhere Trading", company_number="09999999")
    look_up(organisation)
    editor.post(at("company_answers"), {f"match_{CompanyMatch.objects.get().pk}": "same"})
    assert CompanyMatch.objects.get(supplier=gone).is_same is None


def test_nobody_answers_for_another_organisation(editor, visit, at, register, organisation):
    theirs = SupplierFactory(name="Karim Knit")
    look_up(theirs.organisation)
    for match in CompanyMatch.objects.all():
        editor.post(at("company_answers"), {f"match_{match.pk}": "same"})
    theirs.refresh_from_db()
    assert theirs.company_number == ""
    assert "KARIM KNIT" not in editor.get(at("companies")).text
    assert visit("viewer").post(at("company_answers"), {"match_1": "same"}).status_code == 403


def test_a_long_register_waits_as_companies_house_wants_and_goes_on_where_it_was(organisation, register, monkeypatch):
    monkeypatch.setattr(company_lookup, "MAX_AT_ONCE", 4)
    for number in range(6):
        SupplierFactory(organisation=organisation, name=f"Unlike {number}")
    lookup = look_up(organisation)
    assert (lookup.progress, len(register), lookup.asked_at is None) == (4, 4, False)
    company_lookup.run(organisation.pk, clock=timezone.now)
    assert len(register) == 4, "not before the pause is over"
    company_lookup.run(organisation.pk, clock=lambda: timezone.now() + company_lookup.PAUSE + timedelta(seconds=1))
    lookup.refresh_from_db()
    assert (lookup.progress, len(register), lookup.asked_at) == (6, 6, None)


def test_a_register_that_does_not_answer_is_asked_again_and_then_put_aside(
    editor, at, organisation, register, monkeypatch
):
    SupplierFactory(organisation=organisation)

    def fail(query):
        raise LookupFailed("Companies House is busy")

    monkeypatch.setattr(companies_house, "search_companies", fail)
    company_lookup.request_lookup(organisation, at=timezone.now())
    for attempt in range(CompanyLookup.max_attempts()):
        company_lookup.run(organisation.pk, clock=lambda hours=attempt: timezone.now() + timedelta(hours=hours))
    assert CompanyLookup.objects.get().put_aside_at
    assert "could not finish the last look-up" in editor.get(at("companies")).text


def test_the_page_asks_as_often_for_one_match_as_for_fifty(
    editor, at, organisation, register, django_assert_max_num_queries
):
    for _number in range(30):
        SupplierFactory(organisation=organisation, name="Karim Knit")
    look_up(organisation)
    with django_assert_max_num_queries(25):
        assert "30 matches to check" in editor.get(at("companies")).text
