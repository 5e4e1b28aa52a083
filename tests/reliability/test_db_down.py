"""PostgreSQL stops under load: a page with the numbers to call, at once, and all is well again without a restart."""

import os
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from portal.operations import temporary_postgres
from tests.compliance.casework.services.test_alert_delivery import Hook
from tests.portal.core.test_mail import SmtpSink
from tests.reliability.servers import ROOT, Answer, Server, Teller, Visitor, served, wait_until, working

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite is no server that could stop"),
]
# Of each somebody who opens it again and again.
ADDRESSES = ("/", "/report/", "/r/3", "/r/6", "/r/return/", "/statements/")
# Seconds. How long a page takes is measured by `make soak` alone, on a machine that does nothing else.
MAX_ANSWER_SECONDS, BACK_WITHIN, SOAKING = 2, 5, 30
AT_ONCE = 20


@pytest.fixture(scope="module")
def cluster():
    """A server of our own, with the portal's tables, and the team's key so that the door is open."""
    with temporary_postgres.cluster() as own:
        env = os.environ | {"DATABASE_URL": own.url, "DJANGO_SETTINGS_MODULE": "portal.settings.test"}
        opened = "import django; django.setup(); from tests.factories.concerns import open_door; open_door()"
        for command in (["manage.py", "migrate", "--verbosity", "0"], ["-c", opened]):
            subprocess.run([sys.executable, *command], cwd=ROOT, env=env, check=True)
        yield own


class Load:
    """seen: of each page when it was asked for, when it came, and the answer; moments of time.monotonic."""

    def __init__(self, server: Server) -> None:
        self.seen: list[tuple[float, float, str, Answer]] = []
        self.problems: list[BaseException] = []
        self._is_over = threading.Event()
        people = {address: Teller(server.port, timeout=20) for address in ADDRESSES}
        for person in people.values():
            person.answers()
        self._threads = [threading.Thread(target=self._visit, args=pair) for pair in people.items()]

    def __enter__(self) -> "Load":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        for thread in self._threads:
            thread.join()

    def _visit(self, address: str, person: Teller) -> None:
        try:
            while not self._is_over.wait(0.1):
                asked = time.monotonic()
                answer = person.get(address)
                self.seen.append((asked, time.monotonic(), address, answer))
        except BaseException as problem:
            self.problems.append(problem)

    def within(self, start: float, end: float) -> list[tuple[str, Answer]]:
        """Asked for after the start, and there before the end; at least one of each address."""
        found = [(address, answer) for asked, came, address, answer in self.seen if start <= asked and came < end]
        assert {address for address, _ in found} == set(ADDRESSES)
        return found


def is_for_people(page: Answer) -> bool:
    """Whom to call, and nothing that only a programmer reads."""
    told = ("999", settings.HELPLINE_NUMBER, "You can use it again soon")
    untold = ("Traceback", "OperationalError", "psycopg", "127.0.0.1", "Internal Server Error")
    return all(words in page.text for words in told) and not any(words in page.text for words in untold)


@pytest.mark.parametrize("outage", [3, pytest.param(SOAKING, marks=pytest.mark.soak)])
@pytest.mark.parametrize("pool", ["0", "4"], ids=["connections", "pool"])
def test_a_stopped_database_is_told_with_the_numbers_and_forgotten_once_it_is_back(cluster, tmp_path, outage, pool):
    with served(tmp_path, database=cluster.url, DATABASE_POOL=pool, EXIT_URL="/healthz") as server:
        workers, leaver = server.workers, Teller(server.port)
        leaver.answers()
        with Load(server) as load:
            began = time.monotonic()
            time.sleep(1)
            going = time.monotonic()
            cluster.stop()
            stopped = time.monotonic()
            # The way out is open all the same.
            assert leaver.get("/r/exit").address == "/healthz"
            assert "__Host-page" not in {cookie.name for cookie in leaver.cookies}
            time.sleep(outage)
            ended = time.monotonic()
            cluster.start()
            back = time.monotonic()
            time.sleep(BACK_WITHIN + 2)
        over = time.monotonic()
        assert server.workers == workers
    assert not load.problems
    away = load.within(stopped, ended)
    assert [(address, page.status) for address, page in away if page.status != 503] == []
    assert [address for address, page in away if not is_for_people(page)] == []
    if outage == SOAKING:
        assert max(page.seconds for _, page in away) <= MAX_ANSWER_SECONDS
    assert {page.headers["Retry-After"] for _, page in away} == {"10"}
    for well in (load.within(began, going), load.within(back + BACK_WITHIN, over)):
        assert [(address, page.status) for address, page in well if page.status != 200] == []


@pytest.mark.parametrize("is_measured", [False, pytest.param(True, marks=pytest.mark.soak)])
def test_a_database_that_takes_the_call_and_says_nothing_holds_nobody_up(tmp_path, is_measured):
    """As settings for a server are without a word about it: the last of many who come at once has the page in time."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as silent:
        named = f"postgres://nobody@127.0.0.1:{silent.getsockname()[1]}/nothing"
        with served(tmp_path, database=named) as server, ThreadPoolExecutor(AT_ONCE) as visitors:

            def visit(_number: int) -> Answer:
                return Visitor(server.port, timeout=20).get("/report/")

            # What a process reads once, at its first page, is not what the database holds up.
            list(visitors.map(visit, range(AT_ONCE)))
            # Nor does it remember for so long that it was away.
            time.sleep(1.5)
            pages = list(visitors.map(visit, range(AT_ONCE)))
    assert [page.status for page in pages] == [503] * AT_ONCE
    assert all(map(is_for_people, pages))
    assert not is_measured or max(page.seconds for page in pages) <= MAX_ANSWER_SECONDS


# An alarm that becomes due ten seconds from now, while the database is away. PostgreSQL's own clock; committed for
# good, where the cluster of the tests may lose what was committed in the last moment.
ALARM = """
SET synchronous_commit = on;
DELETE FROM casework_alarm;
INSERT INTO casework_alarm (uuid, kind, noticed_at, failure)
VALUES (gen_random_uuid(), 'nobody_unlocked', now() - interval '10 minutes' + interval '10 seconds', '')
"""


@pytest.mark.parametrize("outage", [12, pytest.param(60, marks=pytest.mark.soak)])
def test_two_workers_outlive_the_database_and_send_each_alert_once(cluster, tmp_path, outage):
    def ask(sql: str) -> object:
        with psycopg.connect(cluster.url, autocommit=True) as line:
            cursor = line.execute(sql)
            return cursor.fetchone()[0] if cursor.description else None

    ask("DELETE FROM core_heartbeat")
    with SmtpSink() as post, Hook(seconds=1) as hook:
        where = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(post.port)}
        where |= {"ON_CALL_EMAILS": "night@helpline.example", "ON_CALL_WEBHOOK": hook.address}
        with (
            working(tmp_path, database=cluster.url, **where) as one,
            working(tmp_path, database=cluster.url, **where) as other,
        ):
            assert wait_until(lambda: ask("SELECT count(*) FROM core_heartbeat"), seconds=60)
            ask(ALARM)
            cluster.stop()
            time.sleep(outage)
            cluster.start()
            assert wait_until(lambda: hook.heard and post.received, seconds=60)
            # Each has looked once more.
            time.sleep(12)
            assert (one.poll(), other.poll()) == (None, None)
    assert (len(hook.heard), len(post.received)) == (1, 1)
    assert "To: night@helpline.example" in post.received[0]
