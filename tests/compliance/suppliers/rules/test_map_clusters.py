"""Marks on a map: none covers another, and each opens."""

from itertools import combinations

import pytest

from compliance.suppliers.rules import map_clusters as rules
from compliance.suppliers.rules.map_clusters import Point, View


def test_no_mark_covers_another_at_any_size_and_none_is_lost():
    points = [Point(300 + n * 7 % 211, 100 + n * 13 % 97, "GB", 1 + n % 4, n) for n in range(500)]
    view = rules.fit_view(points)
    clusters = rules.cluster_points(points, view)
    assert sum(cluster.count for cluster in clusters) == sum(point.count for point in points)
    # On the narrowest telephone the map is 328 pixels wide, and a mark is at most 30 across.
    pixel = view.width / 328
    for one, other in combinations(clusters, 2):
        assert ((one.x - other.x) ** 2 + (one.y - other.y) ** 2) ** 0.5 >= 30 * pixel
    for cluster in clusters:
        assert view.holds(Point(cluster.x, cluster.y, "", 1, 0))


def test_a_mark_opens_to_marks_that_are_fewer_together_until_each_stands_alone():
    points = [Point(500 + n, 100 + n, "GB", 1, n) for n in range(40)]
    [largest, *_others] = rules.cluster_points(points, rules.fit_view(points))
    depth = 0
    while largest.opens:
        inner = rules.cluster_points(points, rules.fit_view(largest.points))
        assert max(inner, key=lambda cluster: cluster.count).count < largest.count
        largest, depth = max(inner, key=lambda cluster: cluster.count), depth + 1
    assert 0 < depth < 6
    assert largest.count == 1


@pytest.mark.parametrize("text", ["", "1,2", "a,b,c", "1,2,3,4", "nan,1,9", "1,1,0.1", "1,1,1.9", "1,1,1e9", "inf,1,9"])
def test_an_address_that_names_no_view_is_none(text):
    assert rules.parse_view(text) is None


def test_a_view_comes_back_from_its_address():
    assert rules.parse_view(rules.format_view(View(480.5, 90, 60))) == View(480.5, 90, 60)
