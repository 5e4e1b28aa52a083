"""The portal as an operator runs it: behind the reference proxy, with production settings; and who overloads it.

Everything stays on this machine: visitors come from addresses of the loopback network, each of a network of its own.
"""

import http.client
import re
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from bench.sample import make_publication, save_publication
from compliance.organisations.models import Organisation
from compliance.statements.models import Publication, Statement, Version
from tests.portal.operations.test_proxy import proxy
from tests.reliability.servers import APPLICATION, Server, database_of_the_test, free_port, served
from tests.support.programs import find_program

HOST = "portal.example"
CONTEXT = ssl._create_unverified_context()
# Somebody in need, from a network of which nothing else comes.
READER = "127.0.200.1"


@dataclass
class Stack:
    port: int
    server: Server


@contextmanager
def redis_server(folder: Path, port: int = 0) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Its CACHE_URL and its process, which ends with the block at the latest."""
    port = port or free_port()
    command = [
        find_program("redis-server"),
        "--port",
        str(port),
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--appendonly",
        "no",
    ]
    process = subprocess.Popen([*command, "--dir", folder], stdout=subprocess.DEVNULL)
    try:
        for _ in range(100):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.1)
        yield f"redis://127.0.0.1:{port}/0", process
    finally:
        process.kill()
        process.wait()


@contextmanager
def stack(folder: Path, *, application: str = APPLICATION, **environment: str) -> Iterator[Stack]:
    """Proxy and portal, on the database of the test."""
    settings = {"DJANGO_SETTINGS_MODULE": "tests.reliability.overload_settings"}
    with (
        served(folder, database=database_of_the_test(), application=application, **(settings | environment)) as server,
        proxy(folder, server.port) as port,
    ):
        yield Stack(port, server)


@dataclass(frozen=True)
class Reply:
    """status: 0 where the connection was closed without an answer."""

    status: int
    text: str
    seconds: float
    cookies: str = ""


def ask(
    port: int, path: str, *, source: str = READER, form: dict[str, str] | None = None,
    content: tuple[str, bytes | Iterator[bytes]] | None = None, size: int = 0, cookies: str = "", timeout: float = 60,
) -> Reply:  # fmt: skip
    """One request on a connection of its own. content: its type and a body, in the place of a form; of one that comes
    in pieces, size is the length.
    """
    connection = http.client.HTTPSConnection(
        "127.0.0.1", port, timeout=timeout, context=CONTEXT, source_address=(source, 0)
    )
    headers = {"Host": HOST, "Referer": f"https://{HOST}{path}", "Origin": f"https://{HOST}"}
    if cookies:
        headers["Cookie"] = cookies
    if form is not None:
        content = "application/x-www-form-urlencoded", urlencode(form).encode()
    if content:
        headers["Content-Type"] = content[0]
    if size:
        headers["Content-Length"] = str(size)
    began = time.monotonic()
    try:
        connection.request("POST" if content else "GET", path, body=content and content[1], headers=headers)
        answer = connection.getresponse()
        text = answer.read().decode(errors="replace")
    except (OSError, http.client.HTTPException):
        return Reply(0, "", time.monotonic() - began)
    finally:
        connection.close()
    given = "; ".join(value.partition(";")[0] for name, value in answer.getheaders() if name.lower() == "set-cookie")
    return Reply(answer.status, text, time.monotonic() - began, given)


def token_in(text: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)
    assert found, text[:2000]
    return found[1]


def begin_to_tell(port: int) -> str:
    """The cookies of somebody who answered the first question."""
    page = ask(port, "/report/")
    form = {"csrfmiddlewaretoken": token_in(page.text), "purpose": "report_concern"}
    answer = ask(port, "/report/", form=form, cookies=page.cookies)
    assert answer.status == 303, answer
    return f"{page.cookies}; {answer.cookies}"


def read_pages(port: int, times: int, path: str = "/report/", pause: float = 0.1) -> list[Reply]:
    """As somebody who looks at it again and again."""
    replies = []
    for _ in range(times):
        replies.append(ask(port, path))
        time.sleep(pause)
    return replies


def p95(replies: list[Reply]) -> float:
    """Seconds."""
    seconds = sorted(reply.seconds for reply in replies)
    return seconds[max(0, round(0.95 * len(seconds)) - 1)]


@contextmanager
def busily(act: Callable[[int], Reply], times: int) -> Iterator[list[Reply]]:
    """That many at once, begun before the block. After it all their replies are in the list."""
    replies: list[Reply] = []
    with ThreadPoolExecutor(times) as pool:
        asked = [pool.submit(act, number) for number in range(times)]
        time.sleep(1)
        yield replies
        replies += [one.result() for one in asked]


class SlowClients:
    """Connections that stay open until the end: each sends a byte a second, or reads one."""

    def __init__(self, port: int) -> None:
        self.port, self.clients = port, []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._go_on)

    def __enter__(self) -> "SlowClients":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        for client, _sends in self.clients:
            client.close()

    def add(self, number: int, head: bytes, *, networks: int, sends: bool) -> None:
        source = f"127.0.{10 + number % networks}.{1 + number // networks}"
        plain = socket.socket()
        # Nothing waits in the kernel for whoever reads slowly.
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        plain.bind((source, 0))
        plain.settimeout(20)
        plain.connect(("127.0.0.1", self.port))
        client = CONTEXT.wrap_socket(plain)
        client.sendall(head)
        self.clients.append((client, sends))

    def send(self, times: int, path: str, *, networks: int, cookies: str, length: int = 20_000) -> None:
        """cookies: with that against forgery, without which nothing of a body is read."""
        head = (
            f"POST {path} HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"Origin: https://{HOST}\r\nCookie: {cookies}\r\nContent-Length: {length}\r\n\r\ntext="
        )
        for number in range(times):
            self.add(number, head.encode(), networks=networks, sends=True)

    def read(self, times: int, path: str, *, networks: int) -> None:
        head = f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\n\r\n"
        for number in range(times):
            self.add(number, head.encode(), networks=networks, sends=False)

    def _go_on(self) -> None:
        while not self._over.wait(1):
            for client, sends in list(self.clients):
                with suppress(OSError):
                    client.settimeout(0.01)
                    if sends:
                        client.sendall(b"x")
                    else:
                        client.recv(1)


def publish_many(times: int) -> None:
    """Statements of as many organisations in the public register."""
    first = save_publication()
    organisations = Organisation.objects.bulk_create(
        Organisation(name=f"Mill {n}", slug=f"mill-{n}", legal_form="company", confirmed_at=first.published_at)
        for n in range(times)
    )
    statements = Statement.objects.bulk_create(Statement(organisation=own, year=first.year) for own in organisations)
    versions = Version.objects.bulk_create(
        Version(statement=statement, state="published", content_hash=first.content_hash) for statement in statements
    )
    copies = []
    for own, statement, version in zip(organisations, statements, versions, strict=True):
        copy = make_publication({**first.content})
        copy.organisation, copy.statement, copy.version = own, statement, version
        copy.organisation_name, copy.organisation_slug, copy.company_number = own.name * 8, own.slug, ""
        copies.append(copy)
    Publication.objects.bulk_create(copies)
