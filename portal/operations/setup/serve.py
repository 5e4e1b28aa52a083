"""The server and the worker as one: they start together, and stop together on SIGTERM or Ctrl-C."""

import os
import signal
import subprocess
import time

from portal.operations.setup.database import ACCOUNTS
from portal.operations.setup.packages import PYTHON
from portal.operations.setup.stamps import ROOT

# Requests and the job at hand may finish (security 4.4).
GRACE_SECONDS = 25


def serve(port: str) -> int:
    """Run until told to stop, or until one of the two dies. The exit status says which."""
    stopping: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda received, _frame: stopping.append(received))
    gunicorn = ["-m", "gunicorn", "portal.wsgi", "--preload", "--workers", "2", "--threads", "4"]
    gunicorn += ["--bind", f"127.0.0.1:{port}", "--graceful-timeout", str(GRACE_SECONDS), "--log-level", "warning"]
    children = [_start(*gunicorn), _start("manage.py", "worker")]
    _greet(port)
    while not stopping and all(child.poll() is None for child in children):
        time.sleep(0.2)
    return _stop(children, asked=bool(stopping))


def _start(*words: str) -> subprocess.Popen[bytes]:
    """A child in a process group of its own, so that Ctrl-C reaches it once, through us."""
    environment = {"DJANGO_SETTINGS_MODULE": "portal.settings.dev"} | os.environ
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


def _greet(port: str) -> None:
    if ACCOUNTS.exists():
        print(ACCOUNTS.read_text(), flush=True)
    print(f"The portal is at http://localhost:{port} (Ctrl-C stops it).", flush=True)
