"""A lawyer's tracked changes in Word come back, and the officer uses them one by one.

With JavaScript and without; each page has a plain way on, and no page scrolls sideways on a phone.
"""

from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as Opened
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from playwright.sync_api import expect

from compliance.statements.core import services as core_services
from compliance.statements.models import Section
from compliance.statements.rules.text import plain_text
from tests.compliance.statements.conftest import AT, make_business
from tests.compliance.statements.word.round_trip import paragraph
from tests.factories.accounts import PASSWORD
from tests.journeys.conftest import WAYS
from tests.support import statement_steps as steps

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]
FIRST, SECOND = "We trained all buyers in May, and every one passed.", "Managers will join a course next year."
TRACKED = 'w:id="{}" w:author="A. Lawyer" w:date="2026-05-01T10:00:00Z"'
RUN = "<w:r><w:{0} xml:space='preserve'>{1}</w:{0}></w:r>"


@pytest.fixture
def business(monkeypatch):
    steps.cut_off_internet(monkeypatch)
    made = make_business()
    section = made.written().sections.get(code="training")
    answers = section.answers | {"narrative_training": f"<p>{FIRST}</p>\n<p>{SECOND}</p>"}
    core_services.save_section(
        section=section, actor=made.editor, at=AT, revision=section.revision, answers=answers, is_complete=True
    )
    return made


def kept(text: str) -> str:
    return RUN.format("t", text)


def removed(text: str, number: int) -> str:
    return f"<w:del {TRACKED.format(number)}>{RUN.format('delText', text)}</w:del>"


def added(text: str, number: int) -> str:
    return f"<w:ins {TRACKED.format(number)}>{RUN.format('t', text)}</w:ins>"


def track(document: Opened) -> None:
    """Four tracked changes: a word replaced, a clause deleted, a sentence put in, a paragraph put in."""
    first, second = paragraph(document, FIRST), paragraph(document, SECOND)
    runs = {
        first: [kept("We trained "), removed("all", 901), added("most", 902), kept(" buyers in May"),
                removed(", and every one passed", 903), kept(".")],
        second: [kept(SECOND), added(" We will say how many.", 904)],
    }  # fmt: skip
    for place, pieces in runs.items():
        for run in place.runs:
            run._r.getparent().remove(run._r)
        for piece in parse_xml(f"<w:p {nsdecls('w')}>{''.join(pieces)}</w:p>"):
            place._p.append(piece)
    second._p.addnext(parse_xml(f"<w:p {nsdecls('w')}>{added('Nobody was left out.', 905)}</w:p>"))


@pytest.mark.parametrize("open_person", WAYS[:2], indirect=True)
def test_single_tracked_changes_are_used_and_others_left_out(open_person, business, tmp_path: Path):
    screens = steps.Screens()
    officer = screens.of(open_person())
    statement = f"/o/{business.organisation.slug}/statements/2026/"
    officer.open(f"/accounts/login/?next={statement}word/")
    officer.write("Email address", business.editor.email)
    officer.write("Password", PASSWORD)
    officer.press("Sign in")
    draft = officer.download("Download the draft as a Word document", tmp_path)
    document = Document(str(draft))
    track(document)
    back = tmp_path / "back from the lawyer.docx"
    document.save(str(back))
    officer.attach(back)
    officer.press("Show what changed")
    officer.sees("1 text needs a decision.")
    officer.follow("Training", exact=True)
    choices = officer.page.get_by_role("group", name="Use single changes").get_by_role("checkbox")
    expect(choices).to_have_count(4)
    officer.press("Use the ticked changes")
    officer.sees("Tick the changes that you want to use, or leave all of them out")
    officer.choose("[added: We will say how many.]", exact=False)
    officer.choose("[removed: all] [added: most]", exact=False)
    officer.press("Use the ticked changes")
    officer.sees("Everything has been decided.")
    text = plain_text(Section.objects.get(code="training").answers["narrative_training"])
    assert text.splitlines() == [
        "We trained most buyers in May, and every one passed.",
        "Managers will join a course next year. We will say how many.",
    ]
