"""Whoever overloads the portal, with bodies, readers or work, keeps nobody from the pages for reporters.

The counts that run with every suite show that pages are answered; `make soak` runs the full ones and prints seconds.
"""

import sys
from threading import Semaphore

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import Client, RequestFactory

from compliance.statements.register import exports
from portal.core import lanes
from portal.core.concurrency import limit_concurrency
from portal.operations.setup.keys import make_secrets
from tests.compliance.statements.conftest import make_business
from tests.factories.accounts import sign_in
from tests.factories.concerns import open_door
from tests.reliability import overload
from tests.reliability.overload import (
    SlowClients,
    ask,
    begin_to_tell,
    busily,
    p95,
    publish_many,
    read_pages,
    stack,
    token_in,
)
from tests.support.programs import needs_server

pytestmark = [pytest.mark.thorough, pytest.mark.django_db(transaction=True), needs_server("nginx", "redis-server")]
MAX_SECONDS = 0.5
SOAK = pytest.param(True, marks=pytest.mark.soak, id="soak")
SMALL = pytest.param(False, id="small")
TEXT = "We have a policy against modern slavery. Our board approved this statement. " * 60


@pytest.fixture
def portal(tmp_path):
    open_door()
    with overload.redis_server(tmp_path) as (url, _process), stack(tmp_path, CACHE_URL=url) as running:
        # The first page of each process is made while it loads its templates.
        read_pages(running.port, 6)
        yield running


def report(name: str, before: list, during: list) -> None:
    slowest = max(reply.seconds for reply in during)
    sys.stdout.write(
        f"{name}: /report/ p95 {p95(before):.3f} s before, {p95(during):.3f} s during, slowest {slowest:.3f} s\n"
    )


def all_answered(replies: list) -> bool:
    return {reply.status for reply in replies} == {200}


@pytest.mark.parametrize("full", [SMALL, SOAK])
def test_statements_that_are_checked_keep_nobody_from_telling(portal, full):
    """110 texts from five networks: each is read, or comes back with a sentence that says when to try again."""
    page = ask(portal.port, "/check-a-statement/", source="127.0.9.1")
    form = {"csrfmiddlewaretoken": token_in(page.text), "text": TEXT}
    before = read_pages(portal.port, 10)

    def check(number: int):
        return ask(
            portal.port, "/check-a-statement/", source=f"127.0.{10 + number % 5}.1", form=form, cookies=page.cookies
        )

    times = 110 if full else 30
    with busily(check, times) as checked:
        during = read_pages(portal.port, 40 if full else 8)
    report(f"{times} statements", before, during)
    assert all_answered(during)
    assert {reply.status for reply in checked} <= {200, 503}
    assert {reply.status for reply in checked} >= {200, 503}
    for reply in checked:
        assert reply.status == 200 or ("We are checking many statements" in reply.text and TEXT[:500] in reply.text)
    if full:
        assert p95(during) < MAX_SECONDS


@pytest.mark.parametrize("full", [SMALL, SOAK])
def test_nine_hundred_slow_bodies_do_nothing(portal, full):
    """To forms of strangers, to a form of the pages for reporters and to their files, from 30 networks."""
    before, cookies = read_pages(portal.port, 10), begin_to_tell(portal.port)
    with SlowClients(portal.port) as slow:
        for path in ("/check-a-statement/", "/accounts/login/", "/report/", "/r/9"):
            slow.send(225 if full else 140, path, networks=30, cookies=cookies)
        during = read_pages(portal.port, 40 if full else 8)
    report(f"{len(slow.clients)} slow bodies", before, during)
    assert all_answered(during)
    if full:
        assert p95(during) < MAX_SECONDS


@pytest.mark.parametrize("full", [SMALL, SOAK])
def test_slow_readers_of_exports_and_slow_senders_keep_nobody_out(portal, full):
    """300 who read a CSV file of the register a byte a second, and 300 who send like that."""
    publish_many(2000 if full else 400)
    before, cookies = read_pages(portal.port, 10), ask(portal.port, "/check-a-statement/").cookies
    with SlowClients(portal.port) as slow:
        slow.read(300 if full else 60, "/statements/statements.csv", networks=30)
        slow.send(300 if full else 60, "/check-a-statement/", networks=30, cookies=cookies)
        during = read_pages(portal.port, 40 if full else 8)
        searched = ask(portal.port, "/statements/", source="127.0.201.1")
    report(f"{len(slow.clients)} slow readers and senders", before, during)
    assert all_answered(during) and searched.status == 200
    if full:
        assert p95(during) < MAX_SECONDS


@pytest.mark.soak
def test_nine_board_packs_keep_nobody_from_telling(tmp_path, settings):
    """Each is drawn, or its reader is sent back to the statement and told to try again."""
    open_door()
    make_secrets(tmp_path / "secrets")
    settings.SECRET_KEY = (tmp_path / "secrets" / "secret_key").read_text().strip()
    own = make_business()
    version = own.written()
    address = f"/o/{own.organisation.slug}/statements/{version.statement.year}/board-pack.pdf"
    session = sign_in(Client(), own.people["editor"], method="mfa").cookies[settings.SESSION_COOKIE_NAME].value
    cookies = f"__Host-session={session}"

    def draw(number: int):
        return ask(portal.port, address, source=f"127.0.{10 + number}.1", cookies=cookies, timeout=200)

    with stack(tmp_path, SECOND_FACTOR_DEMANDED="") as portal:
        read_pages(portal.port, 6)
        before = read_pages(portal.port, 10)
        with busily(draw, 9) as drawn:
            during = read_pages(portal.port, 40)
    report("9 board packs", before, during)
    assert all_answered(during)
    assert all(reply.text.startswith("%PDF") or reply.status in {302, 303} for reply in drawn), drawn
    assert any(reply.text.startswith("%PDF") for reply in drawn)
    assert p95(during) < MAX_SECONDS


def test_an_export_holds_no_connection_while_it_is_sent(monkeypatch):
    """Forty who read slowly held all connections of the pool."""
    monkeypatch.setattr(exports, "CHUNK", 2)
    publish_many(5)
    told: list[str] = []
    environ = RequestFactory().get("/statements/statements.csv").environ
    answer = limit_concurrency(WSGIHandler(), at_once=1)(environ, lambda status, headers: told.append(status))
    assert told == ["200 OK"] and connection.connection is None
    rows = 0
    for piece in answer:
        assert connection.connection is None
        rows += piece.decode().count("/v1/") or piece.decode().count(".json")
    answer.close()
    assert rows == 6


def test_few_exports_of_a_process_are_sent_at_a_time(monkeypatch, client):
    monkeypatch.setattr(lanes.BACKGROUND.streams, "_free", Semaphore(1))
    publish_many(1)
    first = client.get("/statements/statements.csv")
    second = client.get("/statements/statements.json")
    assert (first.status_code, second.status_code) == (200, 503) and second["Retry-After"]
    first.close()
    assert client.get("/statements/statements.json").status_code == 200
