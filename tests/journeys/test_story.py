"""The main story, from "do we have to publish?" to a statement that a stranger finds.

Told three times: with JavaScript (each page checked for accessibility at both widths), without it, and by keyboard.
"""

import re
import time
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from django.core import mail

from portal.accounts.roles import StaffRole
from tests.factories.accounts import PASSWORD, UserFactory
from tests.journeys.person import Person

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

NAME = "Larkfield Wholesale Ltd"
WREN, ROWAN = "wren@larkfield.example", "rowan@larkfield.example"
SECRET = "a-quiet-lane-in-may"

# The year that ended last 31 March: its statement is expected by 30 September, and bears that year.
TODAY = date.today()  # noqa: DTZ011
YEAR = TODAY.year if date(TODAY.year, 3, 31) < TODAY else TODAY.year - 1

TEXTS = {
    "Structure, business and supply chains": (
        "Larkfield Wholesale Ltd buys fresh and frozen food from growers and packers and sells it to shops and "
        "kitchens. We employ 140 people at two depots and bring in agency workers before Christmas. We buy from the "
        "United Kingdom, Spain and Morocco. This year we mapped all 62 suppliers that we pay directly. We do not yet "
        "know who grows the produce that three packers buy for us."
    ),
    "Policies": "Our supplier code forbids forced labour and fees paid by workers. The board approved it in May.",
    "Assessing and managing risk": "We sent a questionnaire to 62 suppliers and read the answers with our buyers.",
    "Due diligence": "We visited four packers without notice and spoke with workers in their own languages.",
    "Training": "We trained 12 buyers and both depot managers to spot the signs, for three hours each.",
    "Checking that it works": "We counted visits, answers and complaints each quarter and reported them to the board.",
}


def latest_mail(address: str) -> str:
    """The newest mail to an address; mails leave a moment after the page."""
    for _ in range(100):
        if found := [message for message in mail.outbox if address in message.to]:
            return found[-1].body
        time.sleep(0.1)
    raise AssertionError(f"No mail to {address}")


def sign_up(person: Person, *, email: str, first: str, last: str) -> None:
    person.write("Email address", email)
    person.write("First name", first)
    person.write("Last name", last)
    person.write("Create a password", SECRET)
    person.press("Create account", exact=True)
    person.heading("Enter the code from your email")
    code = re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", latest_mail(email))
    assert code, "The mail holds no code"
    person.write("Code", code[0])
    person.press("Confirm")


def confirm_password(person: Person) -> None:
    """Before an act that counts, the portal may ask again who is there."""
    if "reauthenticate" in person.page.url:
        person.write("Password", SECRET)
        person.press("Continue")


def answer_the_questionnaire(person: Person) -> None:
    person.open("/for-business/")
    person.press("Start now")
    if "answer" not in person.page.url and person.page.get_by_role("button", name="Start now").count():
        person.press("Start now")
    for answer in ("Company", "Yes", "Yes", "Yes", "No"):
        person.choose(answer)
        person.press("Continue")
    person.write("What was your organisation’s total turnover in the financial year?", "£48m")
    person.press("Continue")
    for answer in ("No, it is not part of a group", "No"):
        person.choose(answer)
        person.press("Continue")
    for part, value in (("Day", 31), ("Month", 3), ("Year", YEAR)):
        person.write(part, str(value))
    person.press("Continue")
    person.heading("You must publish a statement")
    person.sees(f"30 September {YEAR}")
    person.press("Create an account")


def bring_the_organisation(person: Person, evidence: Path) -> str:
    """Returns the organisation's address."""
    person.heading("Your organisation’s details")
    person.write("Name of organisation", NAME)
    person.choose("Company")
    person.write("Company number (optional)", "90123456")
    person.press("Save and continue")
    person.choose("Food and beverages, agriculture and fishing")
    person.press("Save and continue")
    person.heading("Overview")
    assert NAME in person.page.locator(".portal-bar").inner_text()
    home = person.page.url
    person.follow("Verify your organisation")
    person.press("Send a document")
    person.attach(evidence)
    person.press("Send document")
    person.sees("We are checking it")
    return home


def confirm_the_organisation(person: Person) -> None:
    """One of our staff looks at the document and accepts it."""
    UserFactory(email="ash@staff.example.org", role=StaffRole.SITE_ADMINISTRATOR)
    person.open("/accounts/login/?next=/staff/organisations/")
    person.write("Email address", "ash@staff.example.org")
    person.write("Password", PASSWORD)
    person.press("Sign in", exact=True)
    person.follow(re.compile(NAME))
    person.choose("Accept", exact=False)
    person.press("Save your decision", exact=True)


