"""A compliance officer alone, two days a year: last year's sixty pages in PDF become this year's published statement.

With JavaScript, each page looked at at both widths, and without it. Every page that is shown is counted, from the one
on which the account is created to "Statement published": her own, and those of the director whom she invites to approve
and sign. Each has a plain way on.
"""

import re
from pathlib import Path

import pytest

from compliance.statements.models import Publication, Section
from tests.journeys import last_year_pdf
from tests.journeys.conftest import WAYS
from tests.journeys.person import Person
from tests.journeys.test_story import ROWAN, SECRET, YEAR, answer_the_questionnaire, sign_up
from tests.support import statement_steps as steps

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]
SCREENS = 30  # the goal is 40
OFFICER = "wren@brackenmoorstores.example"


@pytest.fixture(autouse=True)
def _no_internet(monkeypatch):
    steps.cut_off_internet(monkeypatch)


@pytest.mark.main_story
@pytest.mark.parametrize("open_person", WAYS[:2], indirect=True)
def test_last_years_pdf_becomes_this_years_statement(open_person, tmp_path):
    pdf = tmp_path / "statement-2025.pdf"
    pdf.write_bytes(last_year_pdf.by_weasyprint())
    screens = steps.Screens()
    officer, director = open_person(), screens.of(open_person(width=360))
    answer_the_questionnaire(officer)
    screens(officer.page)  # the page on which the account is created
    officer = screens.of(officer)

    sign_up(officer, email=OFFICER, first="Wren", last="Hartley")
    steps.bring_the_organisation(officer, last_year_pdf.COMPANY)
    steps.begin(officer)
    bring(officer, pdf)
    write(officer)
    steps.invite_approver(officer, ROWAN)
    steps.join(director, ROWAN)
    steps.approve_and_sign(director, SECRET)
    steps.publish(officer, OFFICER)
    assert len(screens.seen) <= SCREENS, "\n".join(screens.seen)
    assert Publication.objects.get().organisation_name == last_year_pdf.COMPANY
    assert last_year_pdf.STRAY_TEXT in Section.objects.get(code="policies").answers["narrative_policies"]


def bring(officer: Person, pdf: Path) -> None:
    officer.follow("Upload an existing statement")
    officer.attach(pdf)
    officer.press("Divide the text into parts")
    officer.choose(re.compile(f"As the text of the draft for {YEAR}"))
    officer.press("Save the text")
    officer.sees("The text is in the draft, and beside each section.")


def write(officer: Person) -> None:
    """What last year's text does not tell, on one page."""
    officer.follow("Write all sections on one page")
    page = "https://brackenmoor.example/modern-slavery"
    steps.answer_the_rest(officer, turnover="Over £500 million", years="1 to 5 years", page=page)
    officer.press("Save all sections")
    officer.heading("Review")
