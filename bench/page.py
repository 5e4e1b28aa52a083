"""Benchmark of a statement's page under gunicorn, against a program that only sends the same bytes."""

import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import Duel, benchmark, sized

CONNECTIONS, REQUESTS = 4, 150
GUNICORN = (
    "--workers",
    "2",
    "--worker-class",
    "gthread",
    "--threads",
    "2",
    "--keep-alive",
    "30",
    "--log-level",
    "error",
)


@benchmark(
    "statement_page_vs_bare_wsgi",
    unit="requests/s",
    baseline="a bare WSGI program sending the same bytes",
    is_served=True,
)
def statement_page_vs_bare_wsgi() -> Iterator[Duel]:
    from django.core.management import call_command
    from django.test import Client

    from bench.sample import save_publication

    address = f"/statements/{save_publication().organisation_slug}/2026/"
    call_command("createcachetable", verbosity=0)
    body = Client(headers={"host": "localhost"}).get(address).content
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "body"
        kept.write_bytes(body)
        with (
            serve("portal.wsgi:application", {}) as ours,
            serve("bench.bare:application", {"BARE_BODY": str(kept)}) as bare,
        ):
            yield Duel(
                ours=lambda: measure_requests_per_second(ours, address, len(body), sized(REQUESTS)),
                baseline=lambda: measure_requests_per_second(bare, address, len(body), sized(REQUESTS)),
                extra=lambda: {"bytes": len(body)},
            )


@contextmanager
def serve(program: str, env: dict[str, str]) -> Iterator[int]:
    """Yield the port of a server of two workers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    order = [sys.executable, "-m", "gunicorn", program, "--bind", f"127.0.0.1:{port}", *GUNICORN]
    server = subprocess.Popen(order, env=os.environ | env, cwd=Path(__file__).parents[1])
    try:
        _wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_for(port: int) -> None:
    for _attempt in range(150):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError("The server did not start.")


def measure_requests_per_second(port: int, address: str, size: int, requests: int) -> float:
    """Return the rate. requests: on each of the connections."""
    problems: list[BaseException] = []

    def visit() -> None:
        try:
            _visitor(port, address, size, requests)
        except BaseException as error:
            problems.append(error)

    threads = [threading.Thread(target=visit) for _number in range(CONNECTIONS)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - start
    if problems:
        raise problems[0]
    return CONNECTIONS * requests / took


def _visitor(port: int, address: str, size: int, requests: int) -> None:
    """One kept connection, one request after another, each answer read to its end."""
    request = f"GET {address} HTTP/1.1\r\nHost: localhost\r\nAccept-Language: en\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        for _number in range(requests):
            line.sendall(request)
            head, _, rest = _until(line, b"", b"\r\n\r\n").partition(b"\r\n\r\n")
            if not head.startswith(b"HTTP/1.1 200"):
                raise AssertionError(head[:200])
            while len(rest) < size:
                rest += line.recv(65536)


def _until(line: socket.socket, got: bytes, end: bytes) -> bytes:
    while end not in got:
        part = line.recv(65536)
        if not part:
            raise ConnectionError("The server hung up.")
        got += part
    return got
