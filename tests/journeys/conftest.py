"""A browser for stories: `visitor()` opens one for one person, with or without JavaScript.

Every page is watched: an error in the console, a refusal by the content security policy, a script error or a request
that leaves the site fails the test at its end. `axe(page)` gives the accessibility findings of a page as it stands.
"""

import os
import pickle
from collections.abc import Callable, Iterator
from functools import wraps
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import resolve
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Response, expect, sync_playwright

from tests.factories.world import World, build_world
from tests.journeys.person import Person
from tests.support.database_snapshot import take_snapshot
from tests.support.programs import find_program

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--no-first-run",
    # A page runs its scripts once: to compile them for speed takes longer than it saves, and so does to tidy up often.
    "--js-flags=--no-opt,--no-maglev,--min-semi-space-size=64,--max-semi-space-size=128",
]
# Milliseconds in which what is awaited comes on the busiest machine. It ends a wait for what never comes, and no other.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)
# How a story is told; a test that takes fewer says @pytest.mark.parametrize("open_person", WAYS[:2], indirect=True).
WAYS = ("with JavaScript", "without JavaScript", "by keyboard alone")
HOUR = 60 * 60
# Without .js: a test that takes a page's scripts away leaves this one.
AXE_ADDRESS = f"{settings.STATIC_URL}axe"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Only what is wrong leaves the page, and only that is written out: to describe every element that passes takes three
# times as long as to look at it. Colours are those at the end: half way through a transition a button has none that a
# person would read.
RUN_AXE = """async ([address, tags]) => {
  if (!window.axe) {
    const script = Object.assign(document.createElement("script"), {src: address});
    const loaded = new Promise((resolve, reject) => Object.assign(script, {onload: resolve, onerror: reject}));
    document.head.append(script);
    await loaded;
    script.remove();
    axe.configure({noHtml: true});
    // A page has few colours and many elements: each is read once.
    const {prototype} = axe.commons.color.Color, {parseString} = prototype, known = new Map();
    prototype.parseString = function (text) {
      if (known.has(text)) return Object.assign(this, known.get(text));
      const {r, g, b, alpha} = parseString.call(this, text);
      known.set(text, {r, g, b, alpha});
      return this;
    };
  }
  document.getAnimations().filter(a => a instanceof CSSTransition).forEach(a => a.finish());
  const options = {runOnly: tags, resultTypes: ["violations"], preload: false, elementRef: true};
  const result = await axe.run(options);
  return result.violations.map(({id, impact, help, nodes}) => ({id, impact, help,
    nodes: nodes.map(({target, element}) => ({target, html: (element?.outerHTML ?? "").slice(0, 160)}))}));
}"""


def _until_loaded(act: Callable[..., None]) -> Callable[..., None]:
    """Let an action end when the page that it opened has loaded, not when it begins, still without its title."""

    @wraps(act)
    def acted(target: Page | Locator, *args, **options) -> None:
        act(target, *args, **options)
        (target.page if isinstance(target, Locator) else target).wait_for_load_state()

    return acted


for acting in (Page, Locator):
    acting.click = _until_loaded(acting.click)
    acting.press = _until_loaded(acting.press)


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


@pytest.fixture(scope="session", autouse=True)
def _static_files_stay():
    """They come from memory, and browsers keep them as they keep production's; axe lies beside them."""
    files = {AXE_ADDRESS: (Path(AXE_FILE_PATH).read_bytes(), "text/javascript")}

    def serve_kept(handler: StaticFilesHandler, request: HttpRequest) -> HttpResponse:
        if request.path not in files:
            response = serve(handler, request)
            files[request.path] = (response.getvalue(), response.headers["Content-Type"])
        content, kind = files[request.path]
        return HttpResponse(content, kind, headers={"Cache-Control": f"max-age={HOUR}, immutable"})

    serve = StaticFilesHandler.serve
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(StaticFilesHandler, "serve", serve_kept)
        yield


@pytest.fixture(scope="session", autouse=True)
def _connections_stay(django_db_setup):
    """A thread of the server keeps its connection until the browser leaves it.

    SQLite reads the whole schema for each new one, and puts its log away when the last one closes.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(connection.settings_dict, "CONN_MAX_AGE", None)
        yield


@pytest.fixture(scope="session")
def browser(django_db_setup) -> Iterator[Browser]:
    # The driver runs an event loop in this thread; journeys come last, so nothing else meets it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        # Chromium without what draws a window: it loads pages, scripts, styles, passkeys and prints as the whole does.
        program = find_program("chromium-headless-shell")
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
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
        context.set_default_timeout(PATIENCE)
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

    def findings(page: Page, *, ignore: tuple[str, ...] = ()) -> list[str]:
        return [
            f"{found['id']} ({found['impact']}): {found['help']}: {node['target']} {node['html']}"
            for found in page.evaluate(RUN_AXE, [AXE_ADDRESS, AXE_TAGS])
            if found["id"] not in ignore
            for node in found["nodes"]
        ]

    return findings


class SeenPages:
    """Pages that a story of this run came to already, in whatever process. folder: theirs alone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)

    def is_first(self, name: str, title: str, doublings: int) -> bool:
        """Return whether nobody asked this before. doublings: how often the elements double, so about the size."""
        try:
            (self.folder / sha256(repr((name, title, doublings)).encode()).hexdigest()).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True


@pytest.fixture(scope="session")
def seen_pages(tmp_path_factory) -> SeenPages:
    base = tmp_path_factory.getbasetemp()
    return SeenPages((base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "seen-pages")


@pytest.fixture(params=WAYS)
def open_person(request, visitor, axe, seen_pages) -> Iterator[Callable[..., Person]]:
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
        name = resolve(urlsplit(page.url).path).view_name
        if not seen_pages.is_first(name, page.title(), elements.bit_length()):
            return
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


class KeptWorld:
    """The small world of tests.factories.world, built by the first test that asks and put back for each other one."""

    def __init__(self) -> None:
        self.put_back: Callable[[], None] | None = None
        self.pickled = b""

    def get(self) -> World:
        if self.put_back is None:
            self.pickled = pickle.dumps(build_world())
            self.put_back = take_snapshot()
        else:
            self.put_back()
        return pickle.loads(self.pickled)


@pytest.fixture(scope="session")
def kept_world() -> KeptWorld:
    return KeptWorld()


@pytest.fixture
def world(transactional_db, kept_world) -> World:
    return kept_world.get()


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
