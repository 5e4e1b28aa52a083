"""Whoever floods the pages for reporters from a few networks delays nobody else's report, and has nobody refused.

The counts that run with every suite show who is answered; `make soak` runs the full ones and prints seconds.
See docs/requirements/security.md#slow-clients, docs/requirements/security.md#rate-limits.
"""

import sys
import time
from collections import Counter
from functools import partial

import pytest

from tests.factories.concerns import open_door
from tests.reliability import floods, overload
from tests.reliability.floods import Reporters, SlowSenders, make_draft, pressing, send_many
from tests.reliability.overload import p95, read_pages, stack
from tests.support.programs import needs_server

pytestmark = [pytest.mark.thorough, pytest.mark.django_db(transaction=True), needs_server("nginx", "redis-server")]
MAX_SECONDS = 2.0


@pytest.fixture
def portal(tmp_path):
    open_door()
    with overload.redis_server(tmp_path) as (url, _process), stack(tmp_path, CACHE_URL=url) as running:
        # The first page of each process is made while it loads its templates.
        read_pages(running.port, 6)
        yield running


def report(name: str, *reporters: Reporters) -> None:
    for before_or_during, some in zip(("before", "during"), reporters, strict=True):
        sys.stdout.write(f"{name}, {before_or_during}:\n{some.describe()}\n")


@pytest.mark.soak
def test_senders_a_little_faster_than_slow_from_13_networks_delay_nobody(portal):
    before, during = Reporters(portal.port), Reporters(portal.port)
    before.tell(10)
    with SlowSenders.sending(portal.port, 260, networks=13) as flood:
        # Older than the grace that everybody has.
        time.sleep(5)
        during.tell(40)
    report(f"{len(flood.senders)} slow senders of 13 networks, {flood.cut} times cut", before, during)
    assert not during.refused
    assert p95(during.replies["begin"]) < MAX_SECONDS and p95(during.replies["send"]) < MAX_SECONDS


@pytest.mark.soak
def test_after_300_reports_of_nobody_260_connections_of_one_network_delay_nobody(portal):
    before, during = Reporters(portal.port), Reporters(portal.port)
    before.tell(10)
    sent = send_many(portal.port, 300, networks=40)
    assert {reply.status for reply in sent} == {303}
    theirs = make_draft()
    acts = [
        partial(floods.begin, portal.port),
        lambda source: floods.send_report(portal.port, theirs, source),
    ]
    with pressing(260, acts, network="127.1.0") as pressed:
        time.sleep(5)
        during.tell(40)
    statuses = Counter(reply.status for reply in pressed)
    report(f"260 connections of one network, answered {dict(statuses)}", before, during)
    assert not during.refused
    assert p95(during.replies["begin"]) < MAX_SECONDS and p95(during.replies["send"]) < MAX_SECONDS
