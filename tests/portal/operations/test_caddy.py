"""The reference for Caddy (deploy/Caddyfile), run as it is but for names and ports, passes on who asks to nobody.

See docs/requirements/security.md#proxy-logs.
"""

import http.client
import io
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.portal.operations.test_proxy import BROWSER, WORDS, behind, everything_in
from tests.reliability.servers import free_port
from tests.support.programs import find_program, needs_server

REFERENCE = Path(__file__).parents[3] / "deploy" / "Caddyfile"
pytestmark = needs_server("caddy")


@contextmanager
def proxy(folder: Path, portal: int) -> Iterator[int]:
    """The port on which it answers, without TLS."""
    listens, text = free_port(), REFERENCE.read_text()
    for there, here in {
        "\nportal.example {": f"\nhttp://portal.example:{listens} {{",
        "reverse_proxy 127.0.0.1:8000": f"reverse_proxy 127.0.0.1:{portal}",
        "/srv/portal/var/errors": f"{folder}/errors",
        "\n{\n": "\n{\n\tadmin off\n",
    }.items():
        assert text.count(there) == 1, there
        text = text.replace(there, here)
    (folder / "Caddyfile").write_text(text)
    call_command("error_pages", into=folder / "errors", stdout=io.StringIO())
    command = [find_program("caddy"), "run", "--config", folder / "Caddyfile", "--adapter", "caddyfile"]
    env = os.environ | {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen(command, env=env, stdout=said, stderr=said)
    try:
        for _ in range(100):
            assert process.poll() is None, (folder / "said").read_text()
            try:
                http.client.HTTPConnection("127.0.0.1", listens).connect()
                break
            except OSError:
                time.sleep(0.1)
        yield listens
    finally:
        process.terminate()
        process.wait(timeout=20)


def ask(port: int, path: str, body: bytes | None = None, **headers: str) -> http.client.HTTPResponse:
    sent = {"Host": "portal.example", "User-Agent": BROWSER, **headers}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20, source_address=("127.0.0.77", 0))
    connection.request("POST" if body else "GET", path, body=body, headers=sent)
    return connection.getresponse()


def test_who_asks_becomes_a_network_and_nothing_that_they_say_of_it_is_passed_on(tmp_path):
    said = {"X-Forwarded-For": "198.51.100.9", "Forwarded": "for=198.51.100.9", "X-Real-IP": "198.51.100.9"}
    with behind() as portal, proxy(tmp_path, portal.port) as port:
        for path in ("/report/", "/r/3", "/services/"):
            assert ask(port, path, **said).status == 200
    told = {path: headers for path, headers, _ in portal.requests}
    assert {headers["X-Forwarded-For"] for headers in told.values()} == {"127.0.0.0"}
    assert {headers["X-Forwarded-Proto"] for headers in told.values()} == {"http"}
    assert "198.51.100.9" not in str(told)
    assert [BROWSER in str(told[path]) for path in told] == [False, False, True]


def test_health_and_figures_are_not_for_visitors(tmp_path):
    with behind() as portal, proxy(tmp_path, portal.port) as port:
        assert [ask(port, path).status for path in ("/health", "/metrics", "/healthz")] == [404, 404, 200]
    assert [path for path, _, _ in portal.requests] == ["/healthz"]


def test_of_a_visit_nothing_is_left_at_the_proxy(tmp_path):
    with behind() as portal, proxy(tmp_path, portal.port) as port:
        ask(port, "/r/9", WORDS * 100_000).read()
        left = everything_in(tmp_path)
    assert [size for _, _, size in portal.requests] == [len(WORDS) * 100_000]
    for canary in (WORDS, BROWSER.encode(), b"127.0.0.77", b"/r/9"):
        assert canary not in left, canary


@pytest.mark.django_db
def test_while_the_portal_is_away_a_page_says_whom_to_call(tmp_path, settings):
    with proxy(tmp_path, free_port()) as port:
        answer = ask(port, "/r/3")
        page = answer.read().decode()
    assert answer.status == 502
    assert answer.headers["Cache-Control"] == "no-store"
    assert "999" in page and settings.HELPLINE_NUMBER in page
