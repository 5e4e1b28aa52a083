"""Somebody looks over a shoulder, or opens the history later: pages for people in need give nothing away."""

import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Request

from learning.resources.models import GuidancePage
from learning.resources.services import loading
from tests.factories.guidance import guidance_page

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]
NAMED = {"if-it-is-you", "made-to-sell-sex", "children-first", "adults-and-the-nrm", "contact-the-helpline"}
NEUTRAL = "Information – Daylight"


@pytest.fixture
def addresses() -> dict[str, str]:
    """Every page for people in need, those of our own guidance and one that an editor wrote, by its slug."""
    loading.load_guidance(at=datetime(2026, 11, 28, tzinfo=UTC))
    guidance_page(slug="locked-in", title="Locked in at work", audience="worker")
    return {page.slug: page.url for page in GuidancePage.objects.live() if page.is_discreet}


@pytest.mark.main_story
@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_nobody_sees_later_what_somebody_in_need_has_read(visitor, live_server, settings, addresses, javascript):
    settings.EXIT_URL = f"{live_server.url}/healthz"
    assert set(addresses) >= NAMED | {"locked-in"}
    page = visitor(javascript=javascript, width=360, height=740)
    requests: list[Request] = []
    page.on("request", lambda request: requests.append(request) if request.is_navigation_request() else None)
    for slug, address in addresses.items():
        answer = page.goto(address)
        assert answer.headers["cache-control"] == "no-store", slug
        assert answer.headers["referrer-policy"] == "no-referrer", slug
        assert page.title() == NEUTRAL, slug
        way_out = page.get_by_role("button", name=re.compile("Exit this page")).first
        # In sight without scrolling, also where the page was scrolled.
        assert 0 <= way_out.bounding_box()["y"] < 300, slug
        page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        assert 0 <= way_out.bounding_box()["y"] < 740, slug
    page.goto(addresses["made-to-sell-sex"])
    page.get_by_role("link", name="Privacy", exact=True).click()
    page.wait_for_url("**/about/privacy/")
    page.goto(addresses["if-it-is-you"])
    page.get_by_role("button", name=re.compile("Exit this page")).first.click()
    page.wait_for_url(settings.EXIT_URL)
    assert not page.context.cookies()
    # As sent: what the browser notes beforehand may differ where one address leads to another.
    assert {urlsplit(one.url).path for one in requests} >= {"/about/privacy/", "/r/exit", "/healthz"}
    assert not [one.url for one in requests if "/guidance/" in one.all_headers().get("referer", "")]
    if javascript:
        # What was read is not the page before any more.
        page.go_back()
        assert urlsplit(page.url).path not in addresses.values()
