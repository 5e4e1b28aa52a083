"""A compliance officer alone, two days a year: last year's sixty pages in PDF become this year's published statement.

With JavaScript, each page looked at at both widths, and without it. Her organisation is confirmed. Every page that is
shown is counted, her own and those of the director whom she invites by link to approve and sign: 38, from signing in to
"Statement published". Each has a plain way on.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from compliance.organisations.choices import Role
from compliance.statements.models import Publication, Section
from compliance.statements.publication import pdf_job
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.journeys import last_year_pdf
from tests.journeys.conftest import WAYS
from tests.journeys.person import Person
from tests.journeys.test_retailer_story import AREAS, TODAY, save, tick_all
from tests.journeys.test_story import ROWAN, SECRET, latest_mail, sign_up

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]
SCREENS = 38  # under 40
BUTTON = ".govuk-button:not(.govuk-button--secondary):not(.govuk-button--warning)"
# Neither a file to take along, nor what is folded away, nor the way back.
LINK = "a[href^='/']:not([download]):not([href*='.pdf']):not([href*='.ics']):not(details a):not(.govuk-back-link)"


@pytest.fixture(autouse=True)
def _no_internet(monkeypatch):
    monkeypatch.setattr("portal.core.safe_fetch.resolve", lambda host, seconds: [])
    monkeypatch.setattr(pdf_job, "wake", lambda *args: None)


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


@pytest.mark.parametrize("open_person", WAYS[:2], indirect=True)
def test_last_years_pdf_becomes_this_years_statement(open_person, tmp_path):
    wren = UserFactory(first_name="Wren", last_name="Hartley")
    organisation = OrganisationFactory(name=last_year_pdf.COMPANY)
    MembershipFactory(organisation=organisation, user=wren, role=Role.ADMINISTRATOR)
    pdf = tmp_path / "statement-2025.pdf"
    pdf.write_bytes(last_year_pdf.by_weasyprint())
    screens = Screens()
    officer, director = screens.of(open_person()), screens.of(open_person(width=360))

    sign_in(officer, wren.email)
    officer.follow(re.compile("^See statements"))
    begin(officer)
    bring(officer, pdf)
    write(officer)
    invite(officer)
    approve_and_sign(director)
    publish(officer, wren.email)
    assert len(screens.seen) <= SCREENS, "\n".join(screens.seen)
    assert Publication.objects.get().organisation_name == last_year_pdf.COMPANY
    assert last_year_pdf.STRAY_TEXT in Section.objects.get(code="policies").answers["narrative_policies"]


def sign_in(person: Person, email: str) -> None:
    person.open("/accounts/login/")
    person.write("Email address", email)
    person.write("Password", PASSWORD)
    person.press("Sign in", exact=True)


def begin(officer: Person) -> None:
    officer.follow("Start your first statement")
    officer.choose("Steps taken in the financial year")
    officer.choose(re.compile("The short way"))
    officer.press("Start the statement")
    officer.heading("Statement for 2026")


def bring(officer: Person, pdf: Path) -> None:
    officer.follow("Bring the text of a statement that exists")
    officer.attach(pdf)
    officer.press("Split the text")
    officer.choose("As the text of the draft for 2026")
    officer.press("Save the text")
    officer.sees("The text is in the draft.")


def write(officer: Person) -> None:
    """What last year's text does not tell; each page leads to the next."""
    officer.press(re.compile("^Next: Financial year"))
    officer.choose("1 to 5 years")
    save(officer)
    officer.choose("One organisation")
    officer.choose("Food and beverages, agriculture and fishing")
    officer.choose("Over £500 million")
    save(officer)
    officer.choose("Board of directors")
    officer.write("First name of the person who signs", "Rowan")
    officer.write("Last name of the person who signs", "Ames")
    officer.write("Their job title", "Managing director")
    officer.choose("Director (or equivalent)")
    officer.choose("Yes", of=re.compile("sit on the board"))
    save(officer)
    officer.choose("Yes", of=re.compile("Do you have a website"))
    officer.write("Address of the statement on your website", "https://brackenmoor.example/modern-slavery")
    save(officer)
    for _area in AREAS:
        officer.choose("Yes", of=re.compile("Does the statement cover"))
        save(officer)
    officer.choose("Yes", of=re.compile("in your own business"))
    officer.choose("Training", of=re.compile("in your own business"))
    officer.choose("Yes", of=re.compile("in your supply chains"))
    officer.choose("Due diligence, including remediation", of=re.compile("in your supply chains"))
    save(officer)


def invite(officer: Person) -> None:
    """She is the only one here, and cannot approve what she wrote: the page of the review says so, and leads on."""
    officer.press("Next: Have a colleague review it")
    officer.press("Send for review")
    officer.follow(re.compile("Invite"))
    again(officer, PASSWORD)
    officer.write("Email address", ROWAN)
    officer.choose("Approver", exact=False)
    officer.press("Send the invitation")


def approve_and_sign(director: Person) -> None:
    link = re.search(r"http\S+(/invitations/\S+)", latest_mail(ROWAN))
    assert link, "The mail holds no link"
    director.open(link[1])
    director.press("Create an account")
    sign_up(director, email=ROWAN, first="Rowan", last="Ames")
    director.press("Accept and join")
    director.follow("Write your statement")
    director.follow("2026")
    director.press("Next: Have a colleague review it")
    director.press("Freeze the text for approval")
    again(director, SECRET)
    director.choose("Board of directors")
    director.write_date("When did it approve the text?", TODAY.day, TODAY.month, TODAY.year)
    director.choose("I took part in the decision and confirm it here")
    tick_all(director)
    director.press("Record the approval")
    director.choose("I am the person who signs")
    tick_all(director)
    director.press("Sign the statement")
    director.sees("The statement is signed.")


def publish(officer: Person, email: str) -> None:
    link = re.search(r"http\S+?(/o/\S+)", latest_mail(email))
    assert link, "No mail says that it is signed"
    officer.open(link[1])
    again(officer, PASSWORD)
    tick_all(officer)
    officer.press("Publish statement")
    officer.sees("Statement published")


def again(person: Person, password: str) -> None:
    """The portal may ask again who is there."""
    if "reauthenticate" in person.page.url:
        person.write("Password", password)
        person.press("Continue")
