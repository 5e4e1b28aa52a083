"""The same premises, plate, phone, page or name in another report is shown, to those who may open that report."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from compliance.casework.choices import Marking
from compliance.casework.models import Case, CaseLocation, Contact
from compliance.casework.services import case_facts, lookup_index, merging, removals, restrictions
from compliance.concerns.services import dialogue
from compliance.data_protection.services import erasure
from portal.vault import encryption
from portal.vault.models import DataKey, IndexedWords, IndexEntry, IndexKey
from tests.factories.casework import ADULT, keys_of, taken_by, tell

pytestmark = pytest.mark.django_db
# Nothing that two reports could share.
BARE = {"premises_name": "", "town": "", "name": "", "phone": "", "contact_method": [], "identity_mode": "anonymous"}
NAILS = BARE | {"premises_name": "Golden Nails", "address": "12 High Street", "postcode": "S40 2AB"}
NONE = "No other report that you can open has the same"


def page(client, case: Case) -> str:
    return client.get(f"/desk/cases/{case.pk}/").text


def ring(client, **said) -> Case:
    """A call that becomes a case through its form."""
    calm = {"danger_level": "not_immediate", "age_of_person": "adult"}
    before = set(Case.objects.values_list("pk", flat=True))
    address = client.post("/desk/calls/begin/")["Location"]
    assert client.post(address, {"act": "case"} | calm | said).status_code == 303
    return Case.objects.exclude(pk__in=before).get()


def restrict(case: Case, lead) -> None:
    restrictions.restrict_case(
        case=case, marking=Marking.RESTRICTED, reason="x", actor=lead, keys=keys_of(lead), at=timezone.now()
    )


@pytest.mark.parametrize(
    ("told_on_the_web", "said_on_the_phone", "what"),
    [
        ({"address": "12, High St.", "postcode": "s402ab"}, {"address": "No 12", "postcode": "S40 2AB"}, "premises"),
        ({"vehicle": "White van ab12cde"}, {"account": "He drives AB12 CDE."}, "number plate"),
        ({"account": "Ring him on +44 (0)7700 900 177."}, {"phone": "07700900177", "name": "Al"}, "phone number"),
        ({"url": "https://www.nails.example/"}, {"account": "See http://nails.example/book"}, "web address"),
        ({"responsible": "Ion Popescu"}, {"responsible": "POPESCU Ion"}, "name"),
    ],
)
def test_a_call_shows_the_web_concern_that_nobody_has_taken_and_the_other_way_round(
    desk, told_on_the_web, said_on_the_phone, what
):
    concern = tell(ADULT | BARE, **told_on_the_web).concern
    assert NONE in desk.get(f"/desk/concerns/{concern.pk}/").text
    case = ring(desk, **said_on_the_phone)
    shown = page(desk, case)
    assert reverse("desk:untaken", args=[concern.pk]) in shown
    assert f"Same: {what}" in shown
    assert case.reference in desk.get(f"/desk/concerns/{concern.pk}/").text


def test_a_call_is_in_the_index_as_soon_as_it_is_saved(desk):
    case = ring(desk, address="12 High Street", postcode="S40 2AB", account="x", phone="07700 900177", name="Al")
    rows = lookup_index.rows_of_case(case).values()
    own = {key for found in rows for key in found.exclude(data_key=None).values_list("data_key", flat=True)}
    assert own == set(IndexedWords.objects.filter(data_key__in=own).values_list("data_key", flat=True))
    assert {"premises", "phone"} <= set(IndexEntry.objects.values_list("kind", flat=True))


def test_closed_cases_and_contacts_without_a_case_are_shown_too(desk, handler, colleague):
    closed = taken_by(colleague, **NAILS)
    Case.objects.filter(pk=closed.pk).update(
        status="closed", closed_at=timezone.now(), closure_reason="referred", closed_by=colleague
    )
    ending = desk.post(
        desk.post("/desk/calls/begin/")["Location"], {"act": "silent", "address": "12 High St", "postcode": "S40 2AB"}
    )
    desk.post(ending["Location"], {"outcome": "silent", "what_was_said": "x", "why_no_case": "x"})
    contact = Contact.objects.get(case=None)
    shown = page(desk, taken_by(handler, **NAILS))
    desk_of_closed = reverse("cases:case", args=[closed.pk])
    assert desk_of_closed in shown and reverse("desk:contact", args=[contact.pk]) in shown
    assert desk_of_closed in desk.get(f"/desk/contacts/{contact.pk}/").text


def without_tokens(text: str) -> str:
    """What differs at each load of one page: its tokens against forgery and its nonces."""
    return re.sub(r'(name="csrfmiddlewaretoken" value|nonce|name="token" value)="[^"]*"', "", text)


def test_a_matching_case_for_named_people_leaves_no_trace(desk, handler, lead, lead_desk, time_machine_at):
    """Every page is the same, to the byte, with it and without it; whoever may open it sees it."""
    time_machine_at(timezone.now())
    case, concern = taken_by(handler, **NAILS), tell(ADULT | NAILS).concern
    other = taken_by(lead, **BARE)
    restrict(other, lead)
    pages = [f"/desk/cases/{case.pk}/", f"/desk/concerns/{concern.pk}/"]
    page(lead_desk, other)
    before = [without_tokens(desk.get(address).text) for address in pages]
    keys = keys_of(lead)
    row = CaseLocation(case=other, role="exploitation")
    keys.seal(row, place={"premises": "Golden Nails", "lines": "12 High Street", "postcode": "S40 2AB"})
    row.save(force_insert=True)
    assert other.reference in page(lead_desk, case), "it matches"
    assert [without_tokens(desk.get(address).text) for address in pages] == before
    assert other.reference not in "".join(before)


def test_whoever_is_kept_out_of_a_case_does_not_see_it_as_a_match(desk, handler, colleague, lead, colleague_desk):
    case, other = taken_by(handler, **NAILS), taken_by(lead, **NAILS)
    assert other.reference in page(desk, case)
    restrictions.name_reader_now(other, handler, is_kept_out=True, actor=lead, at=timezone.now())
    assert other.reference not in page(desk, case)
    assert other.reference in page(colleague_desk, case)


def test_a_merged_case_is_shown_as_the_one_that_goes_on(desk, handler, colleague, lead):
    """And it is no match of that one: they are one situation."""
    third, merged, goes_on = taken_by(colleague, **NAILS), taken_by(handler, **NAILS), taken_by(handler, **BARE)
    merging.merge_cases(case=merged, into=goes_on, reason="same", actor=lead, keys=keys_of(lead), at=timezone.now())
    shown = page(desk, third)
    assert goes_on.reference in shown and merged.reference not in shown
    shown = page(desk, goes_on)
    assert third.reference in shown and "Same: premises" in shown
    assert goes_on.reference not in re.search(r'id="seen-before".*?</section>', page(desk, merged), re.DOTALL)[0]


def test_what_a_handler_corrects_is_compared_as_corrected(desk, handler, colleague):
    case, other = taken_by(handler, **BARE), taken_by(colleague, **NAILS)
    assert NONE in page(desk, case)
    keys, now = keys_of(handler), timezone.now()
    place = {"premises": "Golden Nails", "postcode": "S40 2AB"}
    row = case_facts.save_description(
        row=CaseLocation(case=case, role="exploitation"), facts={}, sealed={"place": place},
        actor=handler, keys=keys, at=now, version=None,
    )  # fmt: skip
    assert other.reference in page(desk, case)
    assert case.reference in page(desk, other)
    removals.remove_row(row=CaseLocation.objects.get(pk=row.pk), actor=handler, keys=keys, at=now)
    assert NONE in page(desk, case)


def test_erasing_takes_every_hash_with_it(desk, handler, colleague):
    case, other = taken_by(handler, **NAILS, responsible="Ion Popescu"), taken_by(colleague, **NAILS)
    page(desk, case)
    assert case.reference in page(desk, other)
    left = {other.data_key_id, *other.contacts.values_list("concern__data_key", flat=True)}
    erasure.erase_case(Case.objects.get(pk=case.pk), by="tests", at=timezone.now())
    assert set(IndexedWords.objects.values_list("data_key", flat=True)) == left
    assert NONE in page(desk, other)


def test_a_number_that_the_reporter_takes_back_is_compared_no_longer(desk, handler, colleague):
    """By their code, without a key of ours: from that moment on the index does not know it."""
    told = ADULT | BARE | {"identity_mode": "confidential", "phone": "07700 900177", "contact_method": ["phone"]}
    concern = tell(told).concern
    other = taken_by(colleague, **BARE, vehicle="07700900177")
    assert "Same: phone number" in page(desk, other)
    key = keys_of(handler).get_key(concern)
    dialogue.delete_contact(concern, key, now=timezone.now())
    assert not IndexedWords.objects.filter(data_key=concern.data_key_id).exists()
    assert NONE in page(desk, other)


def test_some_are_added_at_each_load_of_a_page_and_others_at_the_next(desk, handler):
    concerns = [tell(ADULT | NAILS).concern for _ in range(3)]
    keys = keys_of(handler)
    assert lookup_index.catch_up(user=handler, keys=keys, limit=2) == 2
    assert lookup_index.catch_up(user=handler, keys=keys, limit=2) == 1
    assert lookup_index.catch_up(user=handler, keys=keys, limit=2) == 0
    tell(ADULT | NAILS)
    desk.get(f"/desk/concerns/{concerns[0].pk}/")
    assert IndexedWords.objects.count() == 4


def test_words_of_a_case_that_is_not_for_the_handler_are_not_opened_for_them(handler, lead):
    other = taken_by(lead, **NAILS)
    restrict(other, lead)
    assert lookup_index.catch_up(user=handler, keys=keys_of(handler)) == 0
    assert lookup_index.catch_up(user=lead, keys=keys_of(lead)) > 0


def test_words_that_do_not_open_keep_no_call_from_being_saved(desk, handler):
    case = taken_by(handler, **NAILS)
    CaseLocation.objects.filter(case=case).update(place=b"not sealed")
    lookup_index.add_case(Case.objects.get(pk=case.pk), keys=keys_of(handler))
    assert IndexedWords.objects.filter(data_key=case.data_key_id).exists()


def test_an_index_key_that_somebody_put_into_the_database_hashes_nothing(desk, handler):
    """Whoever may write rows seals a key that they know to the team: no hash is made under it."""
    address = f"/desk/concerns/{tell(ADULT | NAILS).concern.pk}/"
    desk.get(address)
    row = IndexKey.objects.select_related("data_key__epoch").get()
    IndexedWords.objects.all().delete()
    planted = encryption.wrap_key(b"k" * 32, bytes(row.data_key.epoch.public_key))
    DataKey.objects.filter(pk=row.data_key_id).update(wrapped_key=planted)
    assert desk.get(address).status_code == 200
    assert not IndexEntry.objects.exists()


def test_leads_see_premises_of_two_reports_and_none_that_they_may_not_open(desk, lead_desk, handler, lead, colleague):
    first, second = taken_by(handler, **NAILS), tell(ADULT | NAILS).concern
    taken_by(handler, **BARE, address="5 Low Road", postcode="S40 3AB")
    third = taken_by(colleague, **NAILS)
    restrictions.name_reader_now(third, lead, is_kept_out=True, actor=colleague, at=timezone.now())
    page(desk, first)
    shown = lead_desk.get("/desk/lead/premises/").text
    assert "12, S40 2AB" in shown and "golden nails, S40 2AB" in shown
    assert first.reference in shown and reverse("desk:untaken", args=[second.pk]) in shown
    assert third.reference not in shown and "S40 3AB" not in shown
    assert desk.get("/desk/lead/premises/").status_code == 403