def draft(person: Person, home: str) -> None:
    person.open(home + "statements/new/")
    person.write_date("First day of the financial year", 1, 4, YEAR - 1)
    person.write_date("Last day of the financial year", 31, 3, YEAR)
    person.choose("Steps taken in the financial year")
    person.choose(re.compile("A short statement"))
    person.press("Start the statement")
    person.heading(f"Statement for {YEAR}")

    person.follow("Financial year and kind of statement")
    person.choose("This is the first")
    save(person)
    person.choose("One organisation")
    person.choose("Food and beverages, agriculture and fishing")
    person.choose("£36 million to £60 million")
    save(person)
    person.choose("Board of directors")
    person.write("First name of the person who signs", "Rowan")
    person.write("Last name of the person who signs", "Ames")
    person.write("Their job title", "Managing director")
    person.choose("Director (or equivalent)")
    person.choose("Yes", of=re.compile("sit on the board"))
    save(person)
    person.choose("Yes", of=re.compile("Do you have a website"))
    person.write("Address of the statement on your website", "https://larkfield.example/modern-slavery")
    save(person)
    for label, text in TEXTS.items():
        person.choose("Yes", of=re.compile("Does the statement cover"))
        person.write(re.compile(f"^{label}"), text)
        save(person)
    person.choose("Yes", of=re.compile("in your own business"))
    person.choose("Training", of=re.compile("in your own business"))
    person.choose("Yes", of=re.compile("in your supply chains"))
    person.choose("Due diligence, including remediation", of=re.compile("in your supply chains"))
    save(person)


def save(person: Person) -> None:
    person.choose("Yes, I have completed it")
    person.press("Save and continue")


def invite_the_director(person: Person, home: str) -> str:
    """Returns the address in the mail."""
    person.open(home + "people/invite/")
    confirm_password(person)
    person.write("Email address", ROWAN)
    person.choose("Approver", exact=False)
    person.press("Send invitation")
    link = re.search(r"http\S+(/invitations/\S+)", latest_mail(ROWAN))
    assert link, "The mail holds no link"
    return link[1]


def approve_and_sign(person: Person, statement: str) -> None:
    person.open(statement + "review/")
    person.press("Freeze the text for approval")
    person.open(statement + "approve/")
    confirm_password(person)
    person.choose("Board of directors")
    person.write_date("When did it approve the text?", TODAY.day, TODAY.month, TODAY.year)
    person.choose("I took part in the decision and confirm it here")
    person.choose("The body approved exactly the text on this page")
    person.choose("It approved the statement as a whole, and no committee or single person did so in its place")
    person.choose("It did so on the date given here")
    person.press("Record the approval")
    person.open(statement + "sign/")
    confirm_password(person)
    person.sees("62 suppliers")
    person.choose("I am the person signing")
    person.write("First name", "Rowan")
    person.write("Last name", "Ames")
    person.write("Job title", "Managing director")
    person.choose("Director (or equivalent)")
    for box in person.page.locator("main form input[type=checkbox]").all():
        person.choose(re.compile(re.escape(box.evaluate("e => e.labels[0].innerText.trim()"))))
    person.press("Sign the statement")


def test_a_wholesaler_publishes_and_a_stranger_finds_it(open_person, tmp_path):
    evidence = tmp_path / "certificate of incorporation.pdf"
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(evidence)

    wren = open_person()
    answer_the_questionnaire(wren)
    sign_up(wren, email=WREN, first="Wren", last="Hartley")
    home = bring_the_organisation(wren, evidence)
    statement = f"{home}statements/{YEAR}/"
    confirm_the_organisation(open_person())
    draft(wren, home)
    link = invite_the_director(wren, home)
    wren.open(statement + "check/")
    wren.sees("This check is a drafting aid")
    wren.open(statement + "review/")
    wren.press("Send for review")

    rowan = open_person(width=360)
    rowan.open(link)
    rowan.press("Create an account")
    sign_up(rowan, email=ROWAN, first="Rowan", last="Ames")
    rowan.press("Accept and join")
    approve_and_sign(rowan, statement)

    wren.open(statement + "publish/")
    confirm_password(wren)
    for box in wren.page.locator("main form input[type=checkbox]").all():
        wren.choose(re.compile(re.escape(box.evaluate("e => e.labels[0].innerText.trim()"))))
    wren.press("Publish statement")

    stranger = open_person()
    stranger.open("/statements/")
    stranger.write(re.compile("Name, company number"), "larkfield")
    stranger.press(re.compile("^(Search|Find|Apply)"))
    stranger.follow(re.compile(NAME))
    if "/statements/larkfield-wholesale-ltd/" in stranger.page.url and str(YEAR) not in stranger.page.url:
        stranger.follow(re.compile(str(YEAR)))
    stranger.sees("62 suppliers")
    stranger.sees("Rowan Ames")
    stranger.sees("Managing director")
    pdf = stranger.page.request.get(f"/statements/larkfield-wholesale-ltd/{YEAR}.pdf")
    assert pdf.ok
    assert pdf.body().startswith(b"%PDF-1.7")
