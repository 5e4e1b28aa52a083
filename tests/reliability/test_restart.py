"""A restart behind a socket that systemd keeps open refuses nobody, and its first page is there at once."""

import subprocess
import sys
import threading
import time
from collections import Counter
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from socket import create_server, socket
from typing import IO

import pytest

from portal.operations.setup.serve import SERVER
from tests.reliability.servers import ROOT, build_environment, database_of_the_test

pytestmark = pytest.mark.django_db(transaction=True)
PER_SECOND = 20
PAGES = ("/", "/report/", "/services/", "/statements/", "/accounts/login/", "/healthz")


# As systemd hands over a socket: it is descriptor 3, and meant for this process.
HAND_OVER = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ |= {"LISTEN_FDS": "1", "LISTEN_PID": str(os.getpid())}
os.execv(sys.executable, [sys.executable, *sys.argv[2:]])
"""


def start(listening: socket, folder: Path, log: IO[bytes]) -> subprocess.Popen:
    """As the unit does: the socket belongs to somebody else, and outlives the server."""
    command = [sys.executable, "-c", HAND_OVER, str(listening.fileno()), *SERVER]
    env = build_environment(folder, database_of_the_test())
    return subprocess.Popen(command, cwd=ROOT, env=env, pass_fds=[listening.fileno()], stdout=log, stderr=log)


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
def test_no_request_fails_while_the_server_is_restarted(restarts, tmp_path, record_property):
    listening = create_server(("127.0.0.1", 0), backlog=2048)
    port, stopping, outcomes, threads = listening.getsockname()[1], threading.Event(), Counter(), []

    def ask(path: str) -> None:
        try:
            outcomes[get(port, path)[0]] += 1
        except (OSError, HTTPException) as error:
            outcomes[type(error).__name__] += 1

    def load() -> None:
        number = 0
        while not stopping.wait(1 / PER_SECOND):
            threads.append(threading.Thread(target=ask, args=(PAGES[number % len(PAGES)],)))
            threads[-1].start()
            number += 1

    with (tmp_path / "log").open("wb") as log:
        server, firsts = start(listening, tmp_path, log), []
        get(port, "/healthz")
        loading = threading.Thread(target=load)
        loading.start()
        try:
            for _ in range(restarts):
                time.sleep(3)
                server.terminate()
                server.wait(timeout=40)
                server = start(listening, tmp_path, log)
                get(port, "/healthz")
            stopping.set()
            loading.join()
            for thread in threads:
                thread.join()
            if restarts > 1:
                server.terminate()
                server.wait(timeout=40)
                server = start(listening, tmp_path, log)
                get(port, "/healthz")
                firsts = [get(port, path)[1] for path in ("/report/", "/services/", "/")]
        finally:
            stopping.set()
            server.terminate()
            server.wait(timeout=40)
            listening.close()
    record_property("first_pages", firsts)
    assert set(outcomes) == {200}, outcomes
    assert sum(outcomes.values()) > PER_SECOND * restarts * 3 / 2
