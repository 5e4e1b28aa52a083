"""Nothing that is shown of some councils tells of the hidden count of another: attacked by trying every world."""

import random
from itertools import product

import pytest

from compliance.hotspots.rules.analysis import Area, find_neighbours
from compliance.hotspots.rules.computation import compute_results
from compliance.hotspots.rules.contacts import Event

# Four by four councils, 10 kilometres apart, of unequal size.
AREAS = tuple(
    Area(f"{row}{column}", 60_000 + 10_000 * row + 3_000 * column, column * 10.0, row * 10.0)
    for row in range(4)
    for column in range(4)
)
NEIGHBOURS = find_neighbours(AREAS)
FEW = {"permutations": 19, "replications": 1}
HIDDEN = ("00", "12", "21", "33")


def events_of(counts, *, quarter=0, kind="labour"):
    return [
        Event(quarter, (council,), (kind,), (), f"{council}{number}", f"{council}{number}", 1, is_child=False)
        for council, count in counts.items()
        for number in range(count)
    ]


def see(events):
    """All that somebody sees who gets every feed and opens every page: each number to its last digit."""
    return repr(compute_results(events, AREAS, NEIGHBOURS, **FEW))


@pytest.mark.parametrize("truth", [(1, 0, 4, 3), (2, 2, 1, 4), (4, 3, 3, 1), (0, 1, 0, 0)])
def test_every_small_count_could_as_well_be_three_more_or_less(truth):
    """The attacker knows the program and every resident, and tries each count from 0 to 4 in each hidden council."""
    shown = {area.code: 5 + number % 7 for number, area in enumerate(AREAS) if area.code not in HIDDEN}
    seen = see(events_of(shown | dict(zip(HIDDEN, truth, strict=True))))
    possible = [
        counts
        for counts in product(range(5), repeat=len(HIDDEN))
        if see(events_of(shown | dict(zip(HIDDEN, counts, strict=True)))) == seen
    ]
    for number, count in enumerate(truth):
        values = {counts[number] for counts in possible}
        assert count in values
        assert not 1 <= count <= 4 or max(values) - min(values) >= 3


@pytest.mark.parametrize("seed", range(20))
def test_hidden_counts_change_places_and_nothing_that_is_shown_changes(seed):
    """The small counts of nine quarters go to other councils that are hidden in the same quarter."""
    chance = random.Random(seed)
    first, second = [], []
    for quarter in range(9):
        counts = {area.code: chance.choice((0, 1, 2, 3, 4, 9, 17)) for area in AREAS} | {"11": 30, "22": 6}
        small = [council for council, count in counts.items() if count < 5]
        dealt = dict(zip(small, chance.sample([counts[council] for council in small], len(small)), strict=True))
        first += events_of(counts, quarter=quarter)
        second += events_of(counts | dealt, quarter=quarter)
    assert first != second
    assert see(first) == see(second)


def test_a_council_with_one_contact_in_two_years_is_not_told_from_one_with_four():
    """Eight quarters before are a sum, and a sum of one or two contacts is a small count too."""
    shown = {area.code: 5 for area in AREAS}
    worlds = {see(events_of(shown) + events_of({"11": count}, quarter=3)) for count in range(5)}
    assert len(worlds) == 1
