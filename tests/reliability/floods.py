"""Who floods the pages for reporters from a few networks, and who tells us something meanwhile.

Each source of the loopback network 127.N.M.0/24 is a network of its own to the reference proxy.
"""

import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from uuid import uuid4

from django.utils import timezone

from compliance.concerns.rules import journey
from compliance.concerns.services import draft as drafts
from portal.settings.production import CSRF_COOKIE_NAME, DRAFT_COOKIE_NAME
from tests.factories import told_files
from tests.factories.concerns import ANSWERS
from tests.reliability.overload import CONTEXT, HOST, Reply, ask, p95

BOUNDARY = "flood"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"
# Whoever is cut off comes back after half a second.
SEND_EVERY, PIECES_AWAY, SENDING_RATES = 0.5, 1, range(2100, 3000, 100)
PHONE_RATE = 3000
FORGERY_COOKIE = f"{CSRF_COOKIE_NAME}={'a' * 32}"


def make_draft() -> str:
    """Return the cookies of somebody who has answered everything and is about to send."""
    started = drafts.start_draft(
        answers={**ANSWERS, journey.REACHED_CHECK: True}, now=timezone.now() - timedelta(minutes=1)
    )
    return f"{FORGERY_COOKIE}; {DRAFT_COOKIE_NAME}={started.cookie.text}"


def hidden_in(text: str) -> dict[str, str]:
    """Return the hidden values of a page's forms."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text))


def multipart(fields: dict[str, str], name: str, data: bytes) -> bytes:
    pieces = [f'Content-Disposition: form-data; name="{key}"\r\n\r\n{value}' for key, value in fields.items()]
    head = "".join(f"--{BOUNDARY}\r\n{piece}\r\n" for piece in pieces)
    head += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    return head.encode() + data + f"\r\n--{BOUNDARY}--\r\n".encode()


def send_report(port: int, cookies: str, source: str) -> Reply:
    """Read the page with the button, and press it."""
    fields = hidden_in(ask(port, "/r/6", source=source, cookies=cookies).text)
    return ask(port, "/r/6", source=source, cookies=cookies, form=fields)


def insist(port: int, cookies: str, source: str, *, most: int = 60) -> list[Reply]:
    """Send until the report is there, as people do who are asked to try again; return all replies."""
    replies: list[Reply] = []
    while len(replies) < most and not (replies and replies[-1].status == 303):
        replies.append(send_report(port, cookies, source))
    return replies


def begin(port: int, source: str) -> Reply:
    fields = {"csrfmiddlewaretoken": "a" * 32, "purpose": "report_concern"}
    return ask(port, "/report/", source=source, cookies=FORGERY_COOKIE, form=fields)


def add_file(port: int, cookies: str, source: str) -> Reply:
    fields = {"csrfmiddlewaretoken": "a" * 32} | hidden_in(ask(port, "/r/9", source=source, cookies=cookies).text)
    body = multipart(fields, "yard.jpg", told_files.photo())
    return ask(port, "/r/9", source=source, cookies=cookies, content=(MULTIPART, body))


def send_many(port: int, times: int, *, network: str, at_once: int = 12) -> list[Reply]:
    """Reports of nobody from one network. at_once: fewer than the places in which it may wait in one process."""
    cookies = [make_draft() for _ in range(times)]
    with ThreadPoolExecutor(at_once) as pool:
        return list(pool.map(lambda n: send_report(port, cookies[n], f"{network}.{1 + n % 250}"), range(times)))


class Reporters:
    """People who begin, add a file and send, each from a network of its own."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.replies: dict[str, list[Reply]] = {"begin": [], "file": [], "send": []}
        self._networks = count()

    def tell(self, times: int, *, at_once: int = 2) -> None:
        cookies = [make_draft() for _ in range(times)]
        with ThreadPoolExecutor(at_once) as pool:
            list(pool.map(self._tell_once, cookies))

    def _tell_once(self, cookies: str) -> None:
        source = f"127.3.{next(self._networks)}.1"
        self.replies["begin"].append(begin(self.port, source))
        self.replies["file"].append(add_file(self.port, cookies, source))
        self.replies["send"].append(send_report(self.port, cookies, source))

    @property
    def refused(self) -> list[Reply]:
        return [reply for replies in self.replies.values() for reply in replies if reply.status != 303]

    def describe(self) -> str:
        lines = []
        for act, replies in self.replies.items():
            seconds = sorted(reply.seconds for reply in replies)
            statuses = sorted(reply.status for reply in replies if reply.status != 303)
            lines.append(
                f"  {act}: {len(replies)} replies, p50 {seconds[len(seconds) // 2]:.3f} s, p95 {p95(replies):.3f} s, "
                f"max {seconds[-1]:.3f} s, refused {len(statuses)} {sorted(set(statuses))}"
            )
        return "\n".join(lines)


