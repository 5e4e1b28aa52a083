"""A supplier answers the questions in its own language, on a phone, without JavaScript; the buyer sees the answers.

What the pages of the URL register do not show: a language written from the right, a supplier without sites, and the
pages after answers are sent.
"""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from compliance.audits.rules.questionnaires import EDITIONS, get_edition
from compliance.audits.services import questionnaires
from tests.factories.alerts import TOKEN, SupplierLinkFactory
from tests.factories.suppliers import SupplierFactory
from tests.journeys.test_every_page import TOO_WIDE
from tests.support.audit_alerts import business

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]
LANGUAGES = ("ur", "bn", "zh-hans", "pl")
EDITION = get_edition(EDITIONS[-1])


@pytest.fixture
def own():
    return business(name="Harbour Foods Limited")


@pytest.fixture
def supplier(own, settings):
    """An agent without sites, asked a minute ago; a demo offers every language."""
    settings.DEMO = True
    supplier = SupplierFactory(
        organisation=own.organisation, name="Kestrel Agents", contact_email="works@supplier.example"
    )
    at = timezone.now() - timedelta(minutes=1)
    questionnaires.request_questionnaires(
        organisation=own.organisation, suppliers=[supplier], reply_by=timezone.localdate() + timedelta(days=9),
        actor=own.editor.user, at=at,
    )  # fmt: skip
    supplier.links.update(revoked_at=at)
    SupplierLinkFactory(supplier=supplier, sent_at=at)
    return supplier


def look(page, axe) -> list[str]:
    findings = []
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        findings += [f"{page.url} at {width} px: {finding}" for finding in axe(page)]
        findings += [f"{page.url} at {width} px: too wide: {part}" for part in page.evaluate(TOO_WIDE)]
    return findings


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_of_a_supplier_have_no_accessibility_finding_in_its_language(visitor, axe, supplier, language):
    page = visitor(width=360)
    page.goto(reverse("plan:questionnaire", args=[TOKEN]))
    page.select_option("#language", language)
    page.locator("form:has(#language) button").click()
    assert page.locator("html").get_attribute("lang") == language
    findings = look(page, axe)
    for topic in EDITION.topics:
        page.goto(reverse("plan:questionnaire_topic", args=[TOKEN, topic.code]))
        findings += look(page, axe)
    page.goto(reverse("plan:home", args=[TOKEN]))
    findings += look(page, axe)
    assert findings == []


@pytest.mark.main_story
def test_a_supplier_answers_without_javascript_and_the_buyer_sees_it(visitor, axe, own, supplier, sign_in):
    page = visitor(javascript=False, width=360)
    for topic in EDITION.topics:
        page.goto(reverse("plan:questionnaire_topic", args=[TOKEN, topic.code]))
        for question in topic.questions:
            if question.kind == "yes_no":
                page.locator(f"input[name={question.code}][value=no]").check()
            elif question.kind == "number":
                page.fill(f"[name={question.code}]", "20")
        page.locator("main form button").click()
        assert page.url.endswith("/questions/")
    page.fill("[name=respondent]", "Lan Example")
    page.fill("[name=role]", "Manager")
    page.check("[name=copy]")
    page.get_by_role("button", name="Send answers").click()
    assert len(page.locator(".portal-code").inner_text().replace("-", "")) == 20
    buyer = visitor()
    sign_in(buyer, own.editor.user)
    buyer.goto(reverse("suppliers:supplier", args=[own.organisation.slug, supplier.uuid]))
    assert "Lan Example, Manager. No one has checked it." in buyer.locator("#questionnaire").inner_text()
    assert look(buyer, axe) == []
    buyer.locator("#questionnaire a").click()
    assert look(buyer, axe) == []


def test_the_page_of_the_dashboard_s_pdf_has_no_accessibility_finding(visitor, axe, own, supplier, sign_in):
    page = visitor()
    sign_in(page, own.editor.user)
    page.goto(reverse("audits:supply_chain", args=[own.organisation.slug]))
    findings = look(page, axe)
    page.get_by_role("link", name="Download as PDF").click()
    assert page.get_by_role("heading", name="Download: Supply chain").is_visible()
    assert findings + look(page, axe) == []
