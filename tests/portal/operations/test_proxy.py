"""The reference proxy (deploy/nginx.conf), run as it is but for names and ports, passes on who asks to nobody.

See docs/requirements/security.md#proxy-logs.
"""

import http.client
import io
import re
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.core.management import call_command

from portal.settings.concern_pages import ANONYMOUS_PATHS
from tests.reliability.servers import free_port
from tests.support.programs import find_program, needs_server

REFERENCE = Path(__file__).parents[3] / "deploy" / "nginx.conf"
BROWSER, WORDS = "UA-CANARY-9f2c", b"WORDS-CANARY-4b7d"
MAIN = """
daemon off; master_process off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/main.log info;
events {{ worker_connections 4096; }}
http {{ {temporary} include {folder}/site.conf; }}
"""
pytestmark = needs_server("nginx")
KINDS = ("proxy", "fastcgi", "uwsgi", "scgi")


@dataclass
class Portal:
    """What stands behind the proxy, and what it was told. half: where an answer waits for the rest of its request."""

    port: int
    requests: list[tuple[str, dict[str, str], int]] = field(default_factory=list)
    begun: threading.Event = field(default_factory=threading.Event)


@contextmanager
def behind() -> Iterator[Portal]:
    portal = Portal(port=0)

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            portal.begun.set()
            length = int(self.headers.get("Content-Length", 0))
            portal.requests.append((self.path, dict(self.headers), len(self.rfile.read(length))))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"answered")

        def do_POST(self):
            self.do_GET()

        def log_message(self, *words):
            """A test says itself what it found."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    portal.port = server.server_port
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield portal
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def site(folder: Path, *, listens: int, portal: int) -> str:
    """The reference with the names and ports of this machine. Each is there to be replaced, else the test would err."""
    text = REFERENCE.read_text()
    for there, here in {
        "listen 80;": f"listen 127.0.0.1:{free_port()};",
        "listen 443 ssl;": f"listen 127.0.0.1:{listens} ssl;",
        "server 127.0.0.1:8000;": f"server 127.0.0.1:{portal};",
        "/etc/ssl/portal/fullchain.pem": f"{folder}/certificate.pem",
        "/etc/ssl/portal/key.pem": f"{folder}/key.pem",
        "/run/portal-proxy": f"{folder}/bodies",
        "/srv/portal/var/errors": f"{folder}/errors",
    }.items():
        assert text.count(there) == 1, there
        text = text.replace(there, here)
    return text


def make_certificate(folder: Path) -> None:
    names = ["-keyout", folder / "key.pem", "-out", folder / "certificate.pem"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=portal.example", *names]
    subprocess.run(command, check=True, capture_output=True)


@contextmanager
def proxy(folder: Path, portal: int) -> Iterator[int]:
    """The port on which it answers."""
    listens = free_port()
    make_certificate(folder)
    call_command("error_pages", into=folder / "errors", stdout=io.StringIO())
    (folder / "site.conf").write_text(site(folder, listens=listens, portal=portal))
    temporary = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in KINDS)
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder, temporary=temporary))
    process = subprocess.Popen(
        [find_program("nginx"), "-p", folder, "-c", folder / "nginx.conf"], stderr=subprocess.PIPE
    )
    try:
        for _ in range(100):
            assert process.poll() is None, process.stderr.read()
            try:
                visitor(listens).connect()
                break
            except OSError:
                time.sleep(0.1)
        yield listens
    finally:
        process.terminate()
        process.communicate(timeout=20)


def visitor(port: int) -> http.client.HTTPSConnection:
    """From an address that is looked for afterwards."""
    trusting = ssl._create_unverified_context()
    return http.client.HTTPSConnection(
        "127.0.0.1", port, timeout=20, context=trusting, source_address=("127.0.0.77", 0)
    )


def ask(port: int, path: str, body: bytes | None = None, **headers: str) -> http.client.HTTPResponse:
    sent = {"Host": "portal.example", "User-Agent": BROWSER, **headers}
    connection = visitor(port)
    connection.request("POST" if body else "GET", path, body=body, headers=sent)
    return connection.getresponse()


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != "key.pem")


def test_an_address_becomes_a_network_and_what_a_visitor_says_of_it_is_not_passed_on(tmp_path):
    with behind() as portal, proxy(tmp_path, portal.port) as port:
        for path in ("/report/", "/r/3", "/services/"):
            assert ask(port, path, **{"X-Forwarded-For": "198.51.100.9"}).status == 200
    told = {path: headers for path, headers, _ in portal.requests}
    assert {headers["X-Forwarded-For"] for headers in told.values()} == {"127.0.0.0"}
    assert {headers["X-Forwarded-Proto"] for headers in told.values()} == {"https"}
    assert [told[path].get("User-Agent") for path in told] == [None, None, BROWSER]


def test_of_a_visit_and_of_what_was_sent_nothing_is_left_at_the_proxy(tmp_path):
    with behind() as portal, proxy(tmp_path, portal.port) as port:
        ask(port, "/r/9", WORDS * 1_000_000).read()
        ask(port, "/r/3?" + "x" * 20_000).read()
        left = everything_in(tmp_path)
    assert [(path, size) for path, _, size in portal.requests] == [("/r/9", len(WORDS) * 1_000_000)]
    for canary in (WORDS, BROWSER.encode(), b"127.0.0.77", b"/r/9"):
        assert canary not in left, canary


def test_an_upload_goes_on_while_it_comes_and_lies_in_no_file(tmp_path):
    with behind() as portal, proxy(tmp_path, portal.port) as port:
        sender = visitor(port)
        sender.putrequest("POST", "/r/9", skip_host=True)
        for name, value in (("Host", "portal.example"), ("Content-Length", str(len(WORDS) * 100_000))):
            sender.putheader(name, value)
        sender.endheaders()
        sender.send(WORDS * 50_000)
        assert portal.begun.wait(10)
        assert WORDS not in everything_in(tmp_path)
        sender.send(WORDS * 50_000)
        assert sender.getresponse().read() == b"answered"


@pytest.mark.parametrize("path", ["/report/", "/r/6"])
def test_a_network_has_sixty_requests_at_a_time_on_the_pages_for_reporters(tmp_path, path):
    with behind() as portal, proxy(tmp_path, portal.port) as port, ExitStack() as senders:
        for _ in range(60):
            sender = senders.enter_context(closing(visitor(port)))
            sender.putrequest("POST", path, skip_host=True)
            sender.putheader("Host", "portal.example")
            sender.putheader("Content-Length", "9")
            sender.endheaders()
        assert ask(port, path).status == 503
        other = senders.enter_context(closing(visitor(port)))
        other.source_address = ("127.0.1.1", 0)
        other.request("GET", path, headers={"Host": "portal.example"})
        assert other.getresponse().status == 200


@pytest.mark.django_db
def test_while_the_portal_is_away_a_page_says_whom_to_call(tmp_path, settings):
    with proxy(tmp_path, free_port()) as port:
        answer = ask(port, "/r/3")
        page = answer.read().decode()
    assert answer.status == 502
    assert answer.headers["Cache-Control"] == "no-store"
    assert "999" in page and settings.HELPLINE_NUMBER in page


def test_health_and_figures_are_not_for_visitors(tmp_path):
    with behind() as portal, proxy(tmp_path, portal.port) as port:
        assert [ask(port, path).status for path in ("/health", "/metrics", "/healthz")] == [404, 404, 200]
    assert [path for path, _, _ in portal.requests] == ["/healthz"]


def test_an_address_of_ipv6_becomes_a_network_too():
    networks = re.findall(r'"~(\^.*?)" "\$(\w+)(.*?)";', REFERENCE.read_text())

    def network(address: str) -> str:
        found = ((re.search(pattern, address), name, rest) for pattern, name, rest in networks)
        return next((match[name] + rest for match, name, rest in found if match), "")

    assert network("203.0.113.77") == "203.0.113.0"
    assert network("2001:db8:5:6::1") == network("2001:db8:5::9") == "2001:db8:5::"
    assert network("2001:db8::1") == "2001:db8::"
    assert network("::1") == ""


def test_the_browser_is_kept_back_on_every_page_for_reporters():
    kept_back = re.search(r'map \$uri \$browser \{.*?"~(.*?)" "";', REFERENCE.read_text(), re.S)
    assert kept_back
    assert all(re.match(kept_back[1], path) for path in ANONYMOUS_PATHS)
