"""The end of the audit's story: it is attached to the statement, and what the registers hold is used in the text."""

import re
from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from compliance.audits.choices import Announcement, CommissionedBy
from compliance.audits.models import Audit
from compliance.statements.models import Evidence, Section
from tests.compliance.statements.conftest import make_business
from tests.factories.audits import AuditFactory, FindingFactory
from tests.factories.suppliers import SiteFactory, SupplierFactory

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.mark.main_story
@pytest.mark.parametrize(("javascript", "width"), [(True, 360), (True, 1280), (False, 360)])
def test_an_audit_is_attached_and_what_it_tells_is_used_and_taken_away(
    visitor, sign_in, axe, javascript, width, monkeypatch
):
    monkeypatch.setattr("portal.core.safe_fetch.resolve", lambda host, seconds: [])
    business = make_business()
    business.start()
    site = SiteFactory(supplier=SupplierFactory(organisation=business.organisation))
    audit = AuditFactory(
        site=site,
        ended_on=date(2026, 1, 15),
        announcement=Announcement.UNANNOUNCED,
        commissioned_by=CommissionedBy.THIRD_PARTY_US,
    )
    FindingFactory(audit=audit, issue_code="FL29")
    page = visitor(javascript=javascript, width=width)
    sign_in(page, business.editor)
    wrong: list[str] = []

    def look(step: str) -> None:
        if javascript:
            wrong.extend(f"{step}: {line}" for line in axe(page))
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wrong.append(f"{step}: wider than the screen")

    page.goto(reverse("audits:audit", args=[business.organisation.slug, audit.uuid]))
    look("audit")
    page.get_by_role("link", name="Use in a statement").click()
    look("choose")
    page.get_by_role("button", name="Use this audit").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    look("refused")
    page.get_by_label("Due diligence, including remediation").check(force=True)
    page.get_by_label("Yes: say that an audit took place, but not where").check(force=True)
    page.get_by_role("button", name="Use this audit").click()
    expect(page.get_by_text("Saved, with evidence: One audit.")).to_be_visible()
    look("one audit used, others offered")

    text = page.get_by_role("textbox", name="Due diligence, and putting things right", exact=True)
    expect(page.locator("[name=narrative_due_diligence]")).to_have_value(
        "An unannounced social audit was carried out at a site in our supply chains."
    )
    text.fill("Typed and not yet saved.")
    page.get_by_role("button", name=re.compile("^Use this.*: Social audits")).click()
    expect(page.get_by_text("Saved, with evidence: Social audits.")).to_be_visible()
    assert (
        "<p>Typed and not yet saved.</p>\n<p>Between"
        in (Section.objects.get(code="due_diligence").answers["narrative_due_diligence"])
    )

    Audit.objects.update(announcement=Announcement.ANNOUNCED)
    page.reload()
    expect(page.get_by_text("was “Unannounced”, is now “Announced”").first).to_be_visible()
    look("changed since")
    page.get_by_role("link", name=re.compile("^See the rows.*: Social audits")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Social audits")
    look("its page")
    page.get_by_role("button", name="Remove this evidence").click()
    expect(page.get_by_text("The evidence is removed. The text stays")).to_be_visible()
    assert Evidence.objects.get().kind == "one_audit"
    assert not wrong, "\n".join(wrong)
