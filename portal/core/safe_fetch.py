"""An HTTP client that cannot be led to our own network (server-side request forgery, SSRF).

Resolve once, refuse every address that is not global, connect to that very address with the right name. No redirect
is followed unasked: each hop is checked anew. For jobs only; what a page says goes no further than its reader.

See docs/requirements/security.md#url-fetching.
"""

import http.client
import io
import re
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import dns.exception
import dns.resolver
from django.utils.translation import gettext as _

from portal.core.special_networks import is_public_address

MAX_SECONDS = 10.0
MAX_BYTES = 2 * 1024 * 1024
MAX_HEAD_BYTES = 64 * 1024
MAX_HOPS = 5
MAX_URL_LENGTH = 2000
PORTS = {"http": 80, "https": 443}
REDIRECTS = frozenset({301, 302, 303, 307, 308})
AGENT = "Daylight-portal/1 (checks an address that its owner gave)"

_HOST = re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])\Z")


class CannotFetch(Exception):
    """The address was not opened; the message says why, for the person who gave it."""


@dataclass(frozen=True)
class Page:
    """What an address answered in the end. body is cut at MAX_BYTES."""

    url: str
    status: int
    body: bytes


@dataclass(frozen=True)
class Network:
    """The outside world; tests put a small one of their own in its place."""

    resolve: Callable[[str, float], list[str]] = field(default_factory=lambda: resolve)
    connect: Callable[[tuple[str, int], float], socket.socket] = field(default_factory=lambda: socket.create_connection)
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    clock: Callable[[], float] = time.monotonic


def fetch(url: str, *, network: Network | None = None, may_visit: Callable[[str], bool] = lambda host: True) -> Page:
    """Return the page at an address, after at most five redirects, each checked as the first.

    may_visit: whether a host may be visited at all, asked before each hop.
    Raises CannotFetch.
    """
    network = network or Network()
    deadline = network.clock() + MAX_SECONDS
    for _hop in range(MAX_HOPS + 1):
        scheme, host, target = split_url(url)
        if not may_visit(host):
            raise CannotFetch(_("The page redirects to another website."))
        status, location, body = _get(scheme, host, target, network, deadline)
        if status not in REDIRECTS or not location:
            return Page(url, status, body)
        url = _redirect_target(url, location)
    raise CannotFetch(_("The page redirects more than 5 times."))


def split_url(url: str) -> tuple[str, str, str]:
    """Return scheme, host in ASCII and path with query of an address that may be opened. Raises CannotFetch."""
    if len(url) > MAX_URL_LENGTH or re.search(r"[\s\x00-\x1f\x7f\\]", url):
        raise CannotFetch(_("Enter a web address without spaces, like https://www.example.org/page."))
    try:
        parts = urlsplit(url)
        port, name = parts.port, (parts.hostname or "").rstrip(".")
        host = name.encode("idna").decode("ascii").lower() if name else ""
    except (ValueError, UnicodeError) as error:
        raise CannotFetch(_("Enter a web address, like https://www.example.org/page.")) from error
    if parts.scheme not in PORTS:
        raise CannotFetch(_("Enter a web address that starts with https:// or http://."))
    if parts.username is not None or parts.password is not None:
        raise CannotFetch(_("Enter a web address that does not include a name or password."))
    if port not in (None, PORTS[parts.scheme]):
        raise CannotFetch(_("Enter a web address that does not include a port number."))
    if not _HOST.match(host):
        raise CannotFetch(_("Enter a web address that includes the name of a website."))
    path = re.sub(r"[^\x21-\x7e]", _quoted, parts.path or "/")
    query = re.sub(r"[^\x21-\x7e]", _quoted, parts.query)
    return parts.scheme, host, f"{path}?{query}" if query else path


def resolve(host: str, seconds: float) -> list[str]:
    """Return the addresses of a host, from DNS alone: no hosts file, no search list. Empty where there are none."""
    addresses = []
    for kind in ("A", "AAAA"):
        try:
            answer = dns.resolver.resolve(f"{host}.", kind, lifetime=max(0.1, seconds / 2), search=False)
        except dns.exception.DNSException:
            continue
        addresses += [record.to_text() for record in answer]
    return addresses


def _redirect_target(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise CannotFetch(_("The page redirects to something that is not a web address.")) from error


def _get(scheme: str, host: str, target: str, network: Network, deadline: float) -> tuple[int, str, bytes]:
    """Return status, redirect target and body of one request, to one address that was checked."""
    addresses = network.resolve(host, _get_remaining_seconds(network, deadline))
    if not addresses or not all(is_public_address(address) for address in addresses):
        # One sentence, or whoever asks would learn which names our own network has.
        raise CannotFetch(_("There is no public website at this address."))
    try:
        with network.connect((addresses[0], PORTS[scheme]), _get_remaining_seconds(network, deadline)) as plain:
            plain.settimeout(_get_remaining_seconds(network, deadline))
            sock = network.tls.wrap_socket(plain, server_hostname=host) if scheme == "https" else plain
            with sock:
                return _ask(sock, host, target, network, deadline)
    except CannotFetch:
        raise
    except ssl.SSLError as error:
        raise CannotFetch(_("We could not trust the website’s certificate.")) from error
    except (TimeoutError, OSError, http.client.HTTPException, ValueError) as error:
        raise CannotFetch(_("The website did not respond.")) from error


def _ask(sock: socket.socket, host: str, target: str, network: Network, deadline: float) -> tuple[int, str, bytes]:
    head = f"GET {target} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: {AGENT}\r\nAccept: text/html, text/plain;q=0.9\r\n"
    sock.sendall((head + "Accept-Encoding: identity\r\nConnection: close\r\n\r\n").encode("ascii"))
    stream = _Stream(sock, network, deadline)
    response = http.client.HTTPResponse(stream, method="GET")  # type: ignore[arg-type]
    try:
        response.begin()
        location = response.headers.get("Location", "")
        body = b"" if response.status in REDIRECTS else response.read(MAX_BYTES)
        return response.status, location, body
    finally:
        response.close()


class _Stream(io.RawIOBase):
    """A socket to read from, until the deadline or the limit: slow drips and endless headers end too."""

    def __init__(self, sock: socket.socket, network: Network, deadline: float) -> None:
        self._sock, self._network, self._deadline = sock, network, deadline
        self._allowed = MAX_BYTES + MAX_HEAD_BYTES

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(self)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:  # type: ignore[override]
        if self._allowed <= 0:
            raise CannotFetch(_("The page is too long."))
        self._sock.settimeout(_get_remaining_seconds(self._network, self._deadline))
        count = self._sock.recv_into(buffer)
        self._allowed -= count
        return count


def _get_remaining_seconds(network: Network, deadline: float) -> float:
    remaining = deadline - network.clock()
    if remaining <= 0:
        raise CannotFetch(_("The website took longer than 10 seconds to respond."))
    return remaining


def _quoted(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match.group().encode())
