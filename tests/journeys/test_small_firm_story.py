"""A small firm's first statement: from the page on which an account is created to "Statement published".

Every page that is shown is counted, those of the person who writes and of the director who approves and signs.
"""

import re

import pytest

from compliance.statements.models import Publication
from tests.journeys import rich_text
from tests.journeys.conftest import WAYS
from tests.journeys.person import Person
from tests.journeys.test_story import SECRET, TEXTS, answer_the_questionnaire, sign_up
from tests.support import statement_steps as steps

NAME, WREN, ROWAN = "Quillmere Textiles Ltd", "wren@quillmeretextiles.example", "rowan@quillmeretextiles.example"
pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]
SCREENS = 25
AREAS = ("structure", "policies", "risk", "due_diligence", "training", "monitoring")


@pytest.fixture(autouse=True)
def _no_internet(monkeypatch):
    steps.cut_off_internet(monkeypatch)


@pytest.mark.main_story
@pytest.mark.parametrize("open_person", WAYS[:2], indirect=True)
def test_a_small_firm_publishes_its_first_statement(open_person):
    screens = steps.Screens()
    wren, rowan = open_person(), screens.of(open_person(width=360))
    answer_the_questionnaire(wren)
    screens(wren.page)  # the page on which the account is created
    wren = screens.of(wren)
    sign_up(wren, email=WREN, first="Wren", last="Hartley")
    steps.bring_the_organisation(wren, NAME)
    steps.begin(wren)
    write(wren)
    steps.invite_approver(wren, ROWAN)
    steps.join(rowan, ROWAN)
    steps.approve_and_sign(rowan, SECRET)
    steps.publish(wren, WREN)
    assert len(screens.seen) <= SCREENS, "\n".join(screens.seen)
    assert Publication.objects.get().organisation_name == NAME


def write(wren: Person) -> None:
    wren.follow("Write all sections on one page")
    page = "https://larkfield.example/modern-slavery"
    steps.answer_the_rest(wren, turnover="£36 million to £60 million", years="This is the first", page=page)
    for code, text in zip(AREAS, TEXTS.values(), strict=True):
        rich_text.write(wren.page, f"narrative_{code}", text.replace("Larkfield Wholesale Ltd", NAME))
        wren.page.locator(f"[name=area_{code}][value=yes]").check(force=True)
    wren.choose("Yes", of=re.compile("in your own business"))
    wren.choose("Training", of=re.compile("in your own business"))
    wren.choose("Yes", of=re.compile("in your supply chains"))
    wren.choose("Due diligence, including remediation", of=re.compile("in your supply chains"))
    wren.press("Save all sections")
    wren.heading("Review")
