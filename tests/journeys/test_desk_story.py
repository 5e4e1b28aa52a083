"""A night at the desk: a handler unlocks, takes the child case first, tells the reporter, and closes it with a lead."""

import pytest
from django.utils import timezone

from compliance.casework.models import Approval, Case
from portal.accounts.roles import StaffRole
from tests.factories.accounts import UserFactory
from tests.factories.casework import CHILD, NOW, tell
from tests.factories.vault import PASSPHRASE, begin_vault, give_key

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def team():
    vault = begin_vault()
    handler = UserFactory(role=StaffRole.HANDLER, first_name="Hana")
    give_key(handler)
    return handler, vault.lead


def unlocked(open_person, sign_in, user):
    person = open_person()
    sign_in(person.page, user)
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


def test_a_handler_takes_the_child_case_first_and_closes_it_with_a_lead(open_person, sign_in, team):
    handler, lead = team
    tell(NOW)
    child = tell(CHILD, name="Robin Marker").concern
    hana = unlocked(open_person, sign_in, handler)
    hana.sees("New concern")

    # The first button of the queue is that of the child, although an adult is in immediate danger.
    hana.press("Take")
    case = Case.objects.get()
    assert case.contacts.get().concern == child
    hana.sees("A boy who may be fifteen works there at night.")

    open_tab(hana, "Conversation")
    hana.write("Message", "Thank you. We read this tonight. Look again tomorrow after 10 in the morning.")
    hana.choose("This tells them what became of it")
    hana.press("Preview the message")
    hana.heading("Check the message")
    hana.press("Send the message")
    hana.sees("Thank you. We read this tonight.")

    open_tab(hana, "Summary")
    hana.follow("Code the facts")
    hana.select("Kind of case", "Modern slavery")
    hana.select("Region", "East Midlands")
    hana.select("Police force of the place of exploitation", "Derbyshire Constabulary")
    hana.press("Save the facts")
    for action in ("Children’s services contacted", "Council contact: name, phone and email recorded"):
        open_tab(hana, "Actions")
        hana.follow("Mark as done")
        hana.write("What came of it (optional)", f"Spoke with the duty team: {action[:8]}")
        hana.press("Mark it as done")
    hana.follow("Say where it stands")
    hana.choose("Triaged")
    hana.press("Save", exact=True)

    # What nobody has coded yet is listed with the page where it is coded.
    hana.follow("Close the case")
    hana.follow("who is affected")
    hana.select("How the number is known", "Exact number stated")
    hana.write("Number, or the lower number", "1")
    hana.select("Gender", "Exclusively male")
    hana.choose("10 to 15")
    hana.write("Nationalities", "Unknown")
    hana.press("Save", exact=True)
    open_tab(hana, "Actions")
    hana.follow("Close the case")
    hana.sees("Everything that has to be done before is done.")
    hana.choose("Referred, no more to do")
    hana.write("What was decided, and why", "The council has taken the boy into care.")
    hana.press("Ask a second person to close it")
    hana.sees("Asked: a second person has to agree.")
    assert Case.objects.get().status == "closure_requested"

    olu = unlocked(open_person, sign_in, lead)
    olu.page.goto("/desk/approvals/")
    olu.follow("Close the case")
    olu.sees("The council has taken the boy into care.")
    olu.choose("Yes")
    olu.press("Send your answer")
    after = Case.objects.get()
    assert (after.status, after.closed_by) == ("closed", lead)
    assert Approval.objects.get().decided_by == lead
    assert after.keep_until > timezone.localdate()
