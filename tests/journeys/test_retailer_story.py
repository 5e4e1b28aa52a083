"""A retailer with forty organisations, from last year's sixty pages in PDF to a reader who sees what was amended.

Told twice: with JavaScript, each page looked at at both widths, and without it.
"""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image
from playwright.sync_api import expect

from compliance.statements.choices import SectionCode
from compliance.statements.groups.rules.workbook_rows import COLUMNS
from compliance.statements.models import Covered, Figure, MemberApproval, Publication, Section
from compliance.statements.publication import pdf_job
from tests.compliance.statements.conftest import Business, make_business
from tests.compliance.statements.groups.rules.test_workbook_rows import FORTY, xlsx
from tests.factories.accounts import sign_in
from tests.journeys import last_year_pdf, lawyer, rich_text
from tests.journeys.conftest import WAYS
from tests.journeys.person import Person

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]
AREAS = ("structure", "policies", "risk", "due_diligence", "training", "monitoring")
LONG_WORD = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamter"[:60]
NOTE = "We corrected how many buyers were trained."
TODAY = date.today()  # noqa: DTZ011
Opens = Callable[[str], Person]


@pytest.fixture(autouse=True)
def _no_internet(monkeypatch):
    monkeypatch.setattr("portal.core.safe_fetch.resolve", lambda host, seconds: [])
    monkeypatch.setattr(pdf_job, "wake", lambda *args: None)


@pytest.fixture
def business() -> Business:
    business = make_business()
    # Both stand in the document that comes back from the lawyer.
    business.organisation.name, business.organisation.company_number = last_year_pdf.COMPANY, "90000777"
    business.organisation.save()
    business.approver.first_name, business.approver.last_name = "Rowan", "Ames"
    business.approver.save()
    return business


@pytest.fixture
def opens(business, open_person, live_server) -> Opens:
    """A browser of one of the business's people, who showed just now who they are; of a stranger for no name."""

    def opened(name: str = "") -> Person:
        person = open_person()
        if name:
            cookie = sign_in(Client(), business.people[name], seconds_ago=-3600).cookies[settings.SESSION_COOKIE_NAME]
            person.page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        return person

    return opened


@pytest.mark.parametrize("open_person", WAYS[:2], indirect=True)
def test_from_sixty_pages_to_an_amendment(business, opens, tmp_path):
    home = f"/o/{business.organisation.slug}/statements/"
    editor = opens("editor")
    begin(editor, home)
    bring_last_year(editor, home, tmp_path)
    answer(editor, f"{home}2026/")
    add_forty(editor, f"{home}2026/", tmp_path)
    add_a_figure(editor, f"{home}2026/", tmp_path)
    exchange_with_the_lawyer(editor, f"{home}2026/", tmp_path)
    editor.open(f"{home}2026/review/")
    editor.press("Send for review")
    approver = opens("approver")
    approve_and_sign(approver, f"{home}2026/", members=True)
    publish(opens("administrator"), f"{home}2026/")
    reader = opens("")
    read_the_members(reader, business.organisation.slug)

    amend(editor, f"{home}2026/")
    approve_and_sign(approver, f"{home}2026/")
    publish(opens("administrator"), f"{home}2026/")
    read(reader, business.organisation.slug)


def begin(editor: Person, home: str) -> None:
    editor.open(home)
    editor.follow("Start your first statement")
    editor.write_date("First day of the financial year", 1, 4, 2025)
    editor.write_date("Last day of the financial year", 31, 3, 2026)
    editor.choose("Steps taken in the financial year")
    editor.choose(re.compile("A full statement"))
    editor.press("Start the statement")
    editor.heading("Statement for 2026")


def bring_last_year(editor: Person, home: str, folder: Path) -> None:
    """Sixty pages come split into the areas; what stands in the wrong one is moved by hand."""
    pdf = folder / "statement-2025.pdf"
    pdf.write_bytes(last_year_pdf.by_weasyprint())
    editor.open(home)
    editor.follow("Upload an existing statement")
    editor.attach(pdf)
    editor.press("Divide the text into parts")
    editor.heading("Check how we divided your statement")
    boxes = {code: editor.page.locator(f"main textarea[name={code}]") for code in ("intro", *AREAS, "rest")}
    texts = {code: box.input_value() for code, box in boxes.items()}
    for chapter, topic, text in last_year_pdf.sections():
        where = "policies" if topic == last_year_pdf.STRAY[1] else last_year_pdf.AREA_OF[chapter]
        assert text in texts[where], f"{topic} is not in {where}"
    assert "Modern Slavery Statement 2025" not in "".join(texts.values())
    assert "Page 3" not in "".join(texts.values())
    assert all(line in texts["rest"] for line in last_year_pdf.SIGN_OFF)
    stray = last_year_pdf.STRAY_TEXT
    boxes["policies"].fill(texts["policies"].replace(stray, "").strip())
    boxes["training"].fill(f"{texts['training']}\n\n{stray}")
    editor.press("Save the text")
    editor.sees("The text is in the draft")
    kept = {one.code: one.answers.get(f"narrative_{one.code}", "") for one in Section.objects.all()}
    assert stray in kept["training"]
    assert stray not in kept["policies"]


