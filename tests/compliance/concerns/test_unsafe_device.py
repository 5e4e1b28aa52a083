"""Somebody whose device is not safe is not invited to leave traces on it, and the desk is warned before any contact."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from compliance.casework.rules.safe_to_call import Verdict
from compliance.casework.selectors import people
from compliance.casework.services import phone_reveal
from portal.accounts.roles import StaffRole
from tests.factories.accounts import UserFactory
from tests.factories.casework import keys_of, taken_by, tell, unlock
from tests.factories.concerns import Reporter
from tests.factories.vault import begin_vault, give_key

pytestmark = pytest.mark.django_db
OFFERS = ("data-copy=", "data-print")
ADVICE = "You told us this device is not safe for you."


@pytest.fixture
def reporter(door) -> Reporter:
    teller = Reporter()
    teller.begins("seeking_help_self")
    teller.answers()
    return teller


def test_the_code_page_offers_no_copy_or_print_on_a_device_that_is_not_safe(reporter):
    reporter.sends("/r/13", device_is_safe="no")
    reporter.submits()
    page = reporter.opens("/r/7")
    assert not [offer for offer in OFFERS if offer in page]
    assert ADVICE in page
    assert "Do not copy, photograph, print or email the code on this device." in page
    assert "Write this code down now" not in page


def test_on_a_safe_device_nothing_is_taken_away(reporter):
    reporter.sends("/r/13", device_is_safe="yes")
    reporter.submits()
    page = reporter.opens("/r/7")
    assert [offer for offer in OFFERS if offer in page] == list(OFFERS)
    assert ADVICE not in page


def test_every_page_after_the_answer_gives_advice_and_email_is_not_offered(reporter):
    reporter.sends("/r/5", identity_mode="confidential")
    assert 'value="email"' in reporter.opens("/r/8")
    reporter.sends("/r/13", device_is_safe="no")
    for address in ("/r/6", "/r/16", "/r/8"):
        assert ADVICE in reporter.opens(address)
    contact = reporter.opens("/r/8")
    assert 'value="email"' not in contact
    assert 'name="email"' not in contact


def test_back_with_the_code_the_pages_offer_no_print_either(reporter):
    reporter.sends("/r/13", device_is_safe="no")
    digits = reporter.submits()
    other = Reporter()
    other.sends("/r/return/", code=digits)
    assert "Continue only if this one is safe." in other.opens("/r/talk/")
    assert "data-print" not in other.opens("/r/talk/note")
    page = other.sends("/r/talk/code", 200)
    assert not [offer for offer in OFFERS if offer in page]


def test_the_case_bar_warns_before_any_contact_on_every_tab():
    begin_vault()
    handler = UserFactory(role=StaffRole.HANDLER)
    give_key(handler)
    case = taken_by(handler, tell(device_is_safe="no", purpose="seeking_help_self").concern)
    desk = unlock(Client(), handler)
    warning = "Their device is not safe"
    for name in ("case", "conversation", "people", "referrals", "actions", "signpost", "call"):
        assert warning in desk.get(reverse(f"cases:{name}", args=[case.pk])).text
    assert people.get_tellers(case, keys_of(handler))[0].is_device_unsafe
    # Said to be safe at any time, the number is still shown only once somebody has found out what is.
    assert phone_reveal.get_call_verdict(people.get_tellers(case, keys_of(handler))[0]) == Verdict.ASK
    other = taken_by(handler, tell().concern, at=timezone.now())
    assert warning not in desk.get(reverse("cases:case", args=[other.pk])).text
