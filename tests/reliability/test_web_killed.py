"""A web process killed with SIGKILL while people send what they told: a code that opens, or nothing at all."""

import os
import random
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from compliance.concerns.forms.submission import MIN_FILL_TIME
from compliance.concerns.models import Concern, Draft, HeldLine, Receipt
from portal.history.verification import verify_log
from portal.vault.models import DataKey
from tests.factories.concerns import open_door
from tests.reliability.servers import CUT_OFF, Server, Teller, Visitor, database_of_the_test, served

pytestmark = pytest.mark.thorough

PARALLEL = 50


@pytest.fixture
def server(tmp_path):
    open_door()
    with served(tmp_path, database=database_of_the_test()) as running:
        yield running


def tellers(server: Server, count: int) -> list[Teller]:
    """Each with a complete draft, and past the time in which only programs send."""
    found = [Teller(server.port) for _ in range(count)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(Teller.answers, found))
    time.sleep(MIN_FILL_TIME.total_seconds())
    return found


def killed(server: Server, moments: list[float]) -> None:
    """At each moment, in seconds after the one before, one of the processes that answer."""
    for moment in moments:
        time.sleep(moment)
        os.kill(random.choice(server.workers), signal.SIGKILL)


def opens(server: Server, digits: str) -> bool:
    """In another browser."""
    visitor = Visitor(server.port)
    visitor.get("/r/return/")
    page = visitor.post("/r/return/", code=digits)
    return (page.status, page.address) == (200, "/r/talk/")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("count", "kills"), [(10, 1), pytest.param(PARALLEL, 8, marks=pytest.mark.soak)])
def test_a_killed_web_process_leaves_a_code_that_opens_or_no_row(count, kills, server):
    everybody = tellers(server, count)
    together = threading.Barrier(count + 1)
    cut_off: list[Teller] = []

    def send(teller: Teller) -> None:
        together.wait(timeout=60)
        try:
            teller.sends()
        except CUT_OFF:
            cut_off.append(teller)

    # Two processes stretch two codes at a time, each in a fifth of a second at the least.
    moments = [random.uniform(0.05, 0.1 * count / kills) for _ in range(kills)]
    with ThreadPoolExecutor(count) as pool:
        sent = [pool.submit(send, teller) for teller in everybody]
        together.wait(timeout=60)
        killed(server, moments)
        for one in sent:
            one.result()

    # Every second of those who got no page gives up; the others send the same form again.
    gave_up = cut_off[::2]
    codes = {
        teller.token: teller.looks() if teller in gave_up else teller.looks() or teller.insists()
        for teller in everybody
    }
    told = {token: digits for token, digits in codes.items() if digits}
    rows = {str(token) for token in Concern.objects.values_list("submit_token", flat=True)}
    assert rows == told.keys(), (moments, len(cut_off))
    # One kill may come when everybody has an answer; many cannot.
    assert cut_off or kills == 1
    assert len(told) >= count - len(gave_up)
    assert [digits for digits in told.values() if not opens(server, digits)] == [], moments
    assert len(set(told.values())) == len(told)
    assert Receipt.objects.count() == DataKey.objects.count() == len(told)
    assert HeldLine.objects.filter(action="concerns.concern.received").count() == len(told)
    assert Draft.objects.filter(sent_at=None).count() == count - len(told)
    assert verify_log().is_whole


@pytest.mark.django_db(transaction=True)
def test_double_submit(server):
    """50 equal posts at once to a real server: one concern, and one code on all of the pages.

    Who is asked to wait sends again.

    See docs/requirements/security.md#sent-once.
    """
    [first] = tellers(server, 1)
    together = threading.Barrier(PARALLEL)

    def send(tab: Teller) -> str:
        together.wait(timeout=60)
        return tab.insists()

    with ThreadPoolExecutor(PARALLEL) as pool:
        codes = set(pool.map(send, [first.tab() for _ in range(PARALLEL)]))
    [digits] = codes
    assert len(digits) == 20
    assert Concern.objects.count() == Receipt.objects.count() == DataKey.objects.count() == 1
    assert opens(server, digits)
