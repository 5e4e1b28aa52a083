"""A night at the desk: a handler unlocks, takes the child case first, refers it to the police by phone and to the
council by e-mail, tells the reporter, and closes it with a lead.
"""

import pikepdf
import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from compliance.casework.models import Approval, Case
from compliance.referrals.models import Disclosure, Referral
from portal.accounts.roles import StaffRole
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.casework import CHILD, NOW, tell
from tests.factories.vault import PASSPHRASE, begin_vault, give_key

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
NAME = "Robin Marker"


@pytest.fixture
def team():
    vault = begin_vault()
    handler = UserFactory(role=StaffRole.HANDLER, first_name="Hana")
    give_key(handler)
    return handler, vault.lead


def unlocked(open_person, site, user):
    """Signed in an hour ahead: whoever refers shows again who they are, and a story takes longer than that lasts."""
    person = open_person()
    cookie = sign_in(Client(), user, seconds_ago=-3600).cookies[settings.SESSION_COOKIE_NAME]
    person.page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site.url}])
    person.open("/desk/")
    person.heading("Unlock the desk")
    person.write("Passphrase", PASSPHRASE)
    person.press("Unlock", exact=True)
    person.heading("Queue")
    return person


def open_tab(person, name: str) -> None:
    """The parts of a case stand above the page's own main part."""
    parts = person.page.get_by_role("navigation", name="Parts of the case")
    person._go(parts.get_by_role("link", name=name, exact=True))


def police_by_phone(hana):
    """Found from the place; with consent."""
    open_tab(hana, "Referrals")
    hana.press("Make a referral")
    hana.choose("Derbyshire Constabulary")
    hana.choose("Choose the reason for each recipient on the next pages")
    hana.press("Continue")
    hana.heading("What do they get?")
    hana.press("Continue")
    hana.choose("The person agreed")
    hana.press("Continue")
    hana.heading("Check and send")
    hana.sees("A boy who may be fifteen works there at night.")
    hana.sees("Do not try to find out who told us")
    assert NAME not in hana.page.content()
    hana.write("Who took the referral", "Sergeant Ito, control room")
    hana.write("Their reference (optional)", "INC-4471")
    hana.press("Record as shared by phone")
    hana.sees("The time for their response has started.")
    hana.sees("INC-4471")


def council_by_email(hana, folder):
    """The county's children's services, by an encrypted file; a child needs nobody's consent."""
    open_tab(hana, "Referrals")
    hana.press("Make a referral")
    hana.choose("Children’s services: Derbyshire County Council")
    hana.choose("A child at risk")
    hana.write("Facts you rely on", "A boy of about fifteen works there at night.")
    hana.choose("No")
    hana.write("If not, why not?", "The reporter saw him only once.")
    hana.press("Continue")
    hana.sees("It will be sent at once. Someone else will review it within a day.")
    passphrase = hana.page.locator(".portal-passphrase").inner_text()
    file = hana.download("Download the file (PDF)", folder)
    assert pikepdf.open(file, password=passphrase).encryption.bits == 256
    hana.write("Who took the referral", "Duty social worker")
    hana.press("Record as sent by email")
    hana.sees("Duty social worker")


def done_for_the_child(hana):
    """The referral ended the action to tell the council. It is chosen beforehand; whom to ring is written down."""
    open_tab(hana, "Actions")
    hana.sees("Referred to Children’s services: Derbyshire County Council.")
    hana.follow("Mark as done")
    hana.write("Council or Trust’s phone number", "01629 533190")
    hana.write("Council or Trust’s email address", "starting.point@derbyshire.gov.uk")
    hana.press("Mark as done")
    hana.sees("Derbyshire, 01629 533190, starting.point@derbyshire.gov.uk")
    hana.follow("Record what was done for the child")
    hana.choose("Information suited to their age given")
    hana.press("Continue")
    hana.write("What was done, and the outcome", "Sent the leaflet for 11 to 18.")
    hana.press("Mark as done")


def answered(hana, name, outcome):
    open_tab(hana, "Referrals")
    hana.follow(name)
    hana.press("Record their answer")
    hana.choose("Done")
    hana.select("Outcome (optional)", outcome)
    hana.press("Save response")
    hana.sees(outcome)


@pytest.mark.main_story
def test_a_handler_takes_the_child_case_first_refers_it_and_closes_it_with_a_lead(
    open_person, live_server, team, tmp_path
):
    handler, lead = team
    tell(NOW)
    child = tell(CHILD, name=NAME, consent=["police"]).concern
    hana = unlocked(open_person, live_server, handler)
    hana.sees("New concern")

    # The first button of the queue is that of the child, although an adult is in immediate danger.
    hana.press("Take")
    case = Case.objects.get()
    assert case.contacts.get().concern == child
    hana.sees("A boy who may be fifteen works there at night.")

    police_by_phone(hana)
    council_by_email(hana, tmp_path)
    sent = Referral.objects.filter(sent_at__isnull=False)
    assert set(sent.values_list("target_type", "route")) == {("police", "phone"), ("la_children", "secure_email")}
    shown = set(Disclosure.objects.values_list("override_ground", "shows_reporter"))
    assert shown == {("", False), ("child_at_risk", False)}

    open_tab(hana, "Conversation")
    hana.write("Message", "Thank you. We read this tonight. Look again tomorrow after 10 in the morning.")
    hana.choose("This tells them the outcome")
    hana.press("Preview the message")
    hana.heading("Check the message")
    hana.press("Send the message")
    hana.sees("Thank you. We read this tonight.")

    open_tab(hana, "Summary")
    hana.follow("Code the facts")
    hana.select("Kind of case", "Modern slavery")
    hana.select("Region", "East Midlands")
    hana.select("Police force for the place of exploitation", "Derbyshire Constabulary")
    hana.press("Save the facts")
    done_for_the_child(hana)
    hana.follow("Change the status")
    hana.choose("Triaged")
    hana.press("Save", exact=True)

    answered(hana, "Derbyshire Constabulary", "Investigation opened")
    answered(hana, "Children’s services: Derbyshire County Council", "Person made safe")

    # What nobody has coded yet is listed with the page where it is coded.
    open_tab(hana, "Actions")
    hana.follow("Close the case")
    hana.follow("who is affected")
    hana.select("How exact the number is", "Exact number stated")
    hana.write("Number, or lowest number", "1")
    hana.select("Gender", "Exclusively male")
    hana.choose("10 to 15")
    hana.write("Nationalities", "Unknown")
    hana.press("Save", exact=True)
    open_tab(hana, "Actions")
    hana.follow("Close the case")
    hana.sees("You have done everything needed before closing.")
    hana.choose("Referred, nothing more to do")
    hana.write("What was decided, and why", "The council has taken the boy into care.")
    hana.press("Ask a second person to approve closing it")
    hana.sees("Sent. A second person must approve it.")
    assert Case.objects.get().status == "closure_requested"

    olu = unlocked(open_person, live_server, lead)
    olu.page.goto("/desk/approvals/")
    olu.follow("Close the case")
    olu.sees("The council has taken the boy into care.")
    olu.choose("Yes")
    olu.press("Send your answer")
    after = Case.objects.get()
    assert (after.status, after.closed_by) == ("closed", lead)
    assert Approval.objects.get(kind="closure").decided_by == lead
    assert after.keep_until > timezone.localdate()
