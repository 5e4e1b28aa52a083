"""Whoever is kept from a case reads nowhere that it exists: in no list, no count, no search and no answer."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from compliance.casework.choices import Marking
from compliance.casework.selectors import desk_header
from compliance.casework.services import key_rotation, on_call_alerts, reference_lookup, restrictions, sealed_search
from compliance.data_protection.services import offboarding
from portal.accounts.roles import StaffRole
from tests.factories.accounts import UserFactory
from tests.factories.casework import keys_of, taken_by, tell
from tests.factories.vault import give_key

pytestmark = pytest.mark.django_db
LISTS = ["/desk/", "/desk/?shown=waiting", "/desk/approvals/", "/desk/calls/"]


def keep_from(case, person, lead) -> None:
    now = timezone.now()
    restrictions.restrict_case(
        case=case, marking=Marking.RESTRICTED, reason="They know them.", actor=lead, keys=keys_of(lead), at=now
    )
    restrictions.keep_reader_out(case=case, user=person, actor=lead, at=now)


def steady(page: str) -> str:
    """A page without what differs each time."""
    main = page.split("<main", 1)[-1]
    return re.sub(r"\d{1,2}:\d\d(:\d\d)?|value=\"[^\"]{32,}\"|seconds=\"\d+\"|data-mark=\"[^\"]*\"", "", main)


@pytest.mark.parametrize("address", LISTS)
def test_lists_and_counts_are_the_same_with_and_without_the_case(desk, handler, lead, address):
    without = steady(desk.get(address).text)
    case = taken_by(lead)
    keep_from(case, handler, lead)
    assert steady(desk.get(address).text) == without


def test_search_counts_no_case_that_somebody_is_kept_from(handler, lead):
    case = taken_by(lead)
    keep_from(case, handler, lead)
    found = sealed_search.search_sealed_texts("workers", user=handler, unlocked=keys_of(handler).unlocked)
    assert (found.hits, found.scanned, found.closed_off) == ([], 0, 0)


def test_an_alarm_about_it_is_shown_to_others_only(handler, lead):
    case = taken_by(lead)
    keep_from(case, handler, lead)
    restrictions.lift_restriction_now(case, actor=lead, at=timezone.now())
    on_call_alerts.raise_case_in_danger(case, at=timezone.now())
    assert desk_header.get_desk_header(user=lead, now=timezone.now(), is_lead=True).cases_in_danger == 1
    assert desk_header.get_desk_header(user=handler, now=timezone.now(), is_lead=False).cases_in_danger == 0


def test_the_code_of_a_case_that_somebody_is_kept_from_is_as_one_of_nobody(handler, lead):
    made = tell()
    case = taken_by(lead, made.concern)
    keep_from(case, handler, lead)
    now = timezone.now()
    nobody = reference_lookup.find_by_reference("0" * 20, user=handler, at=now)
    assert reference_lookup.find_by_reference(made.digits, user=handler, at=now) == nobody


def test_a_lead_who_is_kept_out_reads_it_on_no_list_of_leads(lead_desk, lead, handler):
    # Another lead has to be able to open the case.
    give_key(UserFactory(role=StaffRole.TRIAGE_LEAD))
    without = steady(lead_desk.get("/desk/lead/").text)
    case = taken_by(handler)
    now = timezone.now()
    restrictions.restrict_case(
        case=case, marking=Marking.RESTRICTED, reason="She knows them.", actor=handler, keys=keys_of(handler), at=now
    )
    restrictions.keep_reader_out(case=case, user=lead, actor=handler, at=now)
    page = lead_desk.get("/desk/lead/").text
    assert case.reference not in page
    assert steady(page) == without


@pytest.mark.parametrize("name", ["case", "timeline", "files", "people", "referrals"])
def test_its_pages_are_as_those_of_no_case(desk, handler, lead, name):
    case = taken_by(lead)
    keep_from(case, handler, lead)
    assert desk.get(reverse(f"cases:{name}", args=[case.pk])).status_code == 404


def test_a_lead_sets_free_what_a_leaver_has_of_a_case_they_are_kept_out_of(lead, handler, colleague, monkeypatch):
    """They neither read of it nor choose its new owner; it waits for whoever may open it."""
    monkeypatch.setattr(key_rotation, "continue_rotation", lambda **given: "")
    give_key(UserFactory(role=StaffRole.TRIAGE_LEAD))
    known, case = taken_by(handler), taken_by(handler)
    case.tasks.create(kind="call_back", owner=handler, made_at=timezone.now())
    now = timezone.now()
    who = {"actor": handler, "at": now}
    restrictions.restrict_case(case=case, marking=Marking.RESTRICTED, reason="She knows.", keys=keys_of(handler), **who)
    restrictions.keep_reader_out(case=case, user=lead, **who)
    assert [row.pk for row in offboarding.get_work_in_hand(handler, lead).cases] == [known.pk]
    owners = {row.pk: colleague for row in offboarding.get_work_in_hand(handler, lead)}
    offboarding.offboard(person=handler, owners=owners, by=lead, keys=keys_of(lead), at=now)
    for row in (known, case):
        row.refresh_from_db()
    assert (known.owner, case.owner) == (colleague, None)
    assert case.is_open and not case.tasks.open().exclude(owner=None).exists()
