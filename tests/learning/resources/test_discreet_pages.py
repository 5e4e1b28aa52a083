"""Pages for people in need can be left at once and leave no trace, all of them, by one flag of the page."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from learning.resources.models import GuidancePage
from learning.resources.services import loading
from portal.core.page_cache import PUBLIC
from tests.factories.guidance import guidance_page

pytestmark = pytest.mark.django_db
# Read by people in need, or by somebody who looks for help for them.
NAMED = {"if-it-is-you", "made-to-sell-sex", "children-first", "contact-the-helpline", "adults-and-the-nrm"}


def title_of(body: str) -> str:
    return re.search(r"<title>(.*?)</title>", body, re.S)[1]


def problems_of(page: GuidancePage, url: str, referrer: str) -> list[str]:
    answer = Client().get(url)
    body, wrong = answer.content.decode(), []
    if answer.headers["Cache-Control"] != "no-store":
        wrong.append(f"{url}: Cache-Control {answer.headers['Cache-Control']}")
    if answer.headers["Referrer-Policy"] != referrer:
        wrong.append(f"{url}: Referrer-Policy {answer.headers['Referrer-Policy']}")
    if reverse("concerns:exit") not in body or "govuk-exit-this-page" not in body:
        wrong.append(f"{url}: no way out")
    words = set(re.findall(r"\w{4,}", page.title.lower())) & set(re.findall(r"\w{4,}", title_of(body).lower()))
    if words:
        wrong.append(f"{url}: the tab says {words}")
    return wrong


def test_every_page_for_people_in_need_has_a_way_out_and_leaves_no_trace():
    loading.load_guidance(at=datetime(2026, 11, 28, tzinfo=UTC))
    pages = [page for page in GuidancePage.objects.live() if page.is_discreet]
    assert {page.slug for page in pages} >= NAMED
    wrong = []
    for page in pages:
        wrong += problems_of(page, page.url, "no-referrer")
        wrong += problems_of(page, reverse("guidance:feedback", args=[page.pk]), "same-origin")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("facts", [{"topic": "help"}, {"audience": "worker"}])
def test_a_new_page_on_getting_help_or_for_people_who_need_it_is_discreet(facts):
    page = guidance_page(title="Locked in at work", **facts)
    assert problems_of(page, page.url, "no-referrer") == []


def test_a_page_for_businesses_may_be_cached_and_says_its_title():
    page = guidance_page(title="Publishing on time", topic="statement", audience="business")
    answer = Client().get(page.url)
    assert answer.headers["Cache-Control"] == PUBLIC
    assert "Publishing on time" in title_of(answer.content.decode())


def test_words_about_a_discreet_page_can_still_be_sent():
    """With the headers that browsers send under the page's policy."""
    page = guidance_page(topic="help")
    browser = Client(enforce_csrf_checks=True)
    address = reverse("guidance:feedback", args=[page.pk])
    form = browser.get(address)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form.content.decode())[1]
    sent = {
        "csrfmiddlewaretoken": token,
        "token": form.context["form"].initial["token"],
        "useful": "no",
        "words": "More",
    }
    answer = browser.post(address, sent, headers={"Origin": "http://testserver"})
    assert answer.status_code == 303
