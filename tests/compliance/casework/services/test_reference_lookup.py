"""Tests of finding what somebody calls about again, by a reference or by their code."""

import pytest
from django.urls import reverse
from django.utils import timezone

from compliance.casework.choices import Marking
from compliance.casework.services import reference_lookup, restrictions
from portal.history.models import Entry
from portal.vault.kdf import Busy
from tests.factories import cases as cf
from tests.factories.casework import keys_of, taken_by, tell

pytestmark = pytest.mark.django_db


def test_a_concern_that_nobody_took_is_found_by_its_code(desk):
    made = tell()
    answer = desk.post("/desk/find/", {"said": made.digits})
    assert answer["Location"] == reverse("desk:untaken", args=[made.concern.pk])
    assert "Take the concern" in desk.get(answer["Location"]).text


@pytest.mark.parametrize("said", ["C-ABCDEF", "MSH-ABCDEFGH", "1" * 20, "x"])
def test_what_is_not_there_is_said_so(desk, said):
    assert desk.post("/desk/find/", {"said": said}).status_code == 422


def find(text: str, user) -> reference_lookup.Found:
    return reference_lookup.find_by_reference(text, user=user, at=timezone.now())


@pytest.mark.parametrize("change", [str.lower, lambda text: f"  {text} ", " ".join])
def test_a_reference_is_found_however_it_is_said(handler, change):
    case = taken_by(handler)
    contact = case.contacts.get()
    assert find(change(case.reference), handler) == reference_lookup.Found("cases:case", case.pk)
    by_contact = find(change(contact.reference), handler)
    assert (by_contact.address, by_contact.uuid, by_contact.contact) == ("cases:case", case.pk, contact)


def test_a_contact_without_a_case_leads_to_its_own_page(vault, handler):
    contact = cf.contact(at=timezone.now())
    assert find(contact.reference, handler).address == "desk:contact"


def test_the_code_of_a_case_leads_to_the_case_and_is_a_line_of_history(handler):
    made = tell()
    case = taken_by(handler, made.concern)
    match = find(made.digits, handler)
    assert (match.address, match.uuid) == ("cases:case", case.pk)
    line = Entry.objects.get(action="casework.concern.found_by_code")
    assert line.actor_id == handler.pk
    assert made.digits not in f"{line.detail}{line.object_label}"


@pytest.mark.parametrize("name", ["reference", "contact", "code"])
def test_what_is_not_for_the_person_is_told_as_what_is_not_there(handler, lead, name):
    made = tell()
    case = taken_by(lead, made.concern)
    now = timezone.now()
    restrictions.restrict_case(
        case=case, marking=Marking.RESTRICTED, reason="x", actor=lead, keys=keys_of(lead), at=now
    )
    said, nobodys = {
        "reference": (case.reference, "MSH-AAAAAAAA"),
        "contact": (case.contacts.get().reference, "C-AAAAAA"),
        "code": (made.digits, "0" * 20),
    }[name]
    assert find(said, handler) == find(nobodys, handler)
    assert Entry.objects.filter(action="casework.case.refused").exists() is (name == "code")


def test_a_code_is_not_looked_up_while_too_many_are(handler, monkeypatch):
    def busy(digits):
        raise Busy

    monkeypatch.setattr(reference_lookup.receipts, "derive_keys", busy)
    assert "Try again in a few seconds" in find("1" * 20, handler).sentence


def test_a_row_is_found_by_its_id_or_reference_alone(handler):
    case = taken_by(handler)
    concern = case.contacts.get().concern
    assert reference_lookup.find_concern(concern.pk, user=handler) == concern
    assert reference_lookup.find_concern(case.pk, user=handler) is None
    assert reference_lookup.find_case(case.reference) == case
    assert reference_lookup.find_case("MSH-AAAAAAAA") is None


def test_the_concern_of_a_case_is_found_by_those_alone_who_may_open_the_case(handler, lead):
    case, now = taken_by(lead), timezone.now()
    concern = case.contacts.get().concern
    assert reference_lookup.find_concern(concern.pk, user=handler) == concern
    restrictions.keep_reader_out(case=case, user=handler, actor=lead, at=now)
    reader = type(handler).objects.get(pk=handler.pk)
    assert reference_lookup.find_concern(concern.pk, user=reader) is None
    assert reference_lookup.find_concern(concern.pk, user=lead) == concern
