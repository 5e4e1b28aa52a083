"""Whoever approves or signs an amended version reads what it changes of the one that was published."""

import pytest
from bs4 import BeautifulSoup

from compliance.statements.choices import SectionCode
from compliance.statements.core import services as core_services
from compliance.statements.editor.services import draft
from compliance.statements.publication.services import publish as services_publish
from compliance.statements.signoff.services import review
from tests.compliance.statements.conftest import AT
from tests.compliance.statements.test_whole_way import publish, signed_off

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_pdfs_are_text")]
NEW = "<p>We visited every site in Spain again.</p>"


@pytest.fixture
def amended(business):
    """A second version whose text on risk is another, frozen for approval."""
    made = publish(business, signed_off(business))
    version = draft.amend(version=made.version, actor=business.editor, at=AT, kind="substantive", note="New visits")
    section = version.sections.get(code=SectionCode.RISK)
    answers = section.answers | {"narrative_risk": NEW}
    core_services.save_section(
        section=section, actor=business.editor, at=AT, revision=section.revision, answers=answers, is_complete=True
    )
    review.send_for_review(version=version, actor=business.editor, at=AT)
    return review.mark_ready(version=version, actor=business.approver, at=AT)


def changed(answer) -> BeautifulSoup | None:
    page = BeautifulSoup(answer.text, "html.parser")
    heading = page.select_one("#changed")
    return heading and heading.find_parent("section")


def test_the_approval_page_shows_it_before_the_text(amended, visit, at):
    answer = visit("approver").get(at("approve"))
    part = changed(answer)
    text = " ".join(part.get_text().split())
    assert "What changed since version 1" in text
    assert "Version 1 was approved by the board of directors on 20 November 2026" in text
    assert "Change of content. New visits" in text
    added = " ".join(" ".join(run.text.split()) for run in part.select(".portal-changed ins"))
    assert "We visited every site in Spain again." in added
    assert [heading.text for heading in part.select("h3")] == ["Assessing and managing risk"]
    assert answer.text.index('id="changed"') < answer.text.index('id="exact"') < answer.text.index('id="give"')


def test_nothing_that_stayed_is_told_and_the_page_says_so(amended, visit, at):
    part = changed(visit("approver").get(at("approve")))
    text = " ".join(part.get_text().split())
    assert "Only what changed is shown." in text
    assert "About this risk" not in text and "Migrant workers" not in text
    assert [term.text for term in part.select("dt")] == ["Removed", "Added"]


def test_the_signature_page_shows_it_too(amended, business, visit, at):
    business.approve(amended)
    assert "every site in Spain again" in changed(visit("approver").get(at("sign"))).text


def test_a_first_version_shows_nothing_of_it(business, visit, at):
    business.ready()
    assert changed(visit("approver").get(at("approve"))) is None


def test_the_board_pack_compares_with_the_published_version_not_with_last_year(amended, visit, at):
    answer = visit("approver").get(at("board_pack"))
    assert "What changed since version 1" in answer.text
    assert "Changes since last year" not in answer.text
    assert "We visited every site in Spain again." in " ".join(answer.text.split())


def test_of_a_withdrawn_version_the_day_is_told(business, visit, at):
    made = publish(business, signed_off(business))
    services_publish.withdraw(
        version=made.version, actor=business.people["administrator"], at=AT, reason="It named the wrong company."
    )
    business.ready()
    text = " ".join(changed(visit("approver").get(at("approve"))).text.split())
    assert "It was withdrawn on 24 November 2026." in text
    assert "The wording of the statement did not change." in text
