"""Work on strangers' bytes in a process of its own: it answers, or it is stopped, and the portal goes on."""

import os
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from portal.core import sandbox
from portal.core.sandbox import FunctionRaised, LimitExceeded, run_in_sandbox

pytestmark = pytest.mark.usefixtures("own_processes")

SMALL = {"seconds": 1, "megabytes": 200}


def backwards(body):
    return body[::-1]


def count(body):
    return {"bytes": len(body), "whose": os.getpid()}


def complain(body):
    raise LookupError(body.decode())


def never_end(body):
    while True:
        pass


def sleep(body):
    time.sleep(600)


def eat(body):
    kept = []
    while True:
        kept.append(bytearray(10_000_000))


def fall(body):
    os.abort()


def shout(body):
    return body * 1000


def open_a_file(body):
    return Path("/etc/hostname").read_text()


def open_a_line(body):
    socket.socket()


def write_a_file(body):
    Path(body.decode()).write_bytes(b"x" * 100)


def start_a_child(body):
    child = os.fork()
    if child == 0:
        time.sleep(600)
    return child


def works(process: int) -> bool:
    """Return whether it is there, and not only until somebody reads how it ended."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def test_it_answers_in_bytes_and_in_json():
    assert run_in_sandbox(backwards, b"\x00\xff\n", **SMALL) == b"\n\xff\x00"
    answer = run_in_sandbox(count, b"x" * 3_000_000, **SMALL)
    assert answer["bytes"] == 3_000_000
    assert answer["whose"] != os.getpid()


def test_what_the_function_raises_comes_back_by_its_name():
    with pytest.raises(FunctionRaised, match="what was said") as caught:
        run_in_sandbox(complain, b"what was\nsaid", **SMALL)
    assert caught.value.kind == "LookupError"


@pytest.mark.parametrize("greedy", [never_end, eat, fall])
def test_too_much_time_or_memory_ends_it(greedy):
    with pytest.raises(LimitExceeded):
        run_in_sandbox(greedy, b"", **SMALL)


def test_one_that_falls_before_it_reads_is_no_error_of_ours(monkeypatch):
    monkeypatch.setattr(backwards, "__module__", "no.such.module")
    with pytest.raises(LimitExceeded):
        run_in_sandbox(backwards, b"x" * 3_000_000, **SMALL)


def test_one_that_waits_for_ever_is_stopped(monkeypatch):
    monkeypatch.setattr(sandbox, "GRACE_SECONDS", 0)
    with pytest.raises(LimitExceeded):
        run_in_sandbox(sleep, b"", **SMALL)


def test_an_answer_larger_than_its_memory_is_not_taken(monkeypatch):
    monkeypatch.setattr(sandbox, "MEGABYTE", 1000)
    with pytest.raises(LimitExceeded):
        sandbox.run_in_sandbox(shout, b"x" * 1000, seconds=1, megabytes=200)


@pytest.mark.parametrize("act", [open_a_file, open_a_line])
def test_it_opens_no_file_and_no_line_to_a_network(act):
    with pytest.raises(FunctionRaised, match="Too many open files"):
        run_in_sandbox(act, b"", **SMALL)


def test_it_writes_nothing_even_where_it_may_open(tmp_path):
    target = tmp_path / "plain"
    with pytest.raises(FunctionRaised, match="File too large"):
        run_in_sandbox(write_a_file, str(target).encode(), may_open=True, **SMALL)
    assert target.read_bytes() == b""


def test_what_it_started_ends_with_it():
    with suppress(FunctionRaised):  # only root is let have a second process
        child = run_in_sandbox(start_a_child, b"", **SMALL)
        for _ in range(1000):
            if not works(child):
                return
            time.sleep(0.05)
        pytest.fail("It works on.")


def test_threads_ask_at_once_and_each_gets_its_own_answer():
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda n: run_in_sandbox(backwards, b"%06d" % n, **SMALL), range(12)))
    assert answers == [(b"%06d" % n)[::-1] for n in range(12)]
