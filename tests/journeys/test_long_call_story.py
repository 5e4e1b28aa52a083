"""A call that lasts an hour, one that is over in seconds, and somebody who calls again.

See docs/requirements/helpline.md#calls.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from compliance.casework.models import CallDraft, Case, Contact, FormDraft
from compliance.casework.services import calls
from portal.accounts.roles import StaffRole
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.casework import keys_of, taken_by
from tests.factories.vault import PASSPHRASE, begin_vault, give_key
from tests.journeys.conftest import WAYS
from tests.journeys.person import Person

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]
BOTH = pytest.mark.parametrize("open_person", WAYS[:2], indirect=True)
SAID = ("They came in March with six others.", "The passports lie in the office.", "On Friday they are moved again.")
# Seconds of somebody at a desk: to decide on, point at and press one thing, and to type one character.
# Source: Card, Moran and Newell, the keystroke-level model, 1980: 1.35 + 1.1 + 0.2, and 0.28; 0.4 to the keyboard.
PRESS, REACH, CHARACTER = 2.65, 0.4, 0.28


@pytest.fixture
def hana():
    begin_vault()
    handler = UserFactory(role=StaffRole.HANDLER, first_name="Hana")
    give_key(handler)
    return handler


@pytest.fixture
def minutes_pass(monkeypatch) -> Callable[[Page, int], None]:
    """For the server, and in the browser where pages have clocks of their own."""
    now, ahead = timezone.now, [timedelta()]
    monkeypatch.setattr("django.utils.timezone.now", lambda: now() + ahead[0])

    def move(page: Page, minutes: int) -> None:
        ahead[0] += timedelta(minutes=minutes)
        page.clock.fast_forward(minutes * 60_000)

    return move


def signs_in(person: Person, user) -> None:
    person.write("Email address", user.email)
    person.write("Password", PASSWORD)
    person.press("Sign in")


def unlocks(person: Person) -> None:
    person.heading("Unlock the desk")
    person.write("Passphrase", PASSPHRASE)
    person.press("Unlock", exact=True)


def begins_a_call(person: Person) -> None:
    """The button stands above the page's own main part."""
    person._go(person.page.get_by_role("button", name="New call"))
    person.heading("Call")


@BOTH
def test_a_call_of_an_hour_loses_no_word(open_person, hana, minutes_pass, request):
    is_scripted = request.node.callspec.params["open_person"] == WAYS[0]
    person = open_person()
    page = person.page
    page.clock.install()

    def kept() -> str:
        return calls.get_answers(CallDraft.objects.get(), keys_of(hana)).get("account", "")

    def comes_back() -> None:
        """From the page to sign in, through the lock, to the form."""
        signs_in(person, hana)
        unlocks(person)
        person.heading("Call")

    def goes_on(said: int) -> None:
        person.write("What is happening", "\n".join(SAID[:said]))
        if is_scripted:
            with page.expect_response("**/save/") as saving:
                page.clock.run_for(15_000)
            assert saving.value.status == 200
            expect(page.locator("[data-autosave-status]")).to_have_text(saving.value.json()["message"])
        else:
            person.press("Save", exact=True)
        assert kept().splitlines() == list(SAID[:said])

    person.open("/desk/")
    signs_in(person, hana)
    unlocks(person)
    begins_a_call(person)
    goes_on(1)

    # Idle for longer than the desk stays open, and the web session too.
    minutes_pass(page, 20)
    goes_on(2)
    if is_scripted:
        # In a second window the handler finds the desk locked, and opens it; the call's window stays as it is.
        other = Person(page.context.new_page())
        other.open("/desk/")
        signs_in(other, hana)
        unlocks(other)
        other.heading("Queue")
        minutes_pass(page, 20)
        page.bring_to_front()
        goes_on(3)
        minutes_pass(page, 20)
    else:
        comes_back()
        minutes_pass(page, 40)
        goes_on(3)
        comes_back()

    expect(page.get_by_label("What is happening")).to_have_value("\n".join(SAID))
    person.choose("No danger known", of="Is anyone in danger now?")
    person.choose("Adult", of="Is anyone under 18?")
    person.press("Open a case")
    if is_scripted:
        comes_back()
        expect(page.get_by_label("What is happening")).to_have_value("\n".join(SAID))
        person.press("Open a case")
    for words in SAID:
        person.sees(words)
    case = Case.objects.get()
    assert 60 <= case.contacts.get().duration_minutes <= 65
    assert not CallDraft.objects.exists()


