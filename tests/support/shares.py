"""Hands each worker of pytest-xdist the same tests in the same order every time, whoever is free.

With `--dist each` every worker runs what it collects; here it keeps its own share of that. So a test that fails beside
certain neighbours fails beside them on every machine with as many workers.
"""

import os
from collections.abc import Iterator
from itertools import count, groupby

import pytest

# Tests of one file that stay together, so that most workers make a module's world once or not at all. Stories in a
# browser take seconds each and are dealt one by one.
HAND = 8


class Shares:
    """Gives each worker its number; whoever replaces a worker that crashed inherits the number with the tests."""

    def __init__(self) -> None:
        self.fresh, self.freed = count(), list[int]()
        self.sizes: dict[int, int] = {}

    def pytest_sessionstart(self, session: pytest.Session) -> None:
        self.session = session

    def pytest_configure_node(self, node) -> None:
        node.workerinput["share"] = self.freed.pop() if self.freed else next(self.fresh)

    def pytest_xdist_node_collection_finished(self, node, ids: list[str]) -> None:
        self.sizes[node.workerinput["share"]] = len(ids)

    def pytest_runtest_logstart(self) -> None:
        """Count progress in the tests of all workers, not of one."""
        self.session.testscollected = sum(self.sizes.values())

    def pytest_testnodedown(self, node, error: object) -> None:
        if error:
            self.freed.append(node.workerinput["share"])


def pytest_configure(config: pytest.Config) -> None:
    share = getattr(config, "workerinput", {}).get("share")
    if share is not None:
        # With its browser and servers, each of which wakes the others at every step.
        processors = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {processors[share % len(processors)]})
    if config.getoption("dist", "no") == "each" and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Shares(), "shares")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    share = getattr(config, "workerinput", {}).get("share")
    if share is not None:
        workers = int(os.environ["PYTEST_XDIST_WORKER_COUNT"])
        items[:] = [item for number, hand in enumerate(_hands(items)) if number % workers == share for item in hand]


def _hands(items: list[pytest.Item]) -> Iterator[list[pytest.Item]]:
    for (_path, is_journey), group in groupby(
        items, lambda item: (item.path, bool(item.get_closest_marker("journey")))
    ):
        tests = list(group)
        size = 1 if is_journey else HAND
        yield from (tests[first : first + size] for first in range(0, len(tests), size))
