"""Runs the server and the worker as one: they start together, and stop together on SIGTERM or Ctrl-C."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from portal.operations.setup import open_when_told
from portal.operations.setup.database import ACCOUNTS
from portal.operations.setup.fingerprints import ROOT
from portal.operations.setup.packages import PYTHON

# Requests and the job at hand may finish (docs/requirements/security.md#shutdown).
GRACE_SECONDS = 25
# Threads for senders who take their time; how many requests work at once is said in portal/wsgi.py.
SERVER = ["-m", "gunicorn", "portal.wsgi", "--preload", "--workers", "2", "--threads", "256", "--no-control-socket"]
# A longer address is answered by the server, without a page of ours: the most that it lets in.
SERVER += ["--limit-request-line", "8190"]
# No header of a request says where the portal is mounted, which path was asked for or which scheme was used; a proxy's
# X-Forwarded-Proto is read by Django where BEHIND_PROXY says so.
SERVER += ["--forwarder-headers", "", "--forwarded-allow-ips", ""]
SERVER += ["--log-level", "warning", "--graceful-timeout", str(GRACE_SECONDS)]


OPEN_WHEN_TOLD = ["--config", f"python:{open_when_told.__name__}"]


def build_environment(port: str) -> dict[str, str]:
    """Return the environment the portal is run and filled with; the environment given to us goes before."""
    demo = {"DJANGO_SETTINGS_MODULE": "portal.settings.dev", "DEMO": "1", "SITE_URL": f"http://localhost:{port}"}
    return demo | os.environ


def serve(port: str, *, wait_for_pages: Callable[[], object], make_demo: Callable[[], object]) -> int:
    """Run until told to stop, or until one of the two dies. The exit status says which.

    The server is loaded while the first pages are made, and answers when they are there; meanwhile the rest of the demo
    is added. What wait_for_pages or make_demo raises is raised, with the server stopped.
    """
    if not _wait(lambda: not _answers(port), seconds=5):
        print(f"Port {port} is taken. Choose another: make run PORT=8080", file=sys.stderr)
        return 1
    server = _start(*SERVER, *OPEN_WHEN_TOLD, "--bind", f"127.0.0.1:{port}", port=port, stdin=subprocess.PIPE)
    children = [server]
    stopping: list[int] = []

    def over() -> bool:
        return bool(stopping) or any(child.poll() is not None for child in children)

    try:
        wait_for_pages()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda received, _frame: stopping.append(received))
        _open(server)
        _wait(lambda: over() or _answers(port), seconds=60)
        if over():
            return _stop(children, requested=bool(stopping))
        _greet(port)
        with ThreadPoolExecutor(1) as pool:
            demo = pool.submit(make_demo)
            while not over() and not demo.done():
                time.sleep(0.1)
        if not stopping:
            demo.result()
    except BaseException:
        _stop(children, requested=False)
        raise
    if not over():
        # The worker begins once the demo is there, so as not to hold it up.
        children.append(_start("manage.py", "worker", port=port))
        print(ACCOUNTS.read_text(), flush=True)
    while not over():
        time.sleep(0.2)
    return _stop(children, requested=bool(stopping))


def _start(*words: str, port: str, stdin: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    """Start a child in a process group of its own, so that Ctrl-C reaches it once, through us."""
    environment = build_environment(port)
    return subprocess.Popen([PYTHON, *words], cwd=ROOT, env=environment, stdin=stdin, process_group=0)


def _open(server: subprocess.Popen[bytes]) -> None:
    """Let the server answer. One that died meanwhile is noticed by whoever waits for it."""
    assert server.stdin  # noqa: S101 — started with a pipe
    with contextlib.suppress(BrokenPipeError):
        server.stdin.write(f"{open_when_told.OPEN}\n".encode())
        server.stdin.flush()


def _stop(children: list[subprocess.Popen[bytes]], *, requested: bool) -> int:
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + GRACE_SECONDS + 5
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
    if requested:
        print("Stopped.", flush=True)
        return 0
    return 1


def _answers(port: str) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", int(port))) == 0


def _wait(true: Callable[[], bool], *, seconds: float) -> bool:
    """Wait until it is true, or until the time is up. Return whether it is."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


def _greet(port: str) -> None:
    accounts = "" if ACCOUNTS.exists() else " The demo's accounts are still being added."
    print(f"The portal is at http://localhost:{port} (press Ctrl-C to stop it).{accounts}", flush=True)
