"""The suppliers' story: from an empty register to suppliers that answer, and an audit that stands behind a statement.

Told twice: with JavaScript (each page checked for accessibility at both widths), and without it.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core import mail
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from playwright.sync_api import expect

from compliance.organisations.choices import Role
from compliance.organisations.models import Organisation
from portal.settings import base
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.journeys import supplier_workbooks as files
from tests.journeys.conftest import WAYS
from tests.journeys.person import Person

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

HOME = "/o/larkfield/"
WREN, ROWAN = "wren@larkfield.example", "rowan@larkfield.example"
TODAY = date.today()  # noqa: DTZ011
# The financial year that ended last 31 March.
YEAR = TODAY.year if date(TODAY.year, 3, 31) < TODAY else TODAY.year - 1
# The sites where the three audits were, by supplier.
SITES = {
    "Brambling Textile Mill": ("Spinning Hall", "4 Weaver Road", "Bangladesh"),
    "Fernway Packing House": ("Packing Hall", "12 Fern Way", "United Kingdom"),
    "Ottery Glove Works": ("Dipping Line", "7 Latex Lane", "Malaysia"),
}
AUDITED = list(SITES)
AUDITED_ON = TODAY - timedelta(days=20)


@pytest.fixture
def business() -> Organisation:
    """Two people of a confirmed business: Wren keeps its register, Rowan looks after people at risk."""
    organisation = OrganisationFactory(name="Larkfield Wholesale Ltd", slug="larkfield")
    wren = UserFactory(first_name="Wren", last_name="Hartley", email=WREN)
    rowan = UserFactory(first_name="Rowan", last_name="Ames", email=ROWAN)
    MembershipFactory(organisation=organisation, user=wren, role=Role.ADMINISTRATOR)
    MembershipFactory(organisation=organisation, user=rowan, role=Role.VIEWER, is_safeguarding_lead=True)
    return organisation


@pytest.fixture
def work(settings) -> Callable[[], None]:
    """The web process owes its jobs, as on a server; called, a worker does all that is owed."""
    settings.TASKS = base.TASKS

    def do() -> None:
        Worker(
            queue_names=["*"], interval=0, batch=True, backend_name="jobs", startup_delay=False, max_tasks=None,
            worker_id="story", excluded_queue_names=[],
        ).run()  # fmt: skip
        failed = [f"{job.task_path}: {job.exception_class_path}" for job in DBTaskResult.objects.failed()]
        assert not failed, failed

    return do


def mails_to(address: str) -> list[mail.EmailMessage]:
    return [message for message in mail.outbox if address in message.to]


def sign_in(person: Person, email: str) -> None:
    if "/accounts/login/" not in person.page.url:
        person.open("/accounts/login/")
    person.write("Email address", email)
    person.write("Password", PASSWORD)
    person.press("Sign in", exact=True)


# --- The register ----------------------------------------------------------------------------------------------------


def send(person: Person, file: Path) -> None:
    person.open(HOME + "suppliers/uploads/new/")
    person.attach(file)
    person.press("Upload workbook")
    person.heading("Checking your file")


def count(person: Person, what: str) -> str:
    """Return how many rows a view of the preview names, such as "To add (22)"."""
    line = person.page.locator("main").get_by_text(re.compile(rf"^{what} \(\d+\)$")).first
    return re.search(r"\((\d+)\)", line.inner_text())[1]


def fill_the_register(person: Person, work: Callable[[], None], folder: Path) -> None:
    person.open(HOME + "suppliers/")
    person.sees("Add your first supplier, or upload a list")
    template = person.download("Download a template", folder)
    send(person, files.fill_small(template, folder / "our suppliers.xlsx"))
    work()
    person.press("Check again")

    person.heading("Check the rows before you import them")
    assert (count(person, "To add"), count(person, "Not accepted")) == ("24", "1")
    for words in ("cell B3", "Did you mean Bangladesh?", "must be an email address", "We read “9” as Tier 3 and below"):
        person.sees(words)
    person.follow("See every problem and note")
    person.heading("Problems and notes")
    person.page.go_back()
    result = person.download("Download your file with every problem marked", folder)

    marked = files.read_result(result)
    assert {marked.values[cell] for cell in marked.notes} == set(files.MISTAKES)
    assert all(re.search(r"not|We read", note) for note in marked.notes.values()), marked.notes
    assert {line[0] for line in marked.told} >= {"R007", "R008", "W005"}
    assert marked.outcomes["Suppliers"] == ["has a problem"] + ["will be added"] * 24

    send(person, files.correct(result, folder / "our suppliers, corrected.xlsx", marked, files.MISTAKES))
    work()
    person.press("Check again")
    assert (count(person, "To add"), count(person, "Not accepted")) == ("25", "0")
    apply(person, work)
    person.open(HOME + "suppliers/")
    person.sees("25 suppliers")


def add_the_sites(person: Person) -> None:
    for name, (site, address, country) in SITES.items():
        person.open(HOME + "suppliers/")
        person.follow(name)
        person.follow("Add a site")
        person.write("Name", site)
        person.write("Address", address)
        person.select("Country", country)
        person.press("Add site")
        person.sees(site)


# --- The audits ------------------------------------------------------------------------------------------------------


def audits_arrive(person: Person, work: Callable[[], None], folder: Path) -> None:
    """Reading finds the passports, and nothing goes on before a person has seen it."""
    send(person, files.write_audits(folder / "audits.xlsx", AUDITED_ON.isoformat()))
    work()
    told = mails_to(ROWAN)[-1]
    assert f"{HOME}audits/alerts/" in told.body
    assert not re.search("passport|Brambling|Spinning", told.subject + told.body, re.IGNORECASE)

    person.press("Check again")
    person.heading("Someone may be at risk")
    person.sees("Do not warn the supplier or the site")
    person.sees("From the words of the file; no one has confirmed it yet")
    person.open(HOME + "suppliers/")
    person.heading("Someone may be at risk")
    person.open(HOME + "suppliers/uploads/")
    person.press("I have read this and take it on")
    person.heading("Uploads")
    person.follow("audits.xlsx")
    person.heading("Check the rows before you import them")


def say_what_it_is(person: Person, work: Callable[[], None]) -> None:
    """The report has no code of ours: we guess, and a person says so before the audit goes in."""
    assert count(person, "Not accepted") == "1"
    person.sees("1 row is on hold because a row about possible harm in the same audit has a problem.")
    expect(person.page.locator("main").get_by_role("link", name="Go to alerts")).to_have_count(1)
    person.choose("Yes, this is right", of=re.compile("^NC-01, CAPR row 8"))
    person.press("Save answers")
    work()
    person.press("Check again")
    assert (count(person, "To add"), count(person, "Not accepted")) == ("4", "0")


def apply(person: Person, work: Callable[[], None]) -> None:
    person.press(re.compile("^Import (?:valid )?rows"))
    work()
    person.press("Check again")
    person.heading("Done")


# --- The alert -------------------------------------------------------------------------------------------------------


def ask_to_close(person: Person) -> None:
    person.open(HOME + "audits/alerts/")
    person.follow(re.compile("^Passports"))
    person.sees("Taken on")
    person.sees(files.PASSPORTS)
    person.press("Ask to close it")
    person.press("Ask to close it")
    person.sees("Select why it can be closed")
    person.choose("Reported to the helpline")
    person.write(re.compile("^What did you find out"), "They are with the workers again, and the helpline knows it.")
    person.press("Ask to close it")
    person.sees("A second person must confirm")
    expect(person.page.get_by_role("button", name="Close the alert")).to_have_count(0)


def confirm(person: Person) -> None:
    """The second person comes by the mail."""
    link = re.search(r"http\S+(/o/\S+)", mails_to(ROWAN)[-1].body)
    assert link, "The mail holds no link"
    person.open(link[1])
    sign_in(person, ROWAN)
    person.follow(re.compile("^Passports"))
    person.sees("Wren Hartley asks to close this alert")
    person.sees("They are with the workers again")
    person.press("Close the alert")
    person.sees("Reported to the helpline")
    person.sees("Confirmed")
    person.open(HOME + "audits/alerts/")
    person.sees("There are no open alerts")


# --- The plans -------------------------------------------------------------------------------------------------------


def send_links(person: Person, work: Callable[[], None]) -> dict[str, str]:
    """Returns the address of each supplier's page."""
    person.open(HOME + "actions/")
    person.follow("Links to suppliers")
    person.sees("No link has been sent yet")
    person.press("Send links")
    for name in AUDITED:
        person.choose(name)
    person.press("Preview the email")
    person.sees("[the supplier’s own link]")
    person.press("Send 3 links")
    person.sees("Links are on their way to 3 suppliers")
    work()
    found = {}
    for name in AUDITED:
        (message,) = mails_to(files.contact(name))
        link = re.search(r"http\S+(/plan/\S+/)", message.body)
        assert link, "The mail holds no link"
        found[name] = link[1]
    return found


