"""AV06, on a real server: many clients that send their upload a byte at a time keep nobody else out."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.factories.concerns import open_door
from tests.reliability.servers import Visitor, database_of_the_test, served

pytestmark = pytest.mark.thorough

CLIENTS, QUESTIONS = 200, 20
# Every page within a second: measured by `make soak` alone, on a machine that does nothing else.
# See docs/requirements/security.md#slow-clients.
MAX_SECONDS = 1.0
BOUNDARY = "slow"
UPLOAD = (
    f"--{BOUNDARY}\r\n"
    'Content-Disposition: form-data; name="file"; filename="yard.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
).encode()


@pytest.fixture
def server(tmp_path):
    open_door()
    with served(tmp_path, database=database_of_the_test()) as server:
        yield server


def begins_an_upload(port: int, cookies: str) -> socket.socket:
    """Headers that promise 10 MB, and the first bytes of it."""
    client = socket.create_connection(("127.0.0.1", port), timeout=10)
    head = [
        "POST /r/9 HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        f"Cookie: {cookies}",
        f"Content-Type: multipart/form-data; boundary={BOUNDARY}",
        f"Content-Length: {10 * 1024 * 1024}",
    ]
    client.sendall("\r\n".join([*head, "", ""]).encode() + UPLOAD)
    return client


@contextmanager
def uploading(port: int, cookies: str) -> Iterator[list[socket.socket]]:
    """Each sends a byte a second, until the end."""
    clients, over = [begins_an_upload(port, cookies) for _ in range(CLIENTS)], threading.Event()

    def go_on() -> None:
        while not over.wait(1):
            for client in clients:
                client.sendall(b"x")

    sender = threading.Thread(target=go_on)
    sender.start()
    yield clients
    over.set()
    sender.join()
    for client in clients:
        client.close()


@pytest.mark.parametrize("is_measured", [False, pytest.param(True, marks=pytest.mark.soak)])
@pytest.mark.django_db(transaction=True)
def test_av06_two_hundred_slow_uploads_keep_nobody_else_out(server, is_measured):
    reporter = Visitor(server.port)
    reporter.get("/report/")
    reporter.post("/report/", purpose="report_concern")
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in reporter.cookies)
    with uploading(server.port, cookies) as clients:
        time.sleep(2)
        for client in clients:
            client.settimeout(0.001)
            with pytest.raises(TimeoutError):
                client.recv(1)
            client.settimeout(10)
        waited = []
        for number in range(QUESTIONS):
            answer = Visitor(server.port, timeout=10).get("/report/" if number % 2 else "/healthz")
            assert answer.status == 200
            waited.append(answer.seconds)
    assert not is_measured or sorted(waited)[int(0.95 * QUESTIONS) - 1] < MAX_SECONDS, waited
