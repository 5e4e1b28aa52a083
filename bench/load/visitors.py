"""Visitors with the mix of a day: strangers who read, people who tell the helpline, handlers, businesses."""

import http.client
import random
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from typing import Self
from urllib.parse import urlencode, urlsplit

from bench.load.figures import Visit
from tests.factories.concerns import SHORTEST, code_on
from tests.reliability.overload import CONTEXT, HOST

PUBLIC_PAGES = ("/", "/guidance/", "/statements/", "/services/", "/report/", "/do-i-need-a-statement/", "/training/")
THINK_SECONDS = 1.0
REDIRECTS = {301, 302, 303}


@dataclass
class Browser:
    """Cookies, forms and a connection that is kept open, from an address of its own network."""

    port: int
    source: str
    visits: list[Visit] = field(default_factory=list)
    cookies: dict[str, str] = field(default_factory=dict)
    text: str = ""
    # Once it is set, the person asks for nothing more: what was asked for before is still awaited.
    over: threading.Event = field(default_factory=threading.Event)
    _line: http.client.HTTPSConnection | None = None

    def get(self, path: str, kind: str = "public") -> int:
        return self._ask("GET", path, None, kind)

    def post(self, path: str, kind: str, **data: str) -> int:
        hidden = {name: self._hidden(name) for name in ("csrfmiddlewaretoken", "shown_for")}
        body = urlencode({name: value for name, value in hidden.items() if value} | data)
        return self._ask("POST", path, body, kind)

    def close(self) -> None:
        if self._line:
            self._line.close()

    def _hidden(self, name: str) -> str:
        found = re.search(rf'name="{name}" value="([^"]+)"', self.text)
        return unescape(found[1]) if found else ""

    def _ask(self, method: str, path: str, body: str | None, kind: str) -> int:
        if self.over.is_set():
            return 0
        headers = {"Host": HOST, "Origin": f"https://{HOST}", "Referer": f"https://{HOST}{path}"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.monotonic()
        try:
            self._line = self._line or http.client.HTTPSConnection(
                "127.0.0.1", self.port, timeout=60, context=CONTEXT, source_address=(self.source, 0)
            )
            self._line.request(method, path, body=body, headers=headers)
            answer = self._line.getresponse()
            self.text = answer.read().decode(errors="replace")
        except (OSError, http.client.HTTPException):
            self.close()
            self._line = None
            self.visits.append(Visit(kind, 0, began, time.monotonic() - began))
            return 0
        self.visits.append(Visit(kind, answer.status, began, time.monotonic() - began))
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        if answer.status in REDIRECTS:
            # The page after a report was sent is a page like others.
            after = "public" if kind == "submit" else kind
            return self._ask("GET", urlsplit(answer.getheader("Location")).path, None, after)
        return answer.status


@dataclass
class People:
    """Who comes. desk: cookies of an unlocked desk. business: cookies and pages of somebody at an organisation."""

    port: int
    desk: dict[str, str]
    desk_pages: tuple[str, ...]
    business: dict[str, str]
    business_pages: tuple[str, ...]
    codes: list[str] = field(default_factory=list)
    _number: int = 0

    def browser(self, cookies: dict[str, str] | None = None) -> Browser:
        self._number += 1
        return Browser(
            self.port, f"127.{1 + self._number // 250 % 250}.{1 + self._number % 250}.1", cookies=dict(cookies or {})
        )

    def read(self, browser: Browser, choose: random.Random) -> None:
        browser.get(choose.choice(PUBLIC_PAGES))

    def work_at_the_desk(self, browser: Browser, choose: random.Random) -> None:
        browser.cookies |= self.desk
        browser.get(choose.choice(self.desk_pages), "desk")

    def work_in_a_business(self, browser: Browser, choose: random.Random) -> None:
        browser.cookies |= self.business
        browser.get(choose.choice(self.business_pages), "business")

    def tell(self, browser: Browser, *, is_urgent: bool = False, pause: Callable[[float], object] = time.sleep) -> None:
        """Tell the helpline something, page by page, and keep the code.

        pause: waits so many seconds; where it returns True, the person goes away.
        """
        browser.cookies.clear()
        browser.get("/report/")
        browser.post("/report/", "public", purpose="report_concern")
        urgent = {"/r/1": {"danger_level": "happening_now"}} if is_urgent else {}
        for path, data in (SHORTEST | urgent).items():
            browser.post(path, "public", **data)
        browser.get("/r/6")
        token = browser._hidden("token")
        if browser.over.is_set():
            return
        # Whoever sends within seconds is taken for a program.
        if pause(4):
            return
        for _ in range(20):
            browser.post("/r/6", "submit", token=token)
            if code := code_on(browser.text):
                self.codes.append(code)
                return
            if pause(1):
                return
            browser.get("/r/6")


class Crowd:
    """Many people at once, each in a thread, who think for a second or so between two pages."""

    # Of a hundred: how many read, work at the desk, work in a business, and tell.
    MIX = (70, 14, 14, 2)

    def __init__(self, people: People, size: int, *, seed: int = 1) -> None:
        self._people, self._over = people, threading.Event()
        self.browsers: list[Browser] = []
        self._threads = [threading.Thread(target=self._go, args=(seed * 1000 + number,)) for number in range(size)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    @property
    def visits(self) -> list[Visit]:
        return [visit for browser in self.browsers for visit in browser.visits]

    def _go(self, seed: int) -> None:
        choose, people = random.Random(seed), self._people  # noqa: S311 – nobody guesses anything by it
        acts = (people.read, people.work_at_the_desk, people.work_in_a_business)
        browser = people.browser()
        browser.over = self._over
        self.browsers.append(browser)
        while not self._over.wait(choose.expovariate(1 / THINK_SECONDS)):
            [act] = choose.choices((*acts, None), self.MIX)
            if act is None:
                people.tell(browser, pause=self._over.wait)
                continue
            browser.cookies = {}
            act(browser, choose)
        browser.close()


@contextmanager
def crowd(people: People, size: int, seconds: float) -> Iterator[list[Visit]]:
    """Let a crowd come for so long before the block; yield what it saw, without its first fifth, when all are new."""
    with Crowd(people, size) as many:
        began = time.monotonic()
        time.sleep(seconds)
    yield [visit for visit in many.visits if visit.began > began + seconds / 5]
