"""Benchmarks run with a hundredth of their rows: what nobody runs between two releases breaks unseen.

See docs/requirements/experience.md#small-benchmarks.
"""

import pytest

from bench import directory, register, risk, runner

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def hundredth(monkeypatch):
    monkeypatch.setattr(runner, "SHARE", 0.01)


@pytest.mark.parametrize(
    "steps", [register._search, directory._search, risk._rescore], ids=["register", "directory", "risk"]
)
def test_a_benchmark_runs_to_its_end(steps):
    """Its own assertions hold, and both sides are done."""
    running = steps()
    duel = next(running)
    assert duel.ours() != float("inf")
    if duel.baseline:
        duel.baseline()
    if duel.extra:
        assert all(figure >= 0 for figure in duel.extra().values())
    with pytest.raises(StopIteration):
        next(running)


def test_a_size_is_a_share_of_the_rows_and_never_none():
    assert (runner.sized(100_000), runner.sized(5)) == (1_000, 1)
