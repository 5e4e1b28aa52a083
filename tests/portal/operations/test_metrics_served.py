"""The processes of one server add up what each has counted."""

import re
from urllib.request import urlopen

import pytest

from tests.reliability.servers import database_of_the_test, served

pytestmark = [pytest.mark.thorough, pytest.mark.django_db(transaction=True)]
REQUESTS = 24


def test_figures_are_those_of_all_processes_and_outlive_one(tmp_path):
    with served(tmp_path, database=database_of_the_test(), LOOPBACK_MONITORING="1") as server:
        address = f"http://127.0.0.1:{server.port}"
        before = counted(address)
        for _ in range(REQUESTS):
            urlopen(f"{address}/healthz").close()
        assert counted(address) == before + REQUESTS
        files = [path.name for path in (tmp_path / "metrics").glob("counter_*.db")]
        assert len(files) <= len(server.workers)


def counted(address: str) -> int:
    with urlopen(f"{address}/metrics") as answer:
        found = re.search(r'^portal_requests_total\{status="2xx",view="healthz"\} (\d+)', answer.read().decode(), re.M)
    return int(found[1]) if found else 0
