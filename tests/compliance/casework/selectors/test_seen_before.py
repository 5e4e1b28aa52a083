"""The same premises, plate, phone, page or name in another report is shown, to those who may open that report."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from compliance.casework.choices import Marking
from compliance.casework.models import Case, CaseLocation, Contact
from compliance.casework.selectors import seen_before
from compliance.casework.services import lookup_index, merging, restrictions
from portal.vault.models import IndexedWords, IndexEntry
from tests.factories.casework import ADULT, keys_of, taken_by, tell

pytestmark = pytest.mark.django_db
# Nothing that two reports could share.
BARE = {"premises_name": "", "town": "", "name": "", "phone": "", "contact_method": [], "identity_mode": "anonymous"}
NAILS = BARE | {"premises_name": "Golden Nails", "address": "12 High Street", "postcode": "S40 2AB"}
NONE = "No other report you can open has the same"


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


def test_many_matches_ask_the_database_as_often_as_few(desk, lead_desk, handler, django_assert_max_num_queries):
    """Of reports of each kind, whose rows are read once they are known to be shown."""
    concern = tell(ADULT | NAILS).concern
    first = taken_by(handler, **NAILS)
    ending = desk.post(
        desk.post("/desk/calls/begin/")["Location"], {"act": "silent", "address": "12 High St", "postcode": "S40 2AB"}
    )
    desk.post(ending["Location"], {"outcome": "silent", "what_was_said": "x", "why_no_case": "x"})
    contact = Contact.objects.get(case=None)
    visits = [
        (desk, f"/desk/concerns/{concern.pk}/", 30),
        (desk, f"/desk/contacts/{contact.pk}/", 34),
        # Random keys decide which reports are opened first, and so what else is read: 34 to 44 were seen.
        (lead_desk, "/desk/repeats/", 46),
    ]
    for more in range(3):
        for _ in range(2 * more):
            taken_by(handler, **NAILS)
            tell(ADULT | NAILS)
        for client, address, _queries in visits:
            client.get(address)
        for client, address, queries in visits:
            with django_assert_max_num_queries(queries):
                shown = client.get(address).text
            assert first.reference in shown


def without_tokens(text: str) -> str:
    """What differs at each load of one page: its tokens against forgery and its nonces."""
    return re.sub(r'(name="csrfmiddlewaretoken" value|nonce|name="token" value)="[^"]*"', "", text)


def test_a_matching_case_for_named_people_leaves_no_trace(desk, handler, lead, lead_desk, clock_at):
    """Every page is the same, to the byte, with it and without it; whoever may open it sees it."""
    clock_at(timezone.now())
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


def test_leads_see_premises_of_two_reports_and_none_that_they_may_not_open(desk, lead_desk, handler, lead, colleague):
    first, second = taken_by(handler, **NAILS), tell(ADULT | NAILS).concern
    taken_by(handler, **BARE, address="5 Low Road", postcode="S40 3AB")
    third = taken_by(colleague, **NAILS)
    restrictions.name_reader_now(third, lead, is_kept_out=True, actor=colleague, at=timezone.now())
    page(desk, first)
    shown = lead_desk.get("/desk/repeats/").text
    assert "Golden Nails, 12, S40 2AB" in shown
    assert first.reference in shown and reverse("desk:untaken", args=[second.pk]) in shown
    assert third.reference not in shown and "S40 3AB" not in shown
    assert desk.get("/desk/repeats/").status_code == 403


def test_leads_see_businesses_of_two_reports_wherever_these_name_them(desk, lead_desk, handler, lead, colleague):
    """In whatever legal form; a person of the same name is no business, and no case that the lead may not open is."""
    first = taken_by(handler, **BARE, responsible_business="Golden Nails Ltd")
    second = tell(ADULT | BARE, responsible_business="GOLDEN NAILS").concern
    third = taken_by(colleague, **BARE, responsible_business="Golden Nails")
    taken_by(handler, **BARE, responsible="Ion Popescu")
    taken_by(handler, **BARE, responsible="Popescu Ion")
    restrictions.name_reader_now(third, lead, is_kept_out=True, actor=colleague, at=timezone.now())
    page(desk, first)
    shown = lead_desk.get("/desk/repeats/?of=business").text
    assert "Golden Nails" in shown and "popescu" not in shown
    assert first.reference in shown and reverse("desk:untaken", args=[second.pk]) in shown
    assert third.reference not in shown
    assert "Golden Nails" not in lead_desk.get("/desk/repeats/?of=other").text, "premises are what else there is"


def test_of_many_repeats_the_newest_are_shown_and_the_others_counted(desk, lead_desk, handler, monkeypatch):
    monkeypatch.setattr(seen_before, "MAX_SHOWN", 2)
    cases = [taken_by(handler, **NAILS) for _ in range(3)]
    for case in cases:
        page(desk, case)
    shown = lead_desk.get("/desk/repeats/").text
    assert sum(case.reference in shown for case in cases) == 2
    assert "and 1 earlier report" in shown
    assert re.search(r'data-column="Reports">\s*3\s*<', shown)


def test_a_report_among_many_that_are_not_indexed_yet_is_found_too(desk, handler, monkeypatch):
    monkeypatch.setattr(lookup_index, "MAX_UNINDEXED", 1)
    first = taken_by(handler, **NAILS)
    others = [taken_by(handler, **NAILS) for _ in range(3)]
    assert all(case.reference in page(desk, first) for case in others)
