"""The scan finds the circle that events were put in, and says so of no other."""

from math import log

import pytest

from compliance.statistics.rules.scan import find_circle

PLACES = [(float(column), float(row)) for row in range(6) for column in range(6)]
PEOPLE = [1_000] * 36


def test_a_circle_with_many_events_is_found():
    events = [2] * 36
    for area in (14, 8, 13, 15, 20):
        events[area] = 14
    circle = find_circle(events, PEOPLE, PLACES, replications=199)
    assert set(circle.areas) == {14, 8, 13, 15, 20}
    expected = 132 * 5 / 36
    assert (circle.events, circle.expected) == (70, pytest.approx(expected))
    assert circle.log_likelihood_ratio == pytest.approx(70 * log(70 / expected) + 62 * log(62 / (132 - expected)))
    assert circle.chance == pytest.approx(1 / 200)


def test_events_that_follow_the_population_are_nothing_unusual():
    assert find_circle([2] * 36, PEOPLE, PLACES, replications=199).chance > 0.2


def test_more_than_half_of_the_population_is_no_circle():
    circle = find_circle([0, 0, 0, 9], [10, 10, 10, 100], [(0, 0), (1, 0), (2, 0), (9, 0)], replications=19)
    assert circle.log_likelihood_ratio == 0


def test_all_events_in_one_area():
    circle = find_circle([0, 0, 0, 9], [10, 10, 10, 10], [(0, 0), (1, 0), (2, 0), (9, 0)], replications=99)
    assert circle.areas == (3,)
    assert circle.log_likelihood_ratio == pytest.approx(9 * log(4))


def test_without_events_there_is_no_circle():
    assert find_circle([0] * 36, PEOPLE, PLACES) is None
