"""A director on a phone: the mail leads to the text, what changed in it is shown, and it is approved and signed.

The statement was published before; a colleague has amended it. With JavaScript and without, no page is a dead end or
scrolls sideways.
"""

import re

import pytest

from compliance.statements.choices import SectionCode, State
from compliance.statements.core import services as core_services
from compliance.statements.editor.services import draft
from compliance.statements.models import Approval, Signature, Version
from compliance.statements.signoff.services import review
from tests.compliance.statements.conftest import AT, make_business
from tests.compliance.statements.test_whole_way import publish, signed_off
from tests.factories.accounts import PASSWORD
from tests.journeys.conftest import WAYS
from tests.journeys.test_story import latest_mail
from tests.support import statement_steps as steps

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]
NEW = "We visited every site in Spain again."
SIGNATORY = {
    "signatory_job_title": "Managing director",
    "signatory_role": "director",
    "signatory_on_approving_board": True,
}
PHONE = 360
SCREENS = 7
OVERFLOW = "() => document.documentElement.scrollWidth - window.innerWidth"


@pytest.fixture
def business(monkeypatch):
    """An amended version that is in review, and a director who wrote none of it."""
    steps.cut_off_internet(monkeypatch)
    made = make_business()
    published = publish(made, signed_off(made))
    version = draft.amend(version=published.version, actor=made.editor, at=AT, kind="substantive", note="New visits")
    name = {"signatory_first_name": made.approver.first_name, "signatory_last_name": made.approver.last_name}
    changes = {SectionCode.RISK: {"narrative_risk": f"<p>{NEW}</p>"}, SectionCode.SIGNOFF: SIGNATORY | name}
    for code, more in changes.items():
        section = version.sections.get(code=code)
        core_services.save_section(
            section=section,
            actor=made.editor,
            at=AT,
            revision=section.revision,
            answers=section.answers | more,
            is_complete=True,
        )
    review.send_for_review(version=version, actor=made.editor, at=AT)
    return made


@pytest.mark.main_story
@pytest.mark.parametrize("open_person", WAYS[:2], indirect=True)
def test_a_director_approves_and_signs_an_amended_statement_on_a_phone(open_person, business):
    screens = steps.Screens()
    director = screens.of(open_person(width=PHONE))
    look = director.on_page

    def fits(page) -> None:
        look(page)
        assert page.evaluate(OVERFLOW) <= 0, f"{page.url} scrolls sideways"

    director.on_page = fits
    link = re.search(r"http\S+?(/o/\S+)", latest_mail(business.approver.email))
    assert link, "No mail says that a statement is in review"
    director.open(link[1])
    director.write("Email address", business.approver.email)
    director.write("Password", PASSWORD)
    director.press("Sign in")
    director.press("Freeze the text for approval")
    steps.again(director, PASSWORD)
    director.sees("What changed since version 1")
    director.sees(f"[added: {NEW}")
    steps.approve(director)
    director.sees("What changed since version 1")
    steps.sign(director)
    version = Version.objects.get(number=2)
    assert version.state == State.SIGNED
    for record in (Approval.objects.get(version=version), Signature.objects.get(version=version)):
        assert record.content_hash == version.content_hash
        assert record.voided_at is None
    assert len(screens.seen) <= SCREENS, "\n".join(screens.seen)
