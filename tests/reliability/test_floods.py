"""Whoever floods the pages for reporters from a few networks delays nobody else's report, and has nobody refused.

The counts that run with every suite show who is answered; `make soak` runs the full ones and prints seconds.
See docs/requirements/security.md#slow-clients, docs/requirements/security.md#rate-limits.
"""

import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from tests.factories.concerns import open_door
from tests.reliability import floods, overload
from tests.reliability.floods import Reporters, SlowSenders, make_draft, pressing, send_many, send_slowly
from tests.reliability.overload import p95, read_pages, stack
from tests.support.programs import needs_server

pytestmark = [pytest.mark.thorough, pytest.mark.django_db(transaction=True), needs_server("nginx", "redis-server")]
MAX_SECONDS = 2.0
SOAK = pytest.param(True, marks=pytest.mark.soak, id="soak")
SMALL = pytest.param(False, id="small")
FEW_SLOTS = {"application": "tests.reliability.few_slots"}
FEW_REPORTS = {"DJANGO_SETTINGS_MODULE": "tests.reliability.few_reports_settings"}


@contextmanager
def running_portal(folder: Path, **changed: str) -> Iterator[int]:
    """Its port. changed: as of overload.stack."""
    open_door()
    with overload.redis_server(folder) as (url, _process), stack(folder, CACHE_URL=url, **changed) as running:
        # The first page of each process is made while it loads its templates.
        read_pages(running.port, 6)
        yield running.port


def report(name: str, *reporters: Reporters) -> None:
    for before_or_during, some in zip(("before", "during"), reporters, strict=True):
        sys.stdout.write(f"{name}, {before_or_during}:\n{some.describe()}\n")


@pytest.mark.parametrize("full", [SMALL, SOAK])
def test_senders_a_little_faster_than_slow_from_a_few_networks_delay_nobody(tmp_path, full):
    """Nor do they cut off a slower phone, which is alone in its network."""
    senders, networks, people = (260, 13, 40) if full else (36, 3, 4)
    with running_portal(tmp_path, **({} if full else FEW_SLOTS)) as port, ThreadPoolExecutor(1) as phones:
        before, during = Reporters(port), Reporters(port)
        before.tell(10 if full else 2)
        with SlowSenders.sending(port, senders, networks=networks) as flood:
            # Older than the grace that everybody has.
            time.sleep(5)
            size = 150_000 if full else 15_000
            phone = phones.submit(send_slowly, port, make_draft(), "127.4.0.1", size=size)
            during.tell(people)
            sent_slowly = phone.result()
        report(f"{senders} slow senders of {networks} networks, {flood.cut} times cut or refused", before, during)
    assert not during.refused and sent_slowly.status == 303
    assert flood.cut
    if full:
        assert all(p95(replies) < MAX_SECONDS for replies in during.replies.values())


@pytest.mark.parametrize("full", [SMALL, SOAK])
def test_after_many_reports_of_nobody_connections_of_one_network_delay_nobody(tmp_path, full):
    """And somebody of that network tells us, too, with some patience."""
    reports, connections, people = (300, 260, 40) if full else (6, 24, 2)
    with running_portal(tmp_path, **({} if full else FEW_REPORTS)) as port, ThreadPoolExecutor(1) as neighbours:
        before, during = Reporters(port), Reporters(port)
        before.tell(10 if full else 1)
        sent = send_many(port, reports, network="127.2.0")
        theirs, of_a_neighbour = make_draft(), make_draft()
        acts = [partial(floods.begin, port), lambda source: floods.send_report(port, theirs, source)]
        with pressing(connections, acts, network="127.1.0") as pressed:
            time.sleep(5)
            neighbour = neighbours.submit(floods.insist, port, of_a_neighbour, "127.1.0.251")
            during.tell(people)
            tries = neighbour.result()
        statuses = dict(Counter(reply.status for reply in pressed))
        report(f"{connections} connections of one network, answered {statuses}", before, during)
        sys.stdout.write(f"Somebody of their network was answered {[reply.status for reply in tries]}\n")
    assert {reply.status for reply in sent} == {303}
    assert not during.refused and tries[-1].status == 303
    if full:
        assert all(p95(replies) < MAX_SECONDS for replies in during.replies.values())
