"""A browser for stories: `visitor()` opens one for one person, with or without JavaScript.

Every page is watched: an error in the console, a refusal by the content security policy, a script error or a request
that leaves the site fails the test at its end. `axe(page)` gives the accessibility findings of a page as it stands.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from django.conf import settings
from django.db import connection
from django.urls import resolve
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, sync_playwright

from tests.journeys.person import Person

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--no-first-run",
]
# How a story is told; a test that takes fewer says @pytest.mark.parametrize("open_person", WAYS[:2], indirect=True).
WAYS = ("with JavaScript", "without JavaScript", "by keyboard alone")
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Only what is wrong leaves the page: to describe every element that passes takes three times as long as to look at it.
RUN_AXE = """async tags => {
  const result = await axe.run({runOnly: tags, resultTypes: ["violations"], preload: false});
  return result.violations.map(({id, impact, help, nodes}) =>
    ({id, impact, help, nodes: nodes.map(({target, html}) => ({target, html: html.slice(0, 160)}))}));
}"""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """On the second database a story is told in one of its ways."""
    for item in items:
        if getattr(item, "callspec", None) and item.callspec.params.get("open_person") in WAYS[1:]:
            item.add_marker("once")


@pytest.fixture(scope="session", autouse=True)
def _stylesheet_is_built():
    built = Path(settings.BASE_DIR) / "frontend" / "build"
    if not any(built.glob("*.css")):
        pytest.fail(f"No stylesheet in {built}: run `make setup` first.", pytrace=False)


@pytest.fixture(scope="session")
def browser(django_db_setup) -> Iterator[Browser]:
    # The driver runs an event loop in this thread; journeys come last, so nothing else meets it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


class Watch:
    """What went wrong in the pages of one test."""

    def __init__(self, site: str) -> None:
        self.site = urlsplit(site).netloc
        self.problems: list[str] = []

    def follow(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.problems.append(f"script error: {error}"))
        page.on("request", lambda request: self._request(request.url))
        page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        # The browser also reports a page of status 404 or 422; that is an answer, not an error.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.problems.append(f"console: {message.text}")

    def _request(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in {"http", "https"} and parts.netloc != self.site:
            self.problems.append(f"left the site: {url}")

    def _response(self, response: Response) -> None:
        is_page = response.request.resource_type == "document"
        if response.status >= 500 or (response.status >= 400 and not is_page):
            self.problems.append(f"{response.status} for {response.url}")


@pytest.fixture
def visitor(browser, live_server) -> Iterator[Callable[..., Page]]:
    """A page in a browser of its own: visitor(javascript=False, width=360). Addresses are relative to the site."""
    watch = Watch(live_server.url)
    contexts = []

    def open_page(*, javascript: bool = True, width: int = 1280, height: int = 900, **options) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            java_script_enabled=javascript,
            viewport={"width": width, "height": height},
            locale="en-GB",
            timezone_id="Europe/London",
            **options,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        watch.follow(page)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not watch.problems, "\n".join(watch.problems)


@pytest.fixture
def page(visitor) -> Page:
    return visitor()


@pytest.fixture
def plain_page(visitor) -> Page:
    """A page without JavaScript."""
    return visitor(javascript=False)


@pytest.fixture(scope="session")
def axe() -> Callable[..., list[str]]:
    """Accessibility findings of a page as it stands, one line each; a page without JavaScript cannot be asked."""
    source = Path(AXE_FILE_PATH).read_text()

    def findings(page: Page, *, ignore: tuple[str, ...] = ()) -> list[str]:
        if not page.evaluate("() => 'axe' in window"):
            page.evaluate(source)
        return [
            f"{found['id']} ({found['impact']}): {found['help']}: {node['target']} {node['html']}"
            for found in page.evaluate(RUN_AXE, AXE_TAGS)
            if found["id"] not in ignore
            for node in found["nodes"]
        ]

    return findings


@pytest.fixture(scope="session")
def looked_at() -> set[tuple[str, str, int]]:
    """Pages that a story came to already: name of the address, title, and how often their elements double."""
    return set()


@pytest.fixture(params=WAYS)
def open_person(request, visitor, axe, looked_at) -> Iterator[Callable[..., Person]]:
    """Opens a browser for a person, who then acts as the way of telling the story says.

    With JavaScript each page is checked for accessibility at both widths, once under the same title and of about the
    same size; on one database, for it is drawn the same from both.
    """
    javascript = request.param != "without JavaScript"
    findings: list[str] = []

    def look(page: Page) -> None:
        if request.param != "with JavaScript" or connection.vendor != "sqlite":
            return
        elements = page.evaluate("() => document.querySelectorAll('*').length")
        here = resolve(urlsplit(page.url).path).view_name, page.title(), elements.bit_length()
        if here in looked_at:
            return
        looked_at.add(here)
        size = page.viewport_size
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            findings.extend(f"{page.url} at {width} px: {finding}" for finding in axe(page))
            if page.evaluate("() => document.documentElement.scrollWidth > window.innerWidth"):
                findings.append(f"{page.url} at {width} px: scrolls sideways")
        page.set_viewport_size(size)

    def open_one(width: int = 1280) -> Person:
        page = visitor(javascript=javascript, width=width)
        return Person(page, by_keyboard=request.param == "by keyboard alone", on_page=look)

    yield open_one
    assert not findings, "\n".join(findings)


@pytest.fixture
def sign_in(client, live_server) -> Callable[..., None]:
    """Give a page the web session of a user, without the sign-in form: sign_in(page, user)."""

    def do(page: Page, user) -> None:
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])

    return do


@pytest.fixture
def give_passkeys(settings) -> Callable[[Page], Page]:
    """Gives a page a device that keeps passkeys and always finds its owner.

    The test site has no TLS; browsers count localhost as safe, and so may allauth.
    """
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
    }

    def do(page: Page) -> Page:
        protocol = page.context.new_cdp_session(page)
        protocol.send("WebAuthn.enable")
        protocol.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        return page

    return do
