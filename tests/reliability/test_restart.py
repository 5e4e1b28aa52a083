"""A restart behind a socket that systemd keeps open refuses nobody, and its first page is there at once."""

import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from socket import create_server, socket
from typing import IO

import pytest

from portal.operations.setup.serve import SERVER
from tests.reliability.servers import ROOT, build_environment, database_of_the_test

pytestmark = [pytest.mark.thorough, pytest.mark.django_db(transaction=True)]
PER_SECOND = 20
# Seconds under load before the server is stopped.
BEFORE = 2
PAGES = ("/", "/report/", "/services/", "/statements/", "/accounts/login/", "/healthz")


# As systemd hands over a socket: it is descriptor 3, and meant for this process.
HAND_OVER = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ |= {"LISTEN_FDS": "1", "LISTEN_PID": str(os.getpid())}
os.execv(sys.executable, [sys.executable, *sys.argv[2:]])
"""


@dataclass
class Unit:
    """As the unit does: the socket belongs to somebody else, and outlives the server."""

    listening: socket
    folder: Path
    log: IO[bytes]

    @property
    def port(self) -> int:
        return self.listening.getsockname()[1]

    def start(self) -> None:
        command = [sys.executable, "-c", HAND_OVER, str(self.listening.fileno()), *SERVER]
        env, passed = build_environment(self.folder, database_of_the_test()), [self.listening.fileno()]
        self.server = subprocess.Popen(command, cwd=ROOT, env=env, pass_fds=passed, stdout=self.log, stderr=self.log)
        get(self.port, "/healthz")

    def stop(self) -> None:
        self.server.terminate()
        self.server.wait(timeout=40)


@pytest.fixture
def unit(transactional_db, tmp_path):
    with create_server(("127.0.0.1", 0), backlog=2048) as listening, (tmp_path / "log").open("wb") as log:
        unit = Unit(listening, tmp_path, log)
        try:
            unit.start()
            yield unit
        finally:
            unit.stop()


def get(port: int, path: str, timeout: float = 60) -> tuple[int, float]:
    begun = time.monotonic()
    connection = HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        return answer.status, time.monotonic() - begun
    finally:
        connection.close()


@pytest.mark.parametrize("restarts", [1, pytest.param(3, marks=pytest.mark.soak)])
def test_no_request_fails_while_the_server_is_restarted(restarts, unit, record_property):
    stopping, outcomes, threads = threading.Event(), Counter(), []

    def ask(path: str) -> None:
        try:
            outcomes[get(unit.port, path)[0]] += 1
        except (OSError, HTTPException) as error:
            outcomes[type(error).__name__] += 1

    def load() -> None:
        number = 0
        while not stopping.wait(1 / PER_SECOND):
            threads.append(threading.Thread(target=ask, args=(PAGES[number % len(PAGES)],)))
            threads[-1].start()
            number += 1

    loading = threading.Thread(target=load)
    loading.start()
    try:
        for _ in range(restarts):
            time.sleep(BEFORE)
            unit.stop()
            unit.start()
    finally:
        stopping.set()
        loading.join()
    for thread in threads:
        thread.join()
    if restarts > 1:
        unit.stop()
        unit.start()
        record_property("first_pages", [get(unit.port, path)[1] for path in ("/report/", "/services/", "/")])
    assert set(outcomes) == {200}, outcomes
    assert sum(outcomes.values()) > PER_SECOND * restarts * BEFORE
