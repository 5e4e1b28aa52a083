"""A developer tries an API on our page: with files of our own host, and with nothing that the policy refuses."""

import pytest
from playwright.sync_api import expect

from tests.factories.directory import ServiceFactory

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]


def test_a_developer_sends_a_request_from_the_page(visitor, live_server, axe):
    ServiceFactory(slug="acas", name="Acas")
    page = visitor()
    page.goto(f"{live_server.url}/developers/")
    page.get_by_role("link", name="Try an API in your browser").click()
    page.get_by_role("button", name="Open the services API").click()
    page.get_by_role("button", name="/api/oruk/v3/services", exact=False).first.click()
    wrong = axe(page)
    page.get_by_role("button", name="Try it out").first.click()
    page.get_by_role("button", name="Execute").first.click()
    expect(page.locator(".live-responses-table tr.response .response-col_status").first).to_contain_text("200")
    wrong += axe(page)
    page.set_viewport_size({"width": 360, "height": 900})
    wrong += axe(page)
    assert not wrong, "\n".join(sorted(set(wrong)))


def test_without_a_script_the_page_is_a_list(visitor, live_server):
    page = visitor(javascript=False)
    page.goto(f"{live_server.url}/developers/explore/")
    expect(page.get_by_role("heading", name="GET /api/v1/statements", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Open the register API")).to_be_hidden()