def send_slowly(port: int, cookies: str, source: str, *, size: int) -> Reply:
    """Add a photo of about so many bytes, as a phone with a bad line does: three kilobytes a second, all the time."""
    fields = {"csrfmiddlewaretoken": "a" * 32} | hidden_in(ask(port, "/r/9", source=source, cookies=cookies).text)
    body = multipart(fields, "yard.jpg", told_files.photo() + bytes(size))
    pieces = (body[start : start + PHONE_RATE // 2] for start in range(0, len(body), PHONE_RATE // 2))

    def trickle() -> Iterator[bytes]:
        for piece in pieces:
            yield piece
            threading.Event().wait(0.5)

    return ask(port, "/r/9", source=source, cookies=cookies, content=(MULTIPART, trickle()), size=len(body))


@dataclass
class SlowSender:
    source: str
    cookies: str
    rate: int
    client: ssl.SSLSocket | None = None
    away: int = 0


@dataclass
class SlowSenders:
    """Connections that each send a file a little faster than the slowest phone, and come back where they are cut."""

    port: int
    senders: list[SlowSender] = field(default_factory=list)
    cut: int = 0

    @classmethod
    @contextmanager
    def sending(cls, port: int, times: int, *, networks: int) -> Iterator["SlowSenders"]:
        cookies = [make_draft() for _ in range(networks)]
        flood = cls(port)
        for number in range(times):
            network, host = number % networks, 1 + number // networks
            rate = SENDING_RATES[number % len(SENDING_RATES)]
            flood.senders.append(SlowSender(f"127.1.{network}.{host}", cookies[network], rate))
        for sender in flood.senders:
            flood._connect(sender)
        over = threading.Event()
        thread = threading.Thread(target=flood._go_on, args=[over])
        thread.start()
        try:
            yield flood
        finally:
            over.set()
            thread.join()
            for sender in flood.senders:
                if sender.client:
                    sender.client.close()

    def _connect(self, sender: SlowSender) -> None:
        head = [
            "POST /r/9 HTTP/1.1",
            f"Host: {HOST}",
            f"Origin: https://{HOST}",
            f"Cookie: {sender.cookies}",
            f"Content-Type: {MULTIPART}",
            f"Content-Length: {20 * 1024 * 1024}",
        ]
        start = multipart({"csrfmiddlewaretoken": "a" * 32, "token": str(uuid4())}, "film.mp4", told_files.mp4())
        start = start.removesuffix(f"\r\n--{BOUNDARY}--\r\n".encode())
        with suppress(OSError):
            plain = socket.create_connection(("127.0.0.1", self.port), 20, source_address=(sender.source, 0))
            sender.client = CONTEXT.wrap_socket(plain)
            sender.client.sendall("\r\n".join([*head, "", ""]).encode() + start)
            sender.client.settimeout(0)

    def _go_on(self, over: threading.Event) -> None:
        while not over.wait(SEND_EVERY):
            for sender in self.senders:
                if sender.client and self._is_over(sender):
                    self.cut += 1
                    sender.away = PIECES_AWAY
                elif sender.client is None:
                    sender.away -= 1
                    if sender.away <= 0:
                        self._connect(sender)

    def _is_over(self, sender: SlowSender) -> bool:
        assert sender.client
        try:
            sender.client.send(b"x" * int(sender.rate * SEND_EVERY))
            # An answer before the last byte, or none: it was cut off.
            sender.client.recv(4096)
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
            return False
        except OSError:
            pass
        sender.client.close()
        sender.client = None
        return True


@contextmanager
def pressing(times: int, acts: list[Callable[[str], Reply]], *, network: str) -> Iterator[list[Reply]]:
    """Connections of one network, each of which does one of the acts again and again until the end."""
    replies: list[Reply] = []
    over = threading.Event()

    def press(number: int) -> None:
        while not over.is_set():
            reply = acts[number % len(acts)](f"{network}.{1 + number % 250}")
            replies.append(reply)
            # Whoever is refused at once comes again soon.
            over.wait(0.5)

    with ThreadPoolExecutor(times) as pool:
        for number in range(times):
            pool.submit(press, number)
        try:
            yield replies
        finally:
            over.set()
