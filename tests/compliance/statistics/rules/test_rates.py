"""Byar's interval and Marshall's smoothing, against worked values."""

import pytest

from compliance.statistics.rules.rates import get_byar_interval, smooth

INTERVALS = [
    (0, 120_000, 0.0, 3.0567),
    (3, 95_000, 0.6347, 9.2267),
    (7, 310_000, 0.9047, 4.6527),
    (25, 540_000, 2.9952, 6.8345),
    (110, 2_900_000, 3.1174, 4.5718),
]
EVENTS = [0, 3, 7, 25, 110, 12]
POPULATION = [120_000, 95_000, 310_000, 540_000, 2_900_000, 150_000]


@pytest.mark.parametrize(("events", "population", "lower", "upper"), INTERVALS)
def test_the_interval_of_a_rate_per_100_000(events, population, lower, upper):
    limits = [100_000 * limit / population for limit in get_byar_interval(events)]
    assert limits == pytest.approx([lower, upper], abs=5e-5)


def test_small_areas_are_drawn_towards_the_rate_of_all():
    rates = [100_000 * rate for rate in smooth(EVENTS, POPULATION)]
    assert rates == pytest.approx([3.0586, 3.7076, 3.2081, 4.2443, 3.7963, 4.8037], abs=5e-5)


def test_where_areas_differ_no_more_than_by_chance_all_have_the_same_rate():
    assert smooth([10, 10], [1_000, 1_000]) == [0.01, 0.01]
    assert smooth([0, 0], [1_000, 2_000]) == [0, 0]
