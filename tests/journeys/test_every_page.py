"""Every page of the register, as somebody who may see it, at both widths: no accessibility finding, nothing cut off;
nothing is too wide for 320 px and for a tablet.

A page that refuses an empty form is looked at too, with its messages. Wagtail's own admin is left to Wagtail.

See docs/requirements/experience.md#reflow.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, Route

from portal.accounts.roles import DESK_ROLES
from tests.factories.alerts import AlertFactory
from tests.factories.casework import unlock_signed_in
from tests.factories.world import World
from tests.support.visits import who_sees
from tests.url_register import ADDRESSES
from tests.url_register.expectations import HANDLED, Address

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]

WIDTHS = (360, 1280)
# A window of 1280 px at four times its size (WCAG 1.4.10), and a tablet: nothing scrolls sideways there either.
REFLOW_WIDTHS = (320, 768)
PARTS = 12
# The innermost parts that make the page scroll sideways; what lies in a pane that scrolls by itself may be wide.
TOO_WIDE = """() => {
  const wide = document.documentElement.scrollWidth > window.innerWidth;
  const out = e => e.getBoundingClientRect().right > window.innerWidth + 1 && !e.closest(".portal-pane");
  return wide ? [...document.querySelectorAll("body *")]
    .filter(e => out(e) && ![...e.children].some(out)).map(e => e.outerHTML.slice(0, 200)) : [];
}"""


def pages(part: int) -> Iterator[tuple[str, Address]]:
    for position, name in enumerate(sorted(ADDRESSES)):
        if position % PARTS == part:
            yield name, ADDRESSES[name]


def address_of(name: str, address: Address, world: World) -> str:
    return reverse(name, kwargs=address.kwargs(world)) + address.query


class Looker:
    """Signs in as whoever is asked for, and tells what is wrong with what it sees, at each width."""

    def __init__(self, visitor, axe, base: str) -> None:
        self.page: Page = visitor(width=WIDTHS[0])
        self.axe, self.base = axe, base
        self.clients: dict[str, Client] = {}

    def become(self, name: str, world: World) -> Client:
        if name not in self.clients:
            client = Client(raise_request_exception=False)
            if user := world.visitor(name):
                client.force_login(user)
            if name in DESK_ROLES:
                unlock_signed_in(client, user)
            self.clients[name] = client
        client = self.clients[name]
        self.page.context.clear_cookies()
        for name in (settings.SESSION_COOKIE_NAME, settings.VAULT_COOKIE_NAME):
            if cookie := client.cookies.get(name):
                self.page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.base}])
        return client

    @contextmanager
    def shown_instead(self, url: str, body: bytes) -> Iterator[None]:
        """The address answers with a refused form."""

        def answer(route: Route) -> None:
            route.fulfill(status=422, body=body, content_type="text/html; charset=utf-8")

        self.page.route(self.base + url, answer)
        yield
        self.page.unroute(self.base + url)

    def findings(self, url: str) -> Iterator[str]:
        self.page.goto(url)
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            for finding in self.axe(self.page):
                yield f"{url} at {width} px: {finding}"
            yield from self.list_too_wide(url, width)
        for width in REFLOW_WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            yield from self.list_too_wide(url, width)

    def list_too_wide(self, url: str, width: int) -> Iterator[str]:
        yield from (f"{url} at {width} px: wider than the window: {part}" for part in self.page.evaluate(TOO_WIDE))


@pytest.fixture
def looker(visitor, axe, live_server) -> Looker:
    return Looker(visitor, axe, live_server.url)


def is_page(client: Client, url: str) -> bool:
    response = client.get(url)
    attached = "attachment" in response.headers.get("Content-Disposition", "")
    return response.status_code == 200 and response["Content-Type"].startswith("text/html") and not attached


@pytest.mark.parametrize("part", range(PARTS))
def test_no_page_has_an_accessibility_finding(part, looker, world):
    wrong: list[str] = []
    seen = 0
    for name, address in pages(part):
        if (who := who_sees(address.get, wanted=200)) is None:
            continue
        url = address_of(name, address, world)
        client = looker.become(who, world)
        if is_page(client, url):
            wrong += [f"{name}: {finding}" for finding in looker.findings(url)]
            seen += 1
    assert seen
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("part", range(PARTS))
def test_no_refused_form_has_an_accessibility_finding(part, looker, world):
    wrong: list[str] = []
    for name, address in pages(part):
        if (who := who_sees(address.post, wanted=HANDLED)) is None:
            continue
        url = address_of(name, address, world)
        client = looker.become(who, world)
        with transaction.atomic():
            answer = client.post(url, {})
            transaction.set_rollback(True)
        if answer.status_code != 422 or not answer["Content-Type"].startswith("text/html"):
            continue
        with looker.shown_instead(url, answer.content):
            wrong += [f"{name}: {finding}" for finding in looker.findings(url)]
    assert not wrong, "\n".join(wrong)


def test_the_notice_of_an_alert_has_no_accessibility_finding(looker, world):
    """It stands in the way of safeguarding people only, and so in no register."""
    own = world.a.organisation
    AlertFactory.create_batch(12, organisation=own)
    client = looker.become("administrator", world)
    held_up = client.get(reverse("organisations:home", args=[own.slug]))
    assert held_up.status_code == 303
    wrong = list(looker.findings(held_up["Location"]))
    assert not wrong, "\n".join(wrong)
