"""The states of the statement pages that only come about by doing, with names as long as they may be."""

import re
from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from compliance.statements.choices import SectionCode
from compliance.statements.core import services as core_services
from compliance.statements.editor.services import draft
from compliance.statements.models import Publication, UrlCheck, Version
from compliance.statements.publication import pdf_job
from compliance.statements.publication.services import publish as services_publish
from compliance.statements.signoff.services import review
from tests.compliance.statements.conftest import AT, Business, make_business
from tests.factories.signed import RISKS
from tests.factories.statements import CopyRequestFactory
from tests.journeys import rich_text
from tests.journeys.page_checks import Looker

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]
FAILED = {
    "is_waiting": False,
    "opened": False,
    "finding": "There is no public website at this address.",
    "looked_at": AT,
}
WAITS = {"is_waiting": True, "opened": None, "finding": ""}
OPENED = {"is_waiting": False, "opened": True, "finding": "", "looked_at": AT}
LONG_NAME = ("Northern and Western Growers, Packers and Carriers of Fruit and Vegetables " * 3)[:152] + " Limited"
LONG_WORD = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamter"[:60]
BEGAN, THEIRS, MINE = "<p>We began.</p>", "<p>They wrote this.</p>", f"We wrote this. {LONG_WORD}"


@pytest.fixture(autouse=True)
def _no_internet(monkeypatch):
    monkeypatch.setattr("portal.core.safe_fetch.resolve", lambda host, seconds: [])


@pytest.fixture(autouse=True)
def _worker_is_busy(monkeypatch):
    """No PDF is made yet, which is a state of its own."""
    monkeypatch.setattr(pdf_job, "wake", lambda *args: None)


@pytest.fixture
def business() -> Business:
    business = make_business()
    business.organisation.name = LONG_NAME
    business.organisation.save()
    business.people["second"].last_name = LONG_WORD
    business.people["second"].save()
    return business


@pytest.fixture
def looker(visitor, axe, live_server) -> Iterator[Looker]:
    looker = Looker(visitor(), axe, base=live_server.url, widths=(360, 1280))
    yield looker
    assert not looker.wrong, "\n".join(looker.wrong)


def pages_of(business: Business) -> str:
    return f"/o/{business.organisation.slug}/statements/"


def begin_to_write(looker: Looker, business: Business) -> None:
    """The editor has the section open with a text of their own, and a colleague saves two answers meanwhile."""
    version = business.start()
    section = version.sections.get(code=SectionCode.RISK)
    given = {"section": section, "at": AT, "is_complete": False}
    answers = {"area_risk": True, "narrative_risk": BEGAN}
    core_services.save_section(actor=business.editor, revision=0, answers=answers, **given)
    looker.becomes(business.editor)
    looker.page.goto(pages_of(business) + "2026/risk/")
    rich_text.write(looker.page, "narrative_risk", MINE)
    looker.page.get_by_label("No, I will come back to it later").check(force=True)
    theirs = answers | {"narrative_risk": THEIRS, "risks": RISKS}
    core_services.save_section(actor=business.people["second"], revision=1, answers=theirs, **given)


def test_two_people_write_one_section(looker, business):
    begin_to_write(looker, business)
    looker.sends("Save and return to the list")
    looker.sees("Someone else changed this section")
    looker.sends("Save these choices")
    looker.sees("Someone else changed this section", error="Select what to keep")
    looker.page.get_by_label("Combine both").check(force=True)
    looker.sends("Save these choices")
    looker.sees("Statement for 2026")


def test_one_writes_and_has_no_answer_in_common_with_the_other(looker, business):
    begin_to_write(looker, business)
    rich_text.write(looker.page, "narrative_risk", "We began.")
    looker.sends("Save and return to the list")
    looker.sees("Someone else changed this section")
    expect(looker.page.get_by_text("so there is nothing to choose.")).to_be_visible()


