import io
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from portal.core.concurrency import limit_concurrency


class Slow:
    """A body that comes only when its sender is let go on."""

    def __init__(self):
        self.asked, self.sent = threading.Event(), threading.Event()

    def read(self, *size):
        self.asked.set()
        assert self.sent.wait(10)
        return b"all of it"

    readline = read


def answer(application, body):
    return application({"wsgi.input": body}, None)


def test_no_more_requests_work_at_once_than_there_are_turns():
    working, most, all_in = [], [], threading.Semaphore(0)
    go_on = threading.Event()

    def application(environ, start_response):
        working.append(1)
        most.append(len(working))
        all_in.release()
        assert go_on.wait(10)
        working.pop()
        return [b""]

    served = limit_concurrency(application, at_once=3)
    with ThreadPoolExecutor(8) as visitors:
        answers = [visitors.submit(answer, served, io.BytesIO()) for _ in range(8)]
        for _ in range(3):
            assert all_in.acquire(timeout=10)
        assert not all_in.acquire(timeout=0.1)
        go_on.set()
    assert [one.result() for one in answers] == [[b""]] * 8
    assert max(most) == 3


@pytest.mark.parametrize("way", ["read", "readline"])
def test_who_waits_for_the_bytes_of_a_sender_lends_the_turn(way):
    served = limit_concurrency(lambda environ, start_response: [getattr(environ["wsgi.input"], way)(64)], at_once=1)
    slow = Slow()
    with ThreadPoolExecutor(2) as visitors:
        waiting = visitors.submit(answer, served, slow)
        assert slow.asked.wait(10)
        assert visitors.submit(answer, served, io.BytesIO(b"quick\n")).result(10) == [b"quick\n"]
        slow.sent.set()
        assert waiting.result(10) == [b"all of it"]


def test_a_body_that_breaks_off_and_an_application_that_raises_give_the_turn_back():
    class Gone:
        def read(self, *size):
            raise ConnectionResetError

    served = limit_concurrency(lambda environ, start_response: [environ["wsgi.input"].read()], at_once=1)
    for _ in range(2):
        with pytest.raises(ConnectionResetError):
            answer(served, Gone())
    assert answer(served, io.BytesIO(b"the next one")) == [b"the next one"]
