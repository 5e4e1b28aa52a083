"""Steps that several stories of a statement have in common, each as a person takes it at a browser."""

import re

import pytest
from playwright.sync_api import Page

from compliance.organisations.services import domain_verification
from compliance.statements.publication import pdf_job
from tests.journeys.person import Person
from tests.journeys.test_retailer_story import TODAY, tick_all
from tests.journeys.test_story import SECRET, YEAR, latest_mail, sign_up

BUTTON = ".govuk-button:not(.govuk-button--secondary):not(.govuk-button--warning)"
# Neither a file to take along, nor what is folded away, nor the way back.
LINK = "a[href^='/']:not([download]):not([href*='.pdf']):not([href*='.ics']):not(details a):not(.govuk-back-link)"


class Screens:
    """Counts what is shown, and asks each page for a way on: a button in its main colour, or a link to a page."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def __call__(self, page: Page) -> None:
        self.seen.append(page.locator("h1").inner_text())
        assert page.locator(f"main :is({BUTTON}, {LINK})").count(), f"{page.url} is a dead end"

    def of(self, person: Person) -> Person:
        """Counted too, beside what is looked at already."""
        look = person.on_page

        def both(page: Page) -> None:
            self(page)
            look(page)

        person.on_page = both
        return person


def cut_off_internet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask no other host; the companies register, which is not asked in tests, knows the number under the name."""
    monkeypatch.setattr("portal.core.safe_fetch.resolve", lambda host, seconds: [])
    monkeypatch.setattr(pdf_job, "wake", lambda *args: None)
    monkeypatch.setattr(domain_verification, "_number_is_right", lambda organisation: True)


def again(person: Person, password: str) -> None:
    """The portal may ask again who is there."""
    if "reauthenticate" in person.page.url:
        person.write("Password", password)
        person.press("Continue")


def bring_the_organisation(person: Person, name: str) -> None:
    """From the first page after the sign-up to a verified organisation."""
    person.heading("Your organisation’s details")
    person.write("Name of organisation", name)
    person.choose("Company")
    person.write("Company number (optional)", "90123456")
    person.press("Save and continue")
    person.choose("Food and beverages, agriculture and fishing")
    person.press("Save and continue")
    person.follow("Verify your organisation")
    person.press("Use your work email address")
    person.sees("has been verified since")


def begin(person: Person) -> None:
    """A short statement for the financial year that has just ended."""
    person.follow("Start a statement")
    person.write_date("First day of the financial year", 1, 4, YEAR - 1)
    person.write_date("Last day of the financial year", 31, 3, YEAR)
    person.choose("Steps taken in the financial year")
    person.choose(re.compile("A short statement"))
    person.press("Start the statement")
    person.heading(f"Statement for {YEAR}")


def answer_the_rest(person: Person, *, turnover: str, years: str, page: str) -> None:
    """What no text tells, on the page of all sections. page: the address of the statement on the own website."""
    person.choose(years)
    person.choose("One organisation")
    person.choose("Food and beverages, agriculture and fishing")
    person.choose(turnover)
    person.write("First name of the person who signs", "Rowan")
    person.write("Last name of the person who signs", "Ames")
    person.write("Their job title", "Managing director")
    person.choose("Yes", of=re.compile("sit on the board"))
    person.choose("Yes", of=re.compile("Do you have a website"))
    person.write("Address of the statement on your website", page)


def invite_approver(person: Person, email: str) -> None:
    """Who wrote the text is the only one here, and cannot approve it: the page of the review says so, and leads on."""
    person.press("Send for review")
    person.follow(re.compile("Invite"))
    again(person, SECRET)
    person.write("Email address", email)
    person.choose("Approver", exact=False)
    person.press("Send invitation")


def join(person: Person, email: str) -> None:
    """From the invitation's link to the overview."""
    link = re.search(r"http\S+(/invitations/\S+)", latest_mail(email))
    assert link, "The mail holds no link"
    person.open(link[1])
    person.press("Create an account")
    sign_up(person, email=email, first="Rowan", last="Ames")
    person.press("Accept and join")


def approve_and_sign(person: Person, password: str) -> None:
    """From the overview of somebody for whom the review waits to the signature."""
    person.follow(re.compile("^Review"))
    person.press("Freeze the text for approval")
    again(person, password)
    approve(person)
    sign(person)


def approve(person: Person) -> None:
    """On the page of the approval."""
    person.choose("Board of directors")
    person.write_date("When did it approve the text?", TODAY.day, TODAY.month, TODAY.year)
    person.choose("I took part in the decision and confirm it here")
    tick_all(person)
    person.press("Record the approval")


def sign(person: Person) -> None:
    """On the page of the signature."""
    person.choose("I am the person signing")
    tick_all(person)
    person.press("Sign the statement")
    person.sees("The statement is signed.")


def publish(person: Person, email: str) -> None:
    """From the mail that says that it is signed."""
    link = re.search(r"http\S+?(/o/\S+)", latest_mail(email))
    assert link, "No mail says that it is signed"
    person.open(link[1])
    again(person, SECRET)
    tick_all(person)
    person.press("Publish statement")
    person.sees("Statement published")
