"""Random worlds, published month by month: nothing that is hidden can be worked out, and the proof can fail."""

import pytest

from compliance.statistics.rules import disclosure
from compliance.statistics.rules.attack import find_exposed
from compliance.statistics.rules.periods import Kind
from compliance.statistics.rules.tables import Dimension, TableSpec
from compliance.statistics.rules.world import make_world, write_world


def dimension(name: str, size: int) -> Dimension:
    return Dimension(name, tuple(f"{name}-{number}" for number in range(size)))


TYPE, REGION, SECTOR = dimension("type", 6), dimension("region", 8), dimension("sector", 7)
MONTHLY = [TableSpec("types", "cases", (TYPE,)), TableSpec("regions", "cases", (REGION,))]
QUARTERLY = [*MONTHLY, TableSpec("both", "cases", (TYPE, REGION)), TableSpec("others", "cases", (TYPE, SECTOR))]
SPECS = {Kind.MONTH: MONTHLY, Kind.QUARTER: QUARTERLY, Kind.YEAR: QUARTERLY}


@pytest.mark.once
@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(20))
def test_nothing_is_exposed_in_two_years_of_a_small_world(seed):
    world = make_world(seed, 24, SPECS)
    assert len(world.releases) == 34
    assert find_exposed(world.releases, world.truths) == []


def test_without_complementary_suppression_the_same_proof_fails(monkeypatch):
    monkeypatch.setattr(disclosure, "complete_lines", lambda *_arguments: None)
    monkeypatch.setattr(disclosure, "_hide_until_safe", lambda *_arguments: None)
    world = make_world(1, 12, SPECS)
    assert find_exposed(world.releases, world.truths)


def test_a_world_is_the_same_for_the_same_seed_only():
    assert make_world(3, 3, SPECS) == make_world(3, 3, SPECS)
    assert make_world(3, 3, SPECS) != make_world(4, 3, SPECS)


def test_a_world_is_written_with_every_table_its_margins_and_the_exact_counts():
    world = make_world(1, 3, SPECS)
    written = write_world(world, threshold=5)
    assert [release["id"] for release in written["releases"]] == ["2024-01", "2024-02", "2024-03", "2024-q1"]
    month, quarter = written["releases"][0], written["releases"][-1]
    assert (month["kind"], month["period"]) == ("month", "2024-01")
    table = quarter["tables"][2]
    assert [one["labels"][-1] for one in table["dims"]] == ["total", "total"]
    assert len(table["cells"]) == 7 * 9
    assert table["totals"] is True
    grand = table["cells"][-1]
    assert grand["index"] == [6, 8]
    assert grand["truth"] == sum(
        cell["truth"] for cell in table["cells"] if 6 not in cell["index"][:1] and cell["index"][1] != 8
    )
    for cell in (cell for release in written["releases"] for one in release["tables"] for cell in one["cells"]):
        assert cell["published"] is None or not 0 < cell["published"] < 5
        assert cell["published"] in {None, cell["truth"]} or cell["rounded_to"] == 5
