"""The frame of the benchmarks: medians of runs taken in turn, one row a name."""

import json

import pytest

from bench.__main__ import merge
from bench.runner import REGISTRY, Benchmark, Duel, Rounds, Row, benchmark, measure


def one(steps, **how):
    row = Row(**({"name": "tried", "unit": "ms", "baseline": "floor"} | how))
    return Benchmark(rows=(row,), database="sqlite", set_up=steps)


def test_the_two_sides_run_in_turn_and_the_row_keeps_the_medians():
    turns = []
    ours, floor = iter([99, 4, 1, 2, 3, 50]), iter([99, 1, 1, 2, 2, 2])

    def side(name, figures):
        turns.append(name)
        return next(figures)

    def steps():
        yield Duel(ours=lambda: side("ours", ours), baseline=lambda: side("floor", floor), extra=lambda: {"p95_ms": 41})
        turns.append("cleaned up")

    (row,) = measure(one(steps))
    assert row == {
        "name": "tried",
        "value": 3,
        "unit": "ms",
        "baseline": "floor",
        "baseline_value": 2,
        "ratio": 1.5,
        "p95_ms": 41,
    }
    assert turns[:4] == ["ours", "floor", "ours", "floor"]


def test_a_side_that_says_nothing_is_timed_and_a_plain_value_has_no_ratio():
    def steps():
        yield Duel(ours=lambda: None)

    (row,) = measure(one(steps, unit="s", baseline=None))
    assert 0 <= row["value"] < 1
    assert row["ratio"] is None


def test_rows_of_the_same_rounds_each_hold_a_side_against_another():
    def steps():
        sides = {"page": lambda: 6.0, "page/floor": lambda: 3.0, "page/10": lambda: 5.0}
        yield Rounds(sides=sides, more=lambda medians: {"page_cpu_ms": {"series": [medians["page/10"]]}})

    rows = (
        Row(name="page_cpu_ms", unit="ms", side="page"),
        Row(name="page_vs_floor", unit="ms", baseline="by hand", side="page", against="page/floor"),
        Row(name="page_growth", unit="ms", baseline="a tenth", side="page", against="page/10"),
    )
    measured = measure(Benchmark(rows=rows, database="sqlite", set_up=steps, count=500))
    assert [(row["name"], row["value"], row["ratio"], row["rows"]) for row in measured] == [
        ("page_cpu_ms", 6, None, 500),
        ("page_vs_floor", 6, 2, 500),
        ("page_growth", 6, 1.2, 500),
    ]
    assert measured[0]["series"] == [5]


def test_cleaning_up_happens_even_when_a_side_fails():
    cleaned = []

    def steps():
        try:
            yield Duel(ours=lambda: 1 / 0)
        finally:
            cleaned.append(True)

    with pytest.raises(ZeroDivisionError):
        measure(one(steps))
    assert cleaned


def test_merging_replaces_the_row_of_that_name_only(tmp_path):
    path = tmp_path / "results.json"
    for row in ({"name": "a", "value": 1}, {"name": "b", "value": 2}, {"name": "a", "value": 3}):
        merge(row, path)
    assert json.loads(path.read_text()) == [{"name": "a", "value": 3}, {"name": "b", "value": 2}]


def test_two_benchmarks_cannot_share_a_name(monkeypatch):
    monkeypatch.setitem(REGISTRY, "taken", one(lambda: iter(())))
    with pytest.raises(ValueError, match="tried"):
        benchmark("tried", unit="s")(lambda: iter(()))
