"""Every page of the register, as somebody who may see it, at both widths: no accessibility finding, nothing cut off.

A page that refuses an empty form is looked at too, with its messages. Wagtail's own admin is left to Wagtail.
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
from tests.factories.world import VISITORS, World, build_world
from tests.url_register import ADDRESSES
from tests.url_register.expectations import HANDLED, Address

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]

WIDTHS = (360, 1280)
PARTS = 4
# The innermost parts that make the page scroll sideways; what lies in a pane that scrolls by itself may be wide.
TOO_WIDE = """() => {
  const wide = document.documentElement.scrollWidth > window.innerWidth;
  const out = e => e.getBoundingClientRect().right > window.innerWidth + 1 && !e.closest(".portal-pane");
  return wide ? [...document.querySelectorAll("body *")]
    .filter(e => out(e) && ![...e.children].some(out)).map(e => e.outerHTML.slice(0, 200)) : [];
}"""


def who_sees(answers, *, wanted) -> str | None:
    """The visitor with the most to see: members before staff before strangers."""
    order = ["administrator", "approver", "editor", "viewer", *VISITORS[::-1]]
    return next((visitor for visitor in order if answers[visitor] == wanted), None)


def pages(part: int) -> Iterator[tuple[str, Address]]:
    for position, name in enumerate(sorted(ADDRESSES)):
        if position % PARTS == part:
            yield name, ADDRESSES[name]


def address_of(name: str, address: Address, world: World) -> str:
    return reverse(name, kwargs=address.kwargs(world)) + address.query


class Looker:
    """A page for each width; signs in as whoever is asked for, and tells what is wrong with what it sees."""

    def __init__(self, visitor, axe, base: str) -> None:
        self.pages: dict[int, Page] = {width: visitor(width=width) for width in WIDTHS}
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
        for page in self.pages.values():
            page.context.clear_cookies()
            for name in (settings.SESSION_COOKIE_NAME, settings.VAULT_COOKIE_NAME):
                if cookie := client.cookies.get(name):
                    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.base}])
        return client

    @contextmanager
    def shown_instead(self, url: str, body: bytes) -> Iterator[None]:
        """The address answers with a refused form."""

        def answer(route: Route) -> None:
            route.fulfill(status=422, body=body, content_type="text/html; charset=utf-8")

        for page in self.pages.values():
            page.route(self.base + url, answer)
        yield
        for page in self.pages.values():
            page.unroute(self.base + url)

    def findings(self, url: str) -> Iterator[str]:
        for width, page in self.pages.items():
            page.goto(url)
            for finding in self.axe(page):
                yield f"{url} at {width} px: {finding}"
            yield from (f"{url} at {width} px: wider than the window: {part}" for part in page.evaluate(TOO_WIDE))


@pytest.fixture
def looker(visitor, axe, live_server) -> Looker:
    return Looker(visitor, axe, live_server.url)


def is_page(client: Client, url: str) -> bool:
    response = client.get(url)
    attached = "attachment" in response.headers.get("Content-Disposition", "")
    return response.status_code == 200 and response["Content-Type"].startswith("text/html") and not attached


@pytest.mark.parametrize("part", range(PARTS))
def test_no_page_has_an_accessibility_finding(part, looker):
    world = build_world()
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
def test_no_refused_form_has_an_accessibility_finding(part, looker):
    world = build_world()
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


def test_the_notice_of_an_alert_has_no_accessibility_finding(looker):
    """It stands in the way of safeguarding people only, and so in no register."""
    world = build_world()
    own = world.a.organisation
    AlertFactory.create_batch(12, organisation=own)
    client = looker.become("administrator", world)
    held_up = client.get(reverse("organisations:home", args=[own.slug]))
    assert held_up.status_code == 303
    wrong = list(looker.findings(held_up["Location"]))
    assert not wrong, "\n".join(wrong)