@BOTH
def test_a_note_survives_the_lock_and_the_end_of_the_session(open_person, hana, minutes_pass, request):
    is_scripted = request.node.callspec.params["open_person"] == WAYS[0]
    person, case = open_person(), taken_by(hana)
    page, address = person.page, f"/desk/cases/{case.pk}/note/"
    page.clock.install()

    def comes_back() -> None:
        signs_in(person, hana)
        unlocks(person)
        person.heading("Add a note")

    def is_autosaved() -> None:
        with page.expect_response("**/drafts/save/") as saving:
            page.clock.run_for(15_000)
        assert saving.value.status == 200
        expect(page.locator("[data-autosave-status]")).to_have_text(saving.value.json()["message"])

    person.open(address)
    comes_back()
    person.write("Note", SAID[0])
    if is_scripted:
        is_autosaved()
    minutes_pass(page, 20)
    person.write("Note", "\n".join(SAID))
    if is_scripted:
        is_autosaved()
        person.open(address)
    else:
        person.press("Add the note")
        person.sees("We have saved what you typed as a draft.")
    comes_back()
    expect(page.get_by_label("Note", exact=True)).to_have_value("\n".join(SAID))
    person.sees("Draft autosaved at")
    person.press("Add the note")
    person.heading("Timeline")
    person.sees(SAID[2])
    assert not FormDraft.objects.exists()


class Counted:
    """A person whose presses and fields are counted."""

    def __init__(self, person: Person) -> None:
        self.person, self.presses, self.fields, self.characters = person, 0, 0, 0

    @property
    def seconds(self) -> float:
        return (self.presses + self.fields) * PRESS + self.fields * REACH + self.characters * CHARACTER

    def presses_on(self, role: str, name: str) -> None:
        self.presses += 1
        self.person._go(self.person.page.get_by_role(role, name=name, exact=True).first)

    def unfolds(self, name: str) -> None:
        self.presses += 1
        self.person.page.locator("summary", has_text=name).click()

    def chooses(self, label: str, question: str) -> None:
        self.presses += 1
        self.person.choose(label, of=question)

    def writes(self, label: str, text: str) -> None:
        self.fields += 1
        self.characters += len(text)
        self.person.write(label, text)


@pytest.fixture
def at_desk(open_person, hana, sign_in) -> Counted:
    person = open_person()
    sign_in(person.page, hana)
    person.open("/desk/")
    unlocks(person)
    return Counted(person)


@BOTH
@pytest.mark.parametrize("ending", ["Silent call", "Wrong number", "Information given"])
def test_a_contact_without_a_case_is_two_presses_and_less_than_twenty_seconds(at_desk, ending):
    at_desk.presses_on("button", "New call")
    at_desk.presses_on("button", ending)
    contact = Contact.objects.get()
    at_desk.person.page.get_by_text(contact.reference).first.wait_for()
    assert (at_desk.presses, at_desk.fields) == (2, 0)
    assert at_desk.seconds < 20


@BOTH
def test_somebody_who_calls_again_is_found_by_reference_in_less_than_a_minute(at_desk, hana):
    case = taken_by(hana)
    at_desk.presses_on("link", "Find")
    at_desk.writes("Reference or code", case.contacts.get().reference)
    at_desk.presses_on("button", "Find")
    at_desk.person.sees("Men sleep in the back of the car wash and are never paid.")
    assert (at_desk.presses, at_desk.fields) == (2, 1)
    assert at_desk.seconds < 60


@pytest.mark.main_story
@BOTH
def test_a_repeat_call_is_logged_in_five_presses_and_less_than_a_minute(at_desk, hana):
    """Two of them for what is asked of every caller anew: danger, and age (docs/requirements/helpline.md#calls)."""
    case = taken_by(hana)
    at_desk.presses_on("button", "New call")
    at_desk.unfolds("They have called before")
    at_desk.writes("Reference or code from an earlier contact", case.contacts.get().reference)
    at_desk.chooses("No danger known", "Is anyone in danger now?")
    at_desk.chooses("Adult", "Is anyone under 18?")
    at_desk.presses_on("button", "Add this call to the earlier case")
    assert case.contacts.count() == 2
    assert (at_desk.presses, at_desk.fields) == (5, 1)
    assert at_desk.seconds < 60
