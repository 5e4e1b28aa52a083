"""Last year's statement, uploaded once: beside each section, paragraph by paragraph in the text, and in the fields."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from docx import Document

from compliance.statements.models import EarlierText, Section
from tests.compliance.statements.conftest import Business, make_business
from tests.factories.accounts import sign_in
from tests.journeys import rich_text
from tests.journeys.conftest import WAYS
from tests.journeys.person import Person

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]


def write_word_file(path, business: Business) -> None:
    document = Document()
    document.add_heading("Modern slavery statement", 0)
    document.add_paragraph("This is our statement for the financial year that ended on 31 March 2025.")
    document.add_paragraph("It covers Birch Cold Stores Ltd and Cedar Haulage Limited.")
    document.add_heading("Our policies", 1)
    document.add_paragraph("Three policies apply to everybody who works for us.")
    for item in ("Supplier code", "Speaking up"):
        document.add_paragraph(item, style="List Bullet")
    document.add_heading("How we train", 1)
    document.add_paragraph("Buyers were trained in May.")
    table = document.add_table(rows=2, cols=2)
    for cell, words in zip(
        (cell for row in table.rows for cell in row.cells), ("Team", "People", "Buyers", "40"), strict=True
    ):
        cell.text = words
    document.add_heading("Measuring effectiveness", 1)
    document.add_paragraph("We visited 14 of our suppliers.")
    document.add_paragraph("We will visit every farm by the end of 2026.")
    document.add_heading("Approval", 1)
    name = business.organisation.name
    document.add_paragraph(f"This statement was approved by the board of directors of {name} on 12 September 2025.")
    for line in ("Rowan Ames", "Managing director", "15 September 2025"):
        document.add_paragraph(line)
    document.save(path)


@pytest.fixture
def business() -> Business:
    return make_business()


@pytest.fixture
def officer(business, open_person, live_server) -> Person:
    person = open_person()
    cookie = sign_in(Client(), business.editor, seconds_ago=-3600).cookies[settings.SESSION_COOKIE_NAME]
    person.page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    return person


def section(business: Business, code: str) -> str:
    return reverse("statements:section", args=[business.organisation.slug, 2026, code])


@pytest.mark.parametrize("comes_first", ["file", "draft"])
@pytest.mark.parametrize("open_person", WAYS[:2], indirect=True)
def test_one_upload_serves_every_section_in_either_order(business, officer, tmp_path, comes_first):
    file = tmp_path / "statement-2025.docx"
    write_word_file(file, business)
    if comes_first == "draft":
        business.start()
    officer.open(reverse("statements:take_over", args=[business.organisation.slug]))
    officer.attach(file)
    officer.press("Divide the text into parts")
    officer.choose("As last year’s statement, beside each section")
    officer.press("Save the text")
    assert EarlierText.objects.get().period_end.isoformat() == "2025-03-31"
    if comes_first == "file":
        business.start()

    officer.open(section(business, "policies"))
    officer.page.locator("#last-year > summary").click()
    officer.choose(re.compile("Use paragraph 2"))
    officer.press("Use the ticked paragraphs here")
    officer.sees("We filled in the form from last year’s statement.")
    assert Section.objects.get(code="policies").revision == 0
    officer.press("Save and return to the list")
    assert narrative("policies") == "<ul><li>Supplier code</li><li>Speaking up</li></ul>"

    officer.open(section(business, "training"))
    officer.page.locator("#last-year > summary").click()
    officer.press("Use all of it here")
    assert rich_text.read(officer.page, "narrative_training").startswith("Buyers were trained in May.")
    officer.press("Save and return to the list")
    assert '<th scope="col">Team</th>' in narrative("training")

    officer.open(section(business, "signoff"))
    officer.sees("Rowan Ames, Managing director")
    officer.press("Fill in this person")
    officer.press("Save and return to the list")
    answers = Section.objects.get(code="signoff").answers
    assert (answers["signatory_first_name"], answers["signatory_last_name"]) == ("Rowan", "Ames")
    assert answers["signatory_job_title"] == "Managing director"

    officer.open(section(business, "organisations"))
    officer.press("Add these organisations to the list")
    assert officer.page.get_by_label("Legal name").count() or officer.page.locator("[name$=legal_name]").count() >= 2

    officer.open(section(business, "monitoring"))
    officer.sees("We will visit every farm by the end of 2026.")
    if comes_first == "draft":
        officer.press("Add these goals to the list")
    officer.page.locator("[name=goals-0-result]").fill("All but two.")
    officer.page.locator("select[name=goals-0-status], [name=goals-0-status][value=behind]").first.evaluate(
        "e => { if (e.tagName === 'SELECT') e.value = 'behind'; else e.checked = true; }"
    )
    officer.press("Save and return to the list")
    goal = Section.objects.get(code="monitoring").answers["goals"][0]
    assert (goal["text"], goal["result"]) == ("We will visit every farm by the end of 2026.", "All but two.")
    officer.open(section(business, "monitoring"))
    officer.press("Add these figures as last year’s")
    officer.press("Save and return to the list")
    assert Section.objects.get(code="monitoring").answers["kpis"][0]["last_year"] == "14"


def narrative(code: str) -> str:
    return Section.objects.get(code=code).answers[f"narrative_{code}"]
