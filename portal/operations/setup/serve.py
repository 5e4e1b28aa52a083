"""Runs the server and the worker as one: they start together, and stop together on SIGTERM or Ctrl-C."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable

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


def build_environment(port: str) -> dict[str, str]:
    """Return the environment the portal is run and filled with; the environment given to us goes before."""
    demo = {"DJANGO_SETTINGS_MODULE": "portal.settings.dev", "DEMO": "1", "SITE_URL": f"http://localhost:{port}"}
    return demo | os.environ


def serve(port: str) -> int:
    """Run until told to stop, or until one of the two dies. The exit status says which."""
    if not _wait(lambda: not _answers(port), seconds=5):
        print(f"Port {port} is taken. Choose another: make run PORT=8080", file=sys.stderr)
        return 1
    stopping: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda received, _frame: stopping.append(received))
    children = [_start(*SERVER, "--bind", f"127.0.0.1:{port}", environment=build_environment(port))]

    def over() -> bool:
        return bool(stopping) or any(child.poll() is not None for child in children)

    _wait(lambda: over() or _answers(port), seconds=60)
    if not over():
        # The worker begins once the first page can be asked for, so as not to hold it up.
        children.append(_start("manage.py", "worker", environment=build_environment(port)))
        _greet(port)
    while not over():
        time.sleep(0.2)
    return _stop(children, asked=bool(stopping))


def _start(*words: str, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start a child in a process group of its own, so that Ctrl-C reaches it once, through us."""
    return subprocess.Popen([PYTHON, *words], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, process_group=0)


def _stop(children: list[subprocess.Popen[bytes]], *, asked: bool) -> int:
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + GRACE_SECONDS + 5
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
    if asked:
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
    if ACCOUNTS.exists():
        print(ACCOUNTS.read_text(), flush=True)
    print(f"The portal is at http://localhost:{port} (Ctrl-C stops it).", flush=True)
