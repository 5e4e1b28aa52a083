"""Whoever floods the pages for reporters from a few networks delays nobody else's report, and has nobody refused.

`make soak` runs it and prints seconds. See docs/requirements/security.md#slow-clients.
"""

import sys
import time

import pytest

from tests.factories.concerns import open_door
from tests.reliability import overload
from tests.reliability.floods import Reporters, SlowSenders
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
    assert all(p95(replies) < MAX_SECONDS for replies in during.replies.values())