def answer(editor: Person, statement: str) -> None:
    """What the text of last year does not tell, section by section."""
    editor.open(f"{statement}period/")
    editor.choose("1 to 5 years")
    save(editor)
    editor.choose("A group")
    editor.choose("Food and beverages, agriculture and fishing")
    editor.choose("Over £500 million")
    editor.choose("No, I will come back to it later")
    editor.press("Save and continue")
    editor.choose("Board of directors")
    editor.write("First name of the person who signs", "Rowan")
    editor.write("Last name of the person who signs", "Ames")
    editor.write("Their job title", "Managing director")
    editor.choose("Director (or equivalent)")
    editor.choose("Yes", of=re.compile("sit on the board"))
    save(editor)
    editor.choose("Yes", of=re.compile("Do you have a website"))
    editor.write("Address of the statement on your website", "https://brackenmoor.example/modern-slavery")
    save(editor)
    save(editor)
    for _area in AREAS:
        editor.choose("Yes", of=re.compile("Does the statement cover"))
        save(editor)
    editor.choose("Yes", of=re.compile("in your own business"))
    editor.choose("Training", of=re.compile("in your own business"))
    editor.choose("Yes", of=re.compile("in your supply chains"))
    editor.choose("Due diligence, including remediation", of=re.compile("in your supply chains"))
    save(editor)


def save(person: Person) -> None:
    person.choose("Yes, I have completed it")
    person.press("Save and continue")


def add_forty(editor: Person, statement: str, folder: Path) -> None:
    editor.open(f"{statement}members/")
    editor.press("Add several from a workbook")
    editor.press("Check the file")
    editor.sees("Choose a file")
    book = folder / "members.xlsx"
    wrong = [["", "02345678", "no", "", "", ""], [f"Odd {LONG_WORD} Limited", "12-x", "perhaps", "", "", ""]]
    book.write_bytes(xlsx(list(COLUMNS), *FORTY, *wrong))
    editor.attach(book)
    editor.press("Check the file")
    editor.sees("40 organisations would be added")
    editor.sees("2 rows have problems and would be left out")
    editor.press("Save the valid rows")
    editor.sees("40 organisations added.")
    editor.follow("Add or change them on screen")
    save(editor)


def add_a_figure(editor: Person, statement: str, folder: Path) -> None:
    editor.open(statement)
    editor.follow("Figures and logo")
    picture = folder / "chart.png"
    Image.new("RGB", (300, 200), "steelblue").save(picture)
    editor.attach(picture)
    editor.press("Add the figure")
    editor.sees("Say what the picture shows, for people who cannot see it")
    editor.attach(picture)
    editor.write("What does the picture show?", "Visits rose from 4 to 9")
    editor.press("Add the figure")
    editor.sees("[figure 1]")
    assert Figure.objects.get().alt == "Visits rose from 4 to 9"
    editor.open(f"{statement}monitoring/")
    rich_text.write(
        editor.page, "narrative_monitoring", f"{rich_text.read(editor.page, 'narrative_monitoring')}\n\n[figure 1]"
    )
    save(editor)


def exchange_with_the_lawyer(editor: Person, statement: str, folder: Path) -> None:
    """The lawyer's document was saved by LibreOffice; each difference is decided, and no other word changes."""
    before = narratives()
    editor.open(statement)
    editor.follow("Work on it as a Word document")
    draft = editor.download("Download the draft as a Word document", folder)
    back = folder / "back from the lawyer.docx"
    back.write_bytes(lawyer.answered(draft.read_bytes()))
    editor.attach(back)
    editor.press("Show what changed")
    editor.heading("Returned text")
    editor.sees("3 texts need a decision.")
    expect(editor.page.get_by_text("not made from this version")).to_have_count(0)
    editor.follow("Policies", exact=True)
    editor.sees(f"[added: {lawyer.ADDED}")
    editor.sees(lawyer.COMMENT)
    editor.press("Use this text")
    editor.follow("Training", exact=True)
    editor.sees(f"[added: {lawyer.UNWANTED}")
    editor.press("Leave it out")
    editor.follow("Text 1")
    editor.choose("Monitoring and evaluation: goals and KPIs, effectiveness")
    editor.press("Add it to the area")
    editor.sees("Everything has been decided.")
    after = narratives()
    assert lawyer.ADDED in after[SectionCode.POLICIES]
    assert after[SectionCode.MONITORING].endswith(f"<h2>{lawyer.HEADING}</h2>\n<p>{lawyer.DEFINITION}</p>")
    assert {code for code in after if after[code] != before[code]} == {SectionCode.POLICIES, SectionCode.MONITORING}