def open_plan(person: Person, address: str, action: str) -> None:
    """A supplier sees its own actions, and nothing of the alert."""
    person.open(address)
    person.heading("Your actions")
    expect(person.page.locator("main .govuk-task-list__item")).to_have_count(1)
    person.sees(action)
    person.sees("Larkfield")
    assert not re.search("passport|alert A", person.page.content(), re.IGNORECASE)


def answers(person: Person) -> None:
    person.press("Save and send")
    person.sees("Your answer is saved and sent")


def suppliers_answer(open_person, links: dict[str, str], work: Callable[[], None], folder: Path) -> None:
    """One says how far it is, one that it is done, and one disputes, by its workbook."""
    first, second, third = AUDITED
    mill = open_person(width=360)
    open_plan(mill, links[first], files.AID)
    mill.follow(files.AID)
    mill.write("Why did it happen?", "Nobody was named to look after the boxes.")
    mill.write("Who is responsible for it?", "The shift managers")
    mill.choose("We are working on it")
    answers(mill)

    packers = open_person(width=360)
    open_plan(packers, links[second], files.EXITS)
    packers.follow(files.EXITS)
    packers.choose("It is done")
    packers.press("Save and send")
    packers.sees("Enter the date it was done")
    packers.sees("Add a file that shows what was done")
    packers.write_date("When was it done?", TODAY.day, TODAY.month, TODAY.year)
    packers.attach(files.photograph(folder / "exits.png"))
    answers(packers)

    gloves = open_person(width=360)
    open_plan(gloves, links[third], files.GLOVES)
    gloves.follow("Answer by workbook")
    taken = gloves.download("Download your actions", folder)
    said = {"status": "Disputed by the site", "comment": "All gloves were new in spring."}
    gloves.attach(files.fill_plan(taken, folder / "our answer.xlsx", said))
    gloves.press("Send workbook")
    gloves.sees("We are checking your workbook")
    work()
    gloves.press("Check again")
    gloves.sees("1 row accepted")
    gloves.sees("0 rows not accepted")


