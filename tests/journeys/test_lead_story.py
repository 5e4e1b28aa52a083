"""What a lead looks after: deletion and holds, a request by somebody who may be an exploiter, figures, a leaver."""

import shutil
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from compliance.casework import models as m
from compliance.data_protection import models as data_protection_models
from compliance.data_protection.services import retention
from portal.accounts.roles import StaffRole
from portal.vault.models import Epoch
from tests.factories import cases as cf
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.vault import PASSPHRASE, begin_vault, give_key
from tests.journeys.conftest import WAYS

pytestmark = [
    pytest.mark.journey,
    pytest.mark.once,
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("open_person", WAYS[:2], indirect=True),
]
LONG_AGO = timezone.now() - timedelta(days=3000)


@pytest.fixture
def vault(settings, tmp_path):
    settings.TEAM_PUBLIC_KEY_FILE = shutil.copy(settings.TEAM_PUBLIC_KEY_FILE, tmp_path / "team_public_key")
    return begin_vault()


@pytest.fixture
def lead(vault):
    return vault.lead


@pytest.fixture
def handler(vault):
    person = UserFactory(role=StaffRole.HANDLER, first_name="Hana")
    give_key(person)
    return person


@pytest.fixture
def at_desk(open_person, live_server):
    """Who showed just now who they are, for what asks again."""

    def open_one(user, address):
        person = open_person()
        cookie = sign_in(Client(), user, seconds_ago=-3600).cookies[settings.SESSION_COOKIE_NAME]
        person.page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        person.open(address)
        person.heading("Unlock the desk")
        person.write("Passphrase", PASSPHRASE)
        person.press("Unlock", exact=True)
        person.open(address)
        return person

    return open_one


@pytest.mark.main_story
def test_a_lead_holds_a_case_lifts_the_hold_and_confirms_a_large_run(at_desk, lead):
    case = cf.case(at=LONG_AGO, closed_at=LONG_AGO, keep_until=LONG_AGO.date(), retention_class="case_adult")
    ola = at_desk(lead, "/desk/lead/")
    ola.follow("Deletion dates and legal holds")
    ola.sees(case.reference)

    ola.follow("Put on hold")
    ola.press("Put on hold")
    ola.sees("Enter a reason")
    ola.write("Reason", "The police asked us to wait for a trial.")
    ola.press("Put on hold")
    ola.sees("The police asked us to wait for a trial.")
    assert retention.run_retention(timezone.now()).erased["cases"] == 0

    ola.follow("Lift")
    ola.write("Reason", "The trial is over.")
    ola.press("Lift the hold")
    ola.sees("No cases are on hold.")
    assert retention.run_retention(timezone.now()).is_waiting

    ola.open("/desk/retention/")
    ola.sees("The last run stopped")
    ola.follow("Review the run")
    ola.sees("Closed cases: 1 of 1")
    ola.press("Delete them")
    ola.heading("Deletion dates and legal holds")
    assert m.Case.objects.get(pk=case.pk).data_key is None
    ola.sees("Closed cases: 1")


def test_two_people_answer_somebody_who_asks_what_we_hold(at_desk, lead, handler, vault):
    case = cf.full_case(vault.unlocked, at=timezone.now(), owner=handler)
    hana = at_desk(handler, "/desk/requests/")
    hana.press("Record a request")
    hana.press("Save the request")
    hana.sees("Select what they are asking for")
    hana.choose("Copy of their data")
    hana.write("Who is asking?", "Robin Wren, who called in May")
    hana.write("How can we reply?", "By post, to the sister")
    hana.write("Request in their own words", "Everything that I told you")
    hana.choose("No", of="Could this be from someone who exploits others?")
    hana.press("Save the request")

    hana.press("Check who is asking")
    hana.write("How did you check their identity?", "The code of the receipt")
    hana.choose("Yes, continue")
    hana.press("Save")
    hana.press("Search for the person")
    hana.write("Search for", cf.MARKER)
    hana.press("Search")
    hana.choose(case.reference)
    hana.press("Add the ones I ticked")
    hana.sees(case.reference)

    hana.press("Write the answer")
    hana.write("What we will send them (optional)", "You called in May and told us about your pay.")
    hana.write("What you have left out, and why (optional)", "Who else told us.")
    hana.press("Ask a second person to release it")
    hana.sees("You cannot release an answer you wrote.")

    ola = at_desk(lead, "/desk/requests/")
    ola.follow(data_protection_models.SubjectAccess.objects.get().reference)
    ola.press("Read and release the answer")
    ola.sees("You called in May and told us about your pay.")
    ola.press("Release the answer")
    ola.sees("Letter (PDF)")
    letter = ola.page.context.request.get(ola.page.get_by_role("link", name="Letter (text)").get_attribute("href"))
    assert "You called in May" in letter.text()
    assert "Who else told us" not in letter.text()


def test_a_handler_brings_a_complaint_to_its_end(at_desk, handler):
    hana = at_desk(handler, "/desk/complaints/")
    hana.press("Record a complaint")
    hana.write("Who is complaining?", "Sam Teal")
    hana.write("How can we reply?", "By post")
    hana.write("What is the complaint about?", "You kept my number")
    hana.press("Save the complaint")
    hana.press("Record that you told them we have it")
    hana.press("Start looking into it")
    hana.write("Answer", "We deleted your number.")
    hana.press("Save the answer and close the complaint")
    hana.sees("We deleted your number.")
    assert data_protection_models.Complaint.objects.get().status == "answered"


def test_the_month_is_a_workbook_in_one_press_with_the_desk_locked(open_person, live_server, handler, vault):
    cf.full_case(vault.unlocked, at=timezone.now(), owner=handler)
    hana = open_person()
    cookie = sign_in(Client(), handler).cookies[settings.SESSION_COOKIE_NAME]
    hana.page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    hana.open("/desk/figures/")
    hana.sees("Vietnamese")
    with hana.page.expect_download() as download:
        hana.page.get_by_role("button", name="Download as a workbook (XLSX)").click()
    assert download.value.suggested_filename == f"helpline-{timezone.localdate():%Y-%m}.xlsx"


def test_a_leaver_gives_everything_on_before_their_access_ends(at_desk, lead, handler, vault):
    case = cf.case(owner=handler)
    other = UserFactory(role=StaffRole.HANDLER, first_name="Bea")
    give_key(other)
    ola = at_desk(lead, "/desk/leaving/")
    ola.follow(str(handler))
    ola.press("Hand everything over and end their access")
    ola.sees(f"Select a new owner for {case.reference}")
    ola.select(f"New owner of {case.reference} (optional)", str(other))
    ola.press("Hand everything over and end their access")
    ola.heading("Unlock the desk")
    assert m.Case.objects.get().owner == other
    assert Epoch.objects.current().get().number == 2
