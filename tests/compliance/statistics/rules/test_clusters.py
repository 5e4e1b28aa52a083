"""Getis-Ord Gi* on a grid of five by five, against worked values and against another implementation."""

import pytest

from compliance.statistics.rules.clusters import Band, find_clusters, get_band, get_z_scores, is_discovery

COUNTS = [1, 0, 2, 1, 0, 0, 3, 2, 0, 1, 1, 2, 9, 8, 2, 0, 1, 7, 10, 3, 1, 0, 2, 4, 1]
Z = [
    -1.072152, -1.060936, -1.060936, -1.380495, -1.444427, -1.220715, -0.278643, 0.716511, 0.432181, -0.421818,
    -1.220715, 0.432181, 2.848983, 2.848983, 1.495536, -1.540274, 0.147851, 2.991148, 3.417643, 2.134654,
    -1.444427, -0.581597, 1.495536, 1.974874, 1.533773,
]  # fmt: skip
TWO_SIDED = [
    0.283652, 0.288719, 0.288719, 0.167434, 0.148619, 0.222194, 0.780519, 0.473676, 0.66561, 0.673158,
    0.222194, 0.66561, 0.004386, 0.004386, 0.134775, 0.123494, 0.88246, 0.002779, 0.000632, 0.032789,
    0.148619, 0.560838, 0.134775, 0.048282, 0.125086,
]  # fmt: skip


def around(position: int) -> list[int]:
    """Return the neighbours on the grid, corners among them."""
    row, column = divmod(position, 5)
    return [
        5 * other_row + other_column
        for other_row in range(max(0, row - 1), min(5, row + 2))
        for other_column in range(max(0, column - 1), min(5, column + 2))
        if (other_row, other_column) != (row, column)
    ]


NEIGHBOURS = [around(position) for position in range(25)]


def test_z_scores_of_the_grid():
    assert get_z_scores(COUNTS, NEIGHBOURS) == pytest.approx(Z, abs=5e-7)


def test_bands_of_the_grid():
    bands = [get_band(z) for z in Z]
    assert {position: band for position, band in enumerate(bands) if band is not Band.USUAL} == {
        12: Band.HOT_99, 13: Band.HOT_99, 17: Band.HOT_99, 18: Band.HOT_99, 19: Band.HOT_95, 23: Band.HOT_95,
    }  # fmt: skip
    assert [get_band(z) for z in (1.7, -1.7, -2, -3)] == [Band.HOT_90, Band.COLD_90, Band.COLD_95, Band.COLD_99]


def test_false_discoveries_are_held_down():
    assert [position for position, found in enumerate(is_discovery(TWO_SIDED)) if found] == [12, 13, 17, 18]
    assert is_discovery([]) == []
    assert is_discovery([0.2, 0.9]) == [False, False]


# G_Local(star=True, transform="B", permutations=9999) of esda 2.10.0: one-sided chances of areas that are high. On the
# low side esda counts sums below only, and ours those that are equal too.
ESDA = {7: 0.2509, 8: 0.2813, 11: 0.3459, 12: 0.0084, 13: 0.0084, 14: 0.0774, 16: 0.4078, 17: 0.0047, 18: 0.0004,
        19: 0.0279, 22: 0.0775, 23: 0.0475, 24: 0.0575}  # fmt: skip


def test_chances_are_those_of_another_implementation():
    """Both draw 9,999 permutations; two draws of a chance of a quarter differ by 0.012 one time in twenty."""
    clusters = find_clusters(COUNTS, NEIGHBOURS)
    for area, chance in ESDA.items():
        assert clusters[area].p == pytest.approx(chance, abs=4 * (2 * chance * (1 - chance) / 9_999) ** 0.5)
    assert [cluster.z for cluster in clusters] == pytest.approx(Z, abs=5e-7)
    assert find_clusters(COUNTS, NEIGHBOURS) == clusters
    assert find_clusters(COUNTS, NEIGHBOURS, seed=2) != clusters


def test_equal_values_are_no_cluster():
    assert {cluster.z for cluster in find_clusters([4] * 25, NEIGHBOURS, permutations=99)} == {0.0}
    assert min(cluster.p for cluster in find_clusters([4] * 25, NEIGHBOURS, permutations=99)) == 1