def test_from_the_review_to_the_publication(looker, business):
    here = pages_of(business) + "2026/"
    version = business.written()
    review.send_for_review(version=version, actor=business.editor, at=AT)
    looker.becomes(business.approver)
    looker.opens(here + "review/", "Review")
    looker.sends("Send it back for changes")
    looker.sees("Review", error="Enter your comment")
    version = review.mark_ready(version=version, actor=business.approver, at=AT)
    for page, heading, button in (
        ("approve", "Approval", "Record the approval"),
        ("sign", "Signature", "Sign the statement"),
    ):
        looker.page.goto(here + page + "/")
        if page == "sign":
            looker.sees("Signature")
            business.approve(version)
            looker.page.reload()
        looker.sends(button)
        looker.sees(heading, error="Confirm")
    business.sign(version)
    looker.becomes(business.people["administrator"])
    UrlCheck.objects.update(**FAILED | {"finding": f"The website returned {LONG_WORD}."})
    looker.opens(here + "publish/", "Check before you publish")
    looker.sends("Publish statement")
    looker.sees("Check before you publish", error="Confirm")
    UrlCheck.objects.update(**WAITS)
    looker.opens(here + "publish/", "Check before you publish")
    looker.page.locator("main [name=is_declared]").check(force=True)
    looker.sends("Publish statement")
    looker.sees("Statement published")


def publish(business: Business) -> Publication:
    return publish_written(business, business.written())


def publish_written(business: Business, version: Version) -> Publication:
    review.send_for_review(version=version, actor=business.editor, at=AT)
    version = review.mark_ready(version=version, actor=business.approver, at=AT)
    business.approve(version)
    business.sign(version)
    version.refresh_from_db()
    return services_publish.publish(version=version, actor=business.people["administrator"], at=AT)


def test_what_is_published_until_it_is_withdrawn(looker, business):
    here, public = pages_of(business) + "2026/", f"/statements/{business.organisation.slug}/"
    published = publish(business)
    looker.becomes(business.people["administrator"])
    for state in (FAILED, WAITS, OPENED):
        UrlCheck.objects.update(**state)
        looker.opens(here + "published/", "Statement published")
    looker.opens(public + "2026/", re.compile("Modern slavery statement 2026"))
    looker.opens(public + "2026.pdf", "We are making the PDF")
    looker.opens(public, re.compile(LONG_NAME))
    looker.opens("/statements/?q=growers", "Find a modern slavery statement")
    looker.opens("/statements/?q=nothing-like-this&area=risk&year=2026", "Find a modern slavery statement")
    looker.opens(f"/statements/verify/?code={published.content_hash}", "Check a certificate of publication")
    looker.page.goto(here + "withdraw/")
    looker.sends("Withdraw statement")
    looker.sees("Withdraw the statement for 2026", error="Enter why you withdraw it")
    looker.sends("Withdraw statement", reason=f"It holds a name that must not be public. {LONG_WORD}")
    looker.sees("The statement for 2026 has been withdrawn")
    looker.opens(here, "Statement for 2026")
    looker.page.get_by_role("button", name="Next: Start a new version").click()
    looker.sees("Start a statement")
    looker.opens(public + "2026/", re.compile("is withdrawn|was withdrawn"))


def test_two_versions_compared(looker, business):
    published = publish(business)
    note = {"kind": "typographic", "note": "Two names corrected."}
    fresh = draft.amend(version=published.version, actor=business.editor, at=AT, **note)
    section = fresh.sections.get(code=SectionCode.RISK)
    answers = section.answers | {"narrative_risk": f"<p>We changed this: {LONG_WORD}.</p>"}
    core_services.save_section(
        section=section, actor=business.editor, at=AT, revision=section.revision, answers=answers, is_complete=True
    )
    publish_written(business, fresh)
    versions = f"/statements/{business.organisation.slug}/2026/versions/"
    looker.opens(versions, re.compile("Versions of the statement 2026"))
    looker.opens(versions + "?earlier=1&later=2", re.compile("Versions of the statement 2026"))


def test_requests_for_a_copy_due_late_and_answered(looker, business):
    one = {"organisation": business.organisation}
    CopyRequestFactory(asked_by=f"A reader who writes {LONG_WORD}", **one)
    CopyRequestFactory(received_on=timezone.localdate(), **one)
    CopyRequestFactory(sent_on=timezone.localdate(), **one)
    looker.becomes(business.editor)
    looker.opens(pages_of(business) + "copies/", "Requests for a copy")