def answers_came_back(person: Person) -> None:
    person.open(HOME + "actions/links/")
    for name in AUDITED:
        expect(person.page.locator("main tr", has_text=name)).to_contain_text("Returned")
    person.sees("Workbook sent back")
    person.open(HOME + "actions/")
    expect(person.page.locator("main tr", has_text=files.GLOVES)).to_contain_text("Disputed by the site")
    expect(person.page.locator("main")).not_to_contain_text(files.EXITS)
    person.follow(files.AID)
    person.sees("Nobody was named to look after the boxes")
    due = AUDITED_ON + timedelta(days=60)
    person.sees(f"{due.day} {due:%B %Y}")
    person.sees("In progress")


# --- The statement ---------------------------------------------------------------------------------------------------


def start_a_statement(person: Person) -> None:
    person.open(HOME + "statements/new/")
    person.write_date("First day of the financial year", 1, 4, YEAR - 1)
    person.write_date("Last day of the financial year", 31, 3, YEAR)
    person.choose("Steps taken in the financial year")
    person.choose(re.compile("A short statement"))
    person.press("Start the statement")


def use_the_audit(person: Person) -> None:
    person.open(HOME + "audits/")
    person.follow(re.compile(files.VISITS[0].ref))
    person.follow("Use in a statement")
    person.choose(re.compile("due diligence", re.IGNORECASE), of="Which section?")
    person.choose(re.compile("^Yes: "))
    person.press("Use this audit")
    person.sees("Used in this section")
    person.sees("1 used")
    text = person.page.locator("[name=narrative_due_diligence]").input_value()
    assert "audit" in text, text
    assert not re.search("Brambling|Spinning|passport", text, re.IGNORECASE)


@pytest.mark.parametrize("open_person", WAYS[:2], indirect=True)
def test_a_wholesaler_fills_its_register_and_its_suppliers_answer(open_person, business, work, tmp_path):
    wren = open_person()
    sign_in(wren, WREN)
    fill_the_register(wren, work, tmp_path)
    add_the_sites(wren)
    audits_arrive(wren, work, tmp_path)
    say_what_it_is(wren, work)
    apply(wren, work)

    rowan = open_person(width=360)
    ask_to_close(wren)
    confirm(rowan)

    links = send_links(wren, work)
    suppliers_answer(open_person, links, work, tmp_path)
    answers_came_back(wren)
    start_a_statement(wren)
    use_the_audit(wren)