def narratives() -> dict[str, str]:
    newest = Section.objects.order_by("version__number")
    return {one.code: one.answers.get(f"narrative_{one.code}", "") for one in newest}


def approve_and_sign(approver: Person, statement: str, *, members: bool = False) -> None:
    approver.open(f"{statement}review/")
    approver.press("Freeze the text for approval")
    if members:
        approve_as_members(approver, statement)
    approver.open(f"{statement}approve/")
    approver.choose("Board of directors")
    approver.write_date("When did it approve the text?", TODAY.day, TODAY.month, TODAY.year)
    approver.choose("I am recording the decision from a minute or resolution")
    approver.write("Minute or resolution number", "Minute 7")
    tick_all(approver)
    approver.press("Record the approval")
    approver.open(f"{statement}sign/")
    approver.choose("I am the person signing")
    tick_all(approver)
    approver.press("Sign the statement")
    approver.sees("The statement is signed.")


def approve_as_members(approver: Person, statement: str) -> None:
    """One by itself, with its own minute; the others decided on the same day. Both ways are three screens long."""
    approver.open(f"{statement}members/")
    approver.follow(re.compile("Record the approval.*Harbour Shop 3 Limited"))
    approver.heading("Approvals by the organisations of the group")
    approver.press("Record the approvals")
    approver.sees("Select the body that approved it")
    record_approvals(approver, "Minute 12")
    approver.sees("1 of 40 have recorded their own approval.")
    assert MemberApproval.objects.get().legal_name == "Harbour Shop 3 Limited"
    approver.press("Record approvals")
    approver.follow("Tick all 39 that have none yet")
    record_approvals(approver, "Circular resolution")
    approver.sees("40 of 40 have recorded their own approval.")
    assert MemberApproval.objects.filter(voided_at=None).count() == 40


def record_approvals(approver: Person, minute: str) -> None:
    approver.choose("Board of directors")
    approver.write_date(re.compile("When"), TODAY.day, TODAY.month, TODAY.year)
    approver.write(re.compile("^Minute or resolution"), minute)
    approver.press("Record the approvals")


def tick_all(person: Person) -> None:
    for box in person.page.locator("main form input[type=checkbox]").all():
        box.check(force=True)


def publish(administrator: Person, statement: str) -> None:
    administrator.open(f"{statement}publish/")
    tick_all(administrator)
    administrator.press("Publish statement")
    administrator.sees("Statement published")


def amend(editor: Person, statement: str) -> None:
    editor.open(f"{statement}published/")
    editor.follow("Change this statement")
    editor.press("Make a new version")
    editor.sees("Say why there is a new version")
    editor.choose("Change of content")
    editor.write(re.compile("^What "), NOTE)
    editor.press("Make a new version")
    editor.heading("Statement for 2026")
    editor.open(f"{statement}training/")
    text = rich_text.read(editor.page, "narrative_training")
    changed = text.replace("gets the code on the first day", "gets the code within one week")
    rich_text.write(editor.page, "narrative_training", changed)
    save(editor)
    editor.open(f"{statement}compare/")
    editor.sees("within one week")
    editor.open(f"{statement}review/")
    editor.press("Send for review")


def read_the_members(reader: Person, slug: str) -> None:
    """Each of the forty has a page, and one says that it approved the statement itself."""
    assert Covered.objects.count() == 40
    reader.open(f"/statements/{slug}/2026/")
    reader.follow("All organisations it names")
    reader.heading("Who the group statement for 2026 covers")
    reader.follow("Harbour Shop 3 Limited")
    reader.sees(f"{TODAY:%-d %B %Y}")


def read(reader: Person, slug: str) -> None:
    """The versions, and what is different between them, in words too."""
    reader.open(f"/statements/{slug}/2026/")
    reader.sees("within one week")
    expect(reader.page.get_by_role("img", name="Visits rose from 4 to 9")).to_be_visible()
    reader.follow(re.compile("[Vv]ersions"))
    reader.heading("Versions of the statement 2026")
    reader.sees(NOTE)
    reader.follow("Version 1", exact=True)
    reader.sees("gets the code on the first day")
    reader.open(f"/statements/{slug}/2026/versions/")
    reader.press("Compare")
    reader.sees("From version 1 to version 2")
    reader.sees("[removed: on the first day")
    reader.sees("[added: within one week")
    assert Publication.objects.filter(is_current=True).get().number == 2
