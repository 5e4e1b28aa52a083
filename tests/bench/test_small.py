"""Benchmarks run with a hundredth of their rows: what nobody runs between two releases breaks unseen.

Here are those that start no server, each on its database: a run of the suite on SQLite and one on PostgreSQL do all of
them. `.ci/run` runs the others in processes of their own, as `make bench` does.

See docs/requirements/experience.md#small-benchmarks.
"""

from pathlib import Path

import pytest
from django.db import connection

from bench import runner
from bench.__main__ import WITH_PARTS, load, needs_processes

load()
HERE = [one for one in runner.REGISTRY.values() if not one.is_served]
pytestmark = [pytest.mark.thorough, pytest.mark.django_db]
ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def hundredth(monkeypatch, settings):
    monkeypatch.setattr(runner, "SHARE", 0.01)
    monkeypatch.setattr(runner, "ONCE", True)
    settings.ROOT_URLCONF = "bench.floors.urls"


@pytest.mark.parametrize("one", [one for one in HERE if one.database == connection.vendor], ids=lambda one: one.name)
def test_a_benchmark_runs_and_its_answers_are_right(one):
    """Its own assertions hold, each side is done once, and each of its rows has a figure."""
    if one.world:
        one.world.build(one.world.size())
    rows = runner.measure(one)
    assert [row["name"] for row in rows] == [row.name for row in one.rows]
    for row in rows:
        assert 0 <= row["value"] < float("inf")
        # A floor may take less than one tick of the clock of processor time.
        assert bool(row["ratio"]) == bool(row["baseline_value"])
        assert (row["baseline_value"] is None) == (not row["baseline"])


@pytest.mark.once
def test_a_size_is_a_share_of_the_rows_and_never_none():
    assert (runner.sized(100_000), runner.sized(5)) == (1_000, 1)


@pytest.mark.once
def test_each_benchmark_runs_in_the_tests_or_in_processes_of_its_own():
    everything = set(runner.REGISTRY)
    in_tests, apart = (
        {one.name for one in HERE},
        {name for name, one in runner.REGISTRY.items() if needs_processes(one)},
    )
    assert in_tests | apart == everything
    assert in_tests & apart == WITH_PARTS
    assert {one.database for one in HERE} == {"sqlite", "postgresql"}
    commands, targets = (ROOT / ".ci/run").read_text(), (ROOT / "Makefile").read_text()
    assert "-m bench --small --apart\n" in commands
    assert "make test " in commands and "make test-postgres " in commands
    assert '$(tests) -m "not soak and not once"' in targets


@pytest.mark.once
def test_each_page_that_people_work_in_is_held_against_its_floor_and_a_tenth_of_its_rows():
    names = {row.name for one in runner.REGISTRY.values() for row in one.rows}
    for page in ("desk_queue_5000", "suppliers_10000", "risk_10000", "findings_10000", "register_search_100000"):
        for row in ("cpu_ms", "vs_floor", "growth"):
            assert {f"{page}_{row}", f"{page}_{row}_pg"} <= names
