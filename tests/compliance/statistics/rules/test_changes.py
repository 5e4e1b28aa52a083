"""A quarter is held against the eight before it."""

from math import exp, factorial

import pytest

from compliance.statistics.rules.changes import compare_with_before


def test_as_many_as_before_is_no_rise():
    change = compare_with_before(6, [6] * 8)
    assert change.expected == 6
    assert change.chance > 0.4
    assert not change.is_rise


def test_many_more_than_before_is_a_rise():
    change = compare_with_before(20, [6] * 8)
    assert change.is_rise
    assert change.chance < 0.0005


def test_the_chance_is_that_of_two_poisson_counts_with_a_known_sum():
    """Counted out for one quarter before: now 4 or more of 5, where both follow one rate."""
    rate = 3.0

    def poisson(count: int) -> float:
        return exp(-rate) * rate**count / factorial(count)

    pairs = {count: poisson(count) * poisson(5 - count) for count in range(6)}
    assert compare_with_before(4, [1]).chance == pytest.approx((pairs[4] + pairs[5]) / sum(pairs.values()))


def test_nothing_now_and_nothing_before_is_no_rise():
    assert compare_with_before(0, [0] * 8).chance == 1
    assert compare_with_before(1, [0] * 8).chance == pytest.approx(1 / 9)


def test_large_counts_are_compared_too():
    assert compare_with_before(1_000, [1_000] * 8).chance == pytest.approx(0.5, abs=0.02)
