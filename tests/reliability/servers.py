"""The portal under gunicorn, in processes of its own, and somebody who visits it over HTTP."""

import http.client
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings
from django.db import connection

from portal.operations.setup.keys import make_secrets
from portal.operations.setup.serve import SERVER
from tests.factories.concerns import SHORTEST, code_on

ROOT = Path(__file__).resolve().parents[2]
APPLICATION = "portal.wsgi"
SECRETS = ("SEALING_KEYS_FILE", "RECEIPT_PEPPER_FILE", "RECEIPT_SALT_FILE", "TEAM_PUBLIC_KEY_FILE")
# What a browser shows as "the connection was closed"; an answer of the server is none of them.
CUT_OFF = (urllib.error.URLError, http.client.HTTPException, ConnectionError, TimeoutError)


@dataclass
class Server:
    port: int
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def workers(self) -> list[int]:
        """Process ids of those who answer requests."""
        master = self.process.pid
        return [int(pid) for pid in Path(f"/proc/{master}/task/{master}/children").read_text().split()]


@contextmanager
def served(
    folder: Path, *, database: str, preload: bool = True, application: str = APPLICATION, **environment: str
) -> Iterator[Server]:
    """folder: for what it keeps. database: as DATABASE_URL, with its migrations. Keys are those of the tests.

    preload: whether the processes are forked from one that has loaded the portal. application: the module that has it.
    """
    env = build_environment(folder, database) | environment
    port, log = free_port(), folder / "log"
    words = (word for word in SERVER if preload or word != "--preload")
    command = [sys.executable, *(application if word == APPLICATION else word for word in words)]
    command += ["--bind", f"127.0.0.1:{port}"]
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=out, stderr=out)
    try:
        server = Server(port, process, log)
        _wait_for(server)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=40)


@contextmanager
def working(folder: Path, *, database: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """`manage.py worker` in a process of its own, with the same settings as the server."""
    env = build_environment(folder, database) | environment
    with (folder / f"worker-{free_port()}").open("wb") as out:
        process = subprocess.Popen([sys.executable, "manage.py", "worker"], cwd=ROOT, env=env, stdout=out, stderr=out)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=60)


def wait_until(is_so: Callable[[], object], *, seconds: float) -> bool:
    """Ask again and again; return whether it was so in time."""
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            return False
        time.sleep(0.2)
    return True


def build_environment(folder: Path, database: str) -> dict[str, str]:
    make_secrets(folder / "secrets")
    (folder / "static").mkdir(exist_ok=True)
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.reliability.settings",
        "VAR_DIR": str(folder),
        "DATABASE_URL": database,
        **{name: str(getattr(settings, name)) for name in SECRETS},
    }


def database_of_the_test() -> str:
    """As DATABASE_URL."""
    named = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{named['NAME']}"
    who = ":".join(quote(named[part], safe="") for part in ("USER", "PASSWORD") if named[part])
    return f"postgres://{who}@{named['HOST']}:{named['PORT']}/{quote(named['NAME'], safe='')}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(server: Server) -> None:
    for _ in range(300):
        if server.process.poll() is not None:
            break
        try:
            if Visitor(server.port).get("/healthz").status == 200:
                return
        except CUT_OFF:
            time.sleep(0.2)
    raise AssertionError(f"The server did not start: {server.log.read_text()[-2000:]}")


@dataclass(frozen=True)
class Answer:
    """address: where the redirects led. seconds: from the first byte sent to the last one read."""

    status: int
    address: str
    text: str
    headers: Any
    seconds: float


class Visitor:
    """A browser with nothing in it: cookies, forms, redirects. Cut off, it raises one of CUT_OFF."""

    def __init__(self, port: int, *, timeout: float = 60) -> None:
        self.port, self.timeout = port, timeout
        # Browsers count the machine itself as safe, and so send it what is for HTTPS only.
        self.cookies = CookieJar(DefaultCookiePolicy(secure_protocols=("http", "https")))
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        self._forgery_token = self._shown_for = ""

    def tab(self) -> Self:
        """Another tab of the same browser, with the same page in it."""
        other = type(self)(self.port, timeout=self.timeout)
        for cookie in self.cookies:
            other.cookies.set_cookie(cookie)
        other._forgery_token, other._shown_for = self._forgery_token, self._shown_for
        return other

    def get(self, address: str) -> Answer:
        return self._ask(address, None)

    def post(self, address: str, **data: str) -> Answer:
        hidden = {"csrfmiddlewaretoken": self._forgery_token, "shown_for": self._shown_for}
        return self._ask(address, urlencode(hidden | data).encode())

    def _ask(self, address: str, body: bytes | None) -> Answer:
        start = time.monotonic()
        try:
            response = self._opener.open(f"http://127.0.0.1:{self.port}{address}", body, self.timeout)
        except urllib.error.HTTPError as refused:
            response = refused
        with response:
            text = response.read().decode()
        if found := re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text):
            self._forgery_token = unescape(found[1])
        if found := re.search(r'name="shown_for" value="([^"]+)"', text):
            self._shown_for = found[1]
        where = urlsplit(response.url).path
        return Answer(response.status, where, text, response.headers, time.monotonic() - start)


class Teller(Visitor):
    """Somebody with something to tell, who tries again when a page does not come."""

    token = ""

    def tab(self) -> Self:
        other = super().tab()
        other.token = self.token
        return other

    def answers(self) -> None:
        """Up to the page that sends."""
        self.get("/report/")
        self.post("/report/", purpose="report_concern")
        for address, data in SHORTEST.items():
            page = self.post(address, **data)
            assert page.status == 200, (address, page.status)
        page = self.get("/r/6")
        found = re.search(r'name="token" value="([^"]+)"', page.text)
        assert found, page.text[-2000:]
        self.token = found[1]

    def sends(self) -> str:
        """The code; empty where the page asks to wait. Raises one of CUT_OFF."""
        return code_on(self.post("/r/6", token=self.token).text)

    def looks(self) -> str:
        """The code, if this browser's draft was sent."""
        return code_on(self.get("/r/7").text)

    def insists(self) -> str:
        """Sends again until there is a code, as people do who get no page or are asked to wait."""
        for _ in range(60):
            try:
                if digits := self.sends():
                    return digits
            except CUT_OFF:
                pass
            time.sleep(0.5)
        raise AssertionError("No code in half a minute.")
