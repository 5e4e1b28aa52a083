"""The band of a value, its whole number on screen, and the points of its parts."""

import pytest

from compliance.suppliers.rules.risk.score import get_band, round_score, share_points


@pytest.mark.parametrize(
    ("value", "band"), [(None, ""), (0, "low"), (25, "medium"), (44.99, "medium"), (45, "high"), (65, "very_high")]
)
def test_a_band_begins_at_its_lower_bound(value, band):
    assert get_band(value) == band


@pytest.mark.parametrize(("value", "whole"), [(24.9, 24), (25.4, 25), (25.5, 26), (64.6, 64)])
def test_a_value_is_never_rounded_up_into_another_band(value, whole):
    assert round_score(value) == whole


def test_the_points_of_the_known_parts_add_up_to_the_whole_value():
    parts = [
        {"key": "country", "weight": 0.35, "points": 41.2},
        {"key": "sector", "weight": 0.25, "points": 77.7},
        {"key": "commodity", "weight": 0.2, "points": None},
    ]
    shares = share_points(parts)
    exact = (0.35 * 41.2 + 0.25 * 77.7) / 0.6
    assert set(shares) == {"country", "sector"}
    assert sum(shares.values()) == round_score(exact)
