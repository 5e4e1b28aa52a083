"""A subprocess sandbox with limits of time and memory, for work on what strangers gave us.

Works without Django: `python -m portal.core.sandbox` imports the module of the function and nothing else. It answers in
JSON or plain bytes, never in a pickle: a process that was taken over can tell a lie and do nothing more.

See docs/requirements/security.md#file-checks, docs/requirements/security.md#url-fetching.
"""

import importlib
import json
import math
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from portal.core import lanes
from portal.core.lanes import Busy

__all__ = ["Busy", "FunctionRaised", "LimitExceeded", "run_in_sandbox"]

MEGABYTE = 1024 * 1024
# A busy machine gives a process less than a second of work in a second.
GRACE_SECONDS = 30
# An answer is one of these, its length in 8 bytes, and itself.
BYTES, JSON, RAISED = b"b", b"j", b"!"
HEAD = 9
INHERITED_ENVIRONMENT = ("PATH", "HOME", "LANG", "FONTCONFIG_PATH")


class FunctionRaised(Exception):
    """The function raised. kind: the name of its exception's class."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class LimitExceeded(Exception):
    """The work took more time or memory than it was given, or its process fell down."""


def run_in_sandbox(
    function: Callable[[bytes], Any], body: bytes, *, seconds: float, megabytes: int, may_open: bool = False
) -> Any:
    """Return what the function of a module returns for these bytes: bytes, or what JSON can say.

    seconds: of processor time, the start of the process with it. megabytes: of address space, and the most that an
    answer may have.
    may_open: whether it needs files once its module is imported; without, no file, socket or process can be had.
    It waits for one of the places that its kind of work has, in a bounded queue (portal.core.lanes); meanwhile, and
    while the process works, the request at hand holds up no other.
    Raises FunctionRaised, LimitExceeded, Busy.
    """
    name = f"{function.__module__}:{function.__qualname__}"
    lane = lanes.current_lane()
    with lanes.lane_paused(), lane.sandbox.claim():
        order = json.dumps([name, seconds, megabytes, may_open, lane.niceness]).encode()
        answer = _answer(order + b"\n" + body, seconds, megabytes)
    kind, payload = answer[:1], answer[HEAD:]
    if len(payload) != int.from_bytes(answer[1:HEAD]) or not kind:
        raise LimitExceeded(f"{name} took more than {seconds} seconds or {megabytes} MB.")
    if kind == BYTES:
        return payload
    try:
        reply = json.loads(payload)
    except (ValueError, RecursionError) as error:
        raise LimitExceeded(f"{name} gave an answer that we could not read.") from error
    if kind == RAISED:
        raise FunctionRaised(str(reply[0]), str(reply[1]))
    return reply


def _answer(order: bytes, seconds: float, megabytes: int) -> bytes:
    """Return all that the process wrote; whatever it started ends with it."""
    with subprocess.Popen(
        [sys.executable, "-m", "portal.core.sandbox"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=Path(__file__).parents[2],
        env={key: os.environ[key] for key in INHERITED_ENVIRONMENT if key in os.environ},
        start_new_session=True,
    ) as process:
        end = threading.Timer(seconds + GRACE_SECONDS, _kill, [process])
        end.start()
        try:
            # It reads everything before it writes anything.
            with suppress(BrokenPipeError):
                process.stdin.write(order)  # type: ignore[union-attr]  # a pipe was asked for
            with suppress(BrokenPipeError):
                process.stdin.close()  # type: ignore[union-attr]
            head = process.stdout.read(HEAD)  # type: ignore[union-attr]
            return head + process.stdout.read(min(int.from_bytes(head[1:]), megabytes * MEGABYTE))  # type: ignore[union-attr]
        finally:
            end.cancel()
            _kill(process)


def _kill(process: subprocess.Popen) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


# --- In the process of its own -------------------------------------------------------------------------------------


def _restrict_process(seconds: float, megabytes: int, *, may_open: bool) -> None:
    """Set the limits. Fractions of a second are kept by a timer, which the work could put off; whole ones by the
    system.
    """
    whole_seconds = math.ceil(seconds)
    signal.alarm(whole_seconds + GRACE_SECONDS)
    signal.setitimer(signal.ITIMER_PROF, max(seconds - time.process_time(), 0.01))
    limits = {
        resource.RLIMIT_CPU: whole_seconds,
        resource.RLIMIT_AS: megabytes * MEGABYTE,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
    }
    if not may_open:
        limits |= {resource.RLIMIT_NOFILE: 0, resource.RLIMIT_NPROC: 0}
    for limit, most in limits.items():
        resource.setrlimit(limit, (most, most))


def _lower_priority(niceness: int) -> None:
    """Let pages have the processor first; where Linux shares it out by groups of processes, the group steps back."""
    if niceness:
        os.nice(niceness)
        with suppress(OSError):
            Path("/proc/self/autogroup").write_text(str(niceness))


def main() -> int:
    name, seconds, megabytes, may_open, niceness = json.loads(sys.stdin.buffer.readline())
    _lower_priority(niceness)
    module, _colon, function = name.partition(":")
    run = getattr(importlib.import_module(module), function)
    body = sys.stdin.buffer.read()
    _restrict_process(seconds, megabytes, may_open=may_open)
    try:
        answer = run(body)
        kind, payload = (BYTES, answer) if isinstance(answer, bytes) else (JSON, json.dumps(answer).encode())
    except MemoryError:
        return 1
    except Exception as error:
        kind, payload = RAISED, json.dumps([type(error).__name__, " ".join(str(error).split())[:400]]).encode()
    sys.stdout.buffer.write(kind + len(payload).to_bytes(8))
    sys.stdout.buffer.write(payload)  # on its own: a large answer is not copied
    return 0


if __name__ == "__main__":
    sys.exit(main())
