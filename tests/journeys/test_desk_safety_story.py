"""Somebody could be forgotten at the desk in three ways: a call ended too soon, a sealed case, an agreed referral."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from compliance.casework.models import Case, Contact
from compliance.referrals.choices import ReferralStatus
from compliance.referrals.models import Referral
from compliance.referrals.services import drafts
from compliance.referrals.services.disclosure import Ground
from portal.accounts.roles import StaffRole
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.referrals import begin, choose
from tests.factories.sharing import desk
from tests.factories.vault import PASSPHRASE, give_key
from tests.journeys.conftest import WAYS

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]
BOTH = pytest.mark.parametrize("open_person", WAYS[:2], indirect=True)


@pytest.fixture
def at_desk():
    return desk()


@pytest.fixture
def unlocked(open_person, live_server):
    """Somebody at the unlocked desk, who showed just now who they are."""

    def open_one(user, *, width: int = 1280):
        person = open_person(width)
        cookie = sign_in(Client(), user).cookies[settings.SESSION_COOKIE_NAME]
        person.page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        person.open("/desk/")
        person.write("Passphrase", PASSPHRASE)
        person.press("Unlock", exact=True)
        return person

    return open_one


@pytest.mark.main_story
@BOTH
def test_a_call_about_a_child_is_not_ended_in_one_press(unlocked, at_desk):
    hana = unlocked(at_desk.handler)
    hana._go(hana.page.get_by_role("button", name="New call"))
    assert hana.page.get_by_role("button", name="Wrong number").is_visible()
    hana.choose("Under 18", of="Is anyone under 18?")
    hana.press("Save")
    assert not hana.page.get_by_role("button", name="Wrong number").is_visible()

    hana.press("End without a case")
    hana.sees("The form says someone is, or may be, under 18.")
    hana.press("End without a case")
    hana.sees("Enter what was said")
    hana.choose("Information given")
    hana.write("What was said?", "A boy sleeps at the car wash.")
    hana.write("Why is no case needed?", "He is with his father.")
    hana.press("End without a case")
    contact = Contact.objects.get()
    assert not Case.objects.exists()

    lee = unlocked(at_desk.lead, width=360)
    lee.sees(re.compile("Queue"))
    lee.open("/desk/lead/")
    lee.follow(f"Review contact {contact.reference}")
    lee.sees("A boy sleeps at the car wash.")
    lee.press("Open a case from this contact")
    lee.choose("Danger not known")
    lee.write("Why does this need a case?", "A child sleeps at work.")
    lee.press("Open a case")
    case = Case.objects.get()
    lee.sees("What we were told")
    assert (case.owner, case.age_of_person, case.level) == (at_desk.lead, "under_18", "p2")


@pytest.mark.main_story
@BOTH
def test_an_agreed_referral_goes_out(unlocked, at_desk):
    ground = Ground(ground="serious_crime", facts="People are locked in", is_told=False, why_not_told="Not safe")
    row = choose(at_desk, begin(at_desk, at_desk.case(consent=[])), "account", "place", ground=ground)
    who = {"actor": at_desk.handler, "keys": at_desk.keys, "at": timezone.now()}
    row = drafts.ask_second_person(referral=row, **who)

    lee = unlocked(at_desk.lead)
    lee.open(f"/desk/approvals/{row.approval_id}/")
    lee.choose("Yes")
    lee.press("Send your answer")
    lee.page.get_by_text("The desk now shows it to Hana").first.wait_for()

    hana = unlocked(at_desk.handler)
    hana.page.get_by_text("the second person approved it. It has not been sent yet.").wait_for()
    hana.open(f"/desk/cases/{row.case_id}/referrals/{row.pk}/")
    hana.sees("Approved, not sent yet")
    hana.press("Continue")
    hana.sees("You can send it now.")
    hana.write("Who took the referral", "Sergeant Ito")
    hana.press("Record as shared by phone")
    assert Referral.objects.get().status == ReferralStatus.IN_PROGRESS
    hana.sees("Sergeant Ito")


@BOTH
def test_a_sealed_case_of_a_child_keeps_a_lead_and_opens_to_another_once_two_agree(unlocked, at_desk):
    case = at_desk.case(age_of_person="under_18")
    other = UserFactory(role=StaffRole.TRIAGE_LEAD, first_name="Olu")
    give_key(other)
    hana = unlocked(at_desk.handler)
    hana.open(f"/desk/cases/{case.pk}/restrict/")
    hana.choose("Sealed: two people must agree to open it")
    hana.write(re.compile("Reason"), "A colleague knows the family.")
    hana.press("Restrict the case")
    hana.sees("Select a lead who keeps access")
    hana.select(re.compile("which lead keeps access"), str(at_desk.lead))
    hana.press("Restrict the case")
    case.refresh_from_db()
    assert case.marking == "sealed"

    olu = unlocked(other)
    olu.open("/desk/lead/")
    olu.follow(f"Ask to open the case {case.reference}")
    olu.write(re.compile("Reason"), "Hana and Lee are both away.")
    olu.press("Ask two people to let me open it")
    for person in (at_desk.lead, at_desk.handler):
        second = unlocked(person)
        second.open("/desk/approvals/")
        second.follow(re.compile("Let someone open a sealed case"))
        second.choose("Yes")
        second.press("Send your answer")
    olu.open(f"/desk/cases/{case.pk}/")
    olu.sees("Twelve people sleep in a shed")
