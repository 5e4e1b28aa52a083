"""A comment that names a colleague, and a new year.

Told twice: with JavaScript, each page looked at at both widths, and without it.
"""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import expect

from compliance.statements.choices import SectionCode
from compliance.statements.core import services as core_services
from compliance.statements.models import Version
from compliance.statements.publication import pdf_job
from compliance.statements.publication.services import publish as services_publish
from compliance.statements.signoff.services import review
from tests.compliance.statements.conftest import AT, Business, make_business
from tests.factories.signed import KPIS
from tests.journeys.page_checks import Looker

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]
LONG_WORD = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamter"[:60]


@pytest.fixture(autouse=True)
def _no_internet(monkeypatch):
    monkeypatch.setattr("portal.core.safe_fetch.resolve", lambda host, seconds: [])
    monkeypatch.setattr(pdf_job, "wake", lambda *args: None)


@pytest.fixture
def business() -> Business:
    return make_business()


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without"])
def looker(request, visitor, axe, live_server) -> Iterator[Looker]:
    """Axe is a script: without JavaScript the pages are used and not judged."""
    has_script = request.param
    judge = axe if has_script else lambda page: []
    looker = Looker(visitor(javascript=has_script), judge, base=live_server.url, widths=(360, 1280))
    yield looker
    assert not looker.wrong, "\n".join(looker.wrong)


def home(business: Business, year: int = 2026) -> str:
    return f"/o/{business.organisation.slug}/statements/{year}/"


def test_a_comment_names_a_colleague_and_is_resolved(looker, business):
    business.written()
    looker.becomes(business.approver)
    looker.opens(home(business) + "review/", "Review")
    looker.page.get_by_label("Second Example").check(force=True)
    looker.sends("Add the comment", text=f"Which tier is this about? {LONG_WORD}")
    looker.sees("Review")
    expect(looker.page.get_by_text("For: Second Example")).to_be_visible()
    looker.page.get_by_text("Reply", exact=True).click()
    looker.page.locator("main details [name=text]").last.fill("The first tier, I mean.")
    looker.page.get_by_role("button", name="Add the reply").click()
    looker.sees("Review")
    expect(looker.page.get_by_text("The first tier, I mean.").first).to_be_visible()
    looker.page.get_by_role("button", name="Resolve").click()
    looker.sees("Review")
    expect(looker.page.get_by_role("button", name="Reopen")).to_be_visible()


def test_a_new_year_opens_is_compared_and_has_its_earlier_years(looker, business):
    version = business.written()
    review.send_for_review(version=version, actor=business.editor, at=AT)
    version = review.mark_ready(version=version, actor=business.approver, at=AT)
    business.approve(version)
    version.refresh_from_db()
    business.sign(version)
    services_publish.publish(version=version, actor=business.people["administrator"], at=AT)
    version.refresh_from_db()
    fresh = business.start(period_start=date(2026, 4, 1), period_end=date(2027, 3, 31), copy_from=version)
    write(business, fresh)
    looker.becomes(business.people["administrator"])
    looker.opens(home(business, 2027), "Statement for 2027")
    looker.opens(home(business, 2027) + "opening/", re.compile("What has changed since last year"))
    looker.opens(home(business, 2027) + "compare/", re.compile("Compare"))
    looker.opens(home(business, 2027) + "changes/?area=risk&save=1", re.compile("Who changed what"))
    looker.opens(f"/o/{business.organisation.slug}/statements/", "Statements")
    looker.page.get_by_role("link", name="Add an earlier year that was published elsewhere").click()
    looker.sees("Add an earlier year")
    looker.sends("Add the year")
    looker.sees("Add an earlier year", error="Enter the first day")
    days = {"period_start": (1, 4, 2023), "period_end": (31, 3, 2024), "published_on": (9, 10, 2024)}
    told = {
        f"{name}_{part}": str(n)
        for name, day in days.items()
        for part, n in zip(("day", "month", "year"), day, strict=True)
    }
    looker.sends("Add the year", url=f"https://goods.example/{LONG_WORD}", signatory="Robin Example", **told)
    looker.sees("Statements")
    looker.opens(f"/statements/{business.organisation.slug}/", re.compile(business.organisation.name))
    expect(looker.page.get_by_text("Expected by 30 September 2024.")).to_be_visible()


def write(business: Business, version: Version) -> None:
    section = version.sections.get(code=SectionCode.RISK)
    changed = section.answers["narrative_risk"].replace("214 suppliers", f"230 suppliers {LONG_WORD}")
    core_services.save_section(
        section=section, actor=business.editor, at=AT, revision=section.revision,
        answers=section.answers | {"narrative_risk": changed}, is_complete=True,
    )  # fmt: skip
    section = version.sections.get(code=SectionCode.MONITORING)
    core_services.save_section(
        section=section, actor=business.editor, at=AT, revision=section.revision,
        answers=section.answers | {"kpis": [KPIS[0] | {"this_year": "14"}]}, is_complete=False,
    )  # fmt: skip
