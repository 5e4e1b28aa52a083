"""No other site can end what a reporter is writing; the reporter's own press always does."""

import pytest
from django.conf import settings

from compliance.concerns.models import Draft
from tests.factories.concerns import Reporter

CLEARING = ["/r/exit", "/r/sent"]
COOKIES = (settings.DRAFT_COOKIE_NAME, settings.VISIT_COOKIE_NAME)


def get(reporter: Reporter, url: str, site: str | None, *, with_cookies: bool = True):
    headers = {"Sec-Fetch-Site": site} if site else {}
    client = reporter.client if with_cookies else Reporter().client
    return client.get(url, headers=headers)


def is_cleared(response) -> bool:
    return "Clear-Site-Data" in response or bool(response.cookies)


@pytest.mark.parametrize("url", CLEARING)
@pytest.mark.parametrize("with_cookies", [True, False])
@pytest.mark.parametrize("site", ["cross-site", "same-site", "anything else"])
def test_a_browser_sent_by_another_site_loses_nothing(reporter, url, site, with_cookies):
    reporter.begins()
    response = get(reporter, url, site, with_cookies=with_cookies)
    assert not is_cleared(response)
    assert Draft.objects.exists()
    assert url == "/r/sent" or response["Location"] == settings.EXIT_URL
    reporter.opens("/r/1")


@pytest.mark.parametrize("url", CLEARING)
def test_an_older_browser_without_our_cookies_is_not_cleared(door, url):
    """That is how a request looks that another site causes there: cookies for this site alone stay at home."""
    assert not is_cleared(get(Reporter(), url, None))


@pytest.mark.parametrize("site", ["same-origin", "none", None])
def test_the_own_press_deletes_the_draft_and_clears_the_browser(reporter, site):
    reporter.begins()
    response = get(reporter, "/r/exit", site)
    assert response["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert not any(response.cookies[name].value for name in COOKIES)
    assert not Draft.objects.exists()


def test_a_press_before_anything_was_typed_clears_the_browser(door):
    assert "Clear-Site-Data" in get(Reporter(), "/r/exit", "same-origin")


def test_a_form_of_another_site_is_refused(reporter):
    reporter.begins()
    assert reporter.client.post("/r/exit", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 405
    assert Draft.objects.exists()
