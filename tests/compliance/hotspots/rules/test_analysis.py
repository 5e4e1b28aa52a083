"""What contacts say of councils; and what they may not say."""

import random
from dataclasses import replace

import pytest

from compliance.hotspots.rules.analysis import Area, find_neighbours
from compliance.hotspots.rules.computation import compute_results
from compliance.hotspots.rules.contacts import ALL, Event
from compliance.statistics.rules.rates import get_byar_interval

# Seven by seven councils, 10 kilometres apart, of 100,000 people.
AREAS = tuple(Area(f"{row}{column}", 100_000, column * 10.0, row * 10.0) for row in range(7) for column in range(7))
NEIGHBOURS = find_neighbours(AREAS)
FEW = {"permutations": 499, "replications": 99}


def event(council, reporter, **changed):
    given = Event(0, (council,), ("labour",), ("car_wash",), str(reporter), f"case {reporter}", 2, is_child=False)
    return replace(given, **changed)


def analyse(events):
    """What all contacts of the quarter say together."""
    return compute_results(events, AREAS, NEIGHBOURS, **FEW)[ALL]


def world():
    """A cluster of five in a corner with many contacts, one or two elsewhere, and eight quiet quarters before."""
    events = [event(code, f"{code}{n}") for code in ("00", "01", "10", "11", "02") for n in range(8)]
    events += [event(area.code, area.code) for area in AREAS[20:40]]
    events += [event("00", f"before {quarter}", quarter=quarter) for quarter in range(1, 9)]
    return events


def test_fewer_than_thirty_contacts_are_refused():
    events = [event("00", number) for number in range(29)]
    result = analyse(events)
    assert result.is_refused
    assert result.spots == ()
    assert result.circle is None
    assert not analyse([*events, event("66", "x")]).is_refused


def test_a_cluster_is_hot_a_rise_and_in_the_circle_with_its_interval():
    result = analyse(world())
    spots = {spot.council: spot for spot in result.spots}
    assert set(spots) == {"00", "01", "10", "11", "02"}
    hot = spots["00"]
    assert (hot.contacts, hot.band, hot.is_discovery, hot.is_in_circle) == (8, "hot_99", True, True)
    assert hot.rate == pytest.approx(8)
    assert (hot.lower, hot.upper) == pytest.approx(get_byar_interval(8))
    assert 60 / 49 < hot.smoothed < 8
    assert hot.expected == 2


@pytest.mark.parametrize(
    ("contacts", "reporters", "is_shown"), [(5, 3, True), (4, 4, False), (5, 2, False), (9, 1, False)]
)
def test_five_contacts_of_three_people_are_shown_and_fewer_never(contacts, reporters, is_shown):
    events = [event("33", number % reporters) for number in range(contacts)]
    events += [event("00", f"x{number}") for number in range(40)]
    shown = {spot.council for spot in analyse(events).spots}
    assert ("33" in shown) is is_shown


def test_people_who_stayed_anonymous_count_as_one():
    events = [event("33", "") for number in range(9)] + [event("00", f"x{number}") for number in range(40)]
    assert {spot.council for spot in analyse(events).spots} == {"00"}


def test_children_and_cases_are_told_from_five_on():
    events = [event("00", number, case=str(number % 4), is_child=number < 4) for number in range(40)]
    spot = analyse(events).spots[0]
    assert (spot.cases, spot.child_contacts, spot.people) == (None, None, "5-9")
    events = [event("00", number, case=str(number % 5), is_child=number < 5) for number in range(40)]
    spot = analyse(events).spots[0]
    assert (spot.cases, spot.child_contacts, spot.people) == (5, 5, "10-19")


def test_the_same_events_give_the_same_result_in_any_order():
    events = world()
    first = analyse(events)
    random.Random(3).shuffle(events)
    assert analyse(events) == first


def test_contacts_spread_evenly_make_no_cluster_and_no_circle():
    events = [event(area.code, f"{area.code}{n}") for area in AREAS for n in range(5)]
    result = analyse(events)
    assert len(result.spots) == 49
    assert {spot.band for spot in result.spots} == {"not_significant"}
    assert result.circle is None


def test_more_than_in_the_quarters_before_is_a_rise_and_a_quarter_of_less_than_five_counts_as_two():
    quiet = [event("00", f"{quarter} {n}", quarter=quarter) for quarter in range(1, 5) for n in range(4)]
    busy = [event("00", f"{quarter} {n}", quarter=quarter) for quarter in range(5, 9) for n in range(6)]
    now = [event("00", n) for n in range(16)] + [event("33", f"x{n}") for n in range(16)]
    before, other = (analyse(now + some).spots[0] for some in (quiet + busy, quiet))
    assert (before.expected, other.expected) == (4, 2)
    assert before.is_rise and other.is_rise
    steady = [event("00", f"{quarter} {n}", quarter=quarter) for quarter in range(1, 9) for n in range(14)]
    assert not analyse(now + steady).spots[0].is_rise


def test_neighbours_are_the_five_nearest_and_never_itself():
    middle = NEIGHBOURS[24]
    assert len(middle) == 5
    assert 24 not in middle
    assert set(middle[:4]) == {17, 23, 25, 31}


def test_one_council_alone_is_no_surer_a_hotspot_for_the_others_being_hidden():
    """Spread evenly over the others, their contacts would make any council that is shown look hot beyond doubt."""
    events = [event("33", number) for number in range(5)] + [event(area.code, area.code) for area in AREAS[:40:2]]
    events += [event(area.code, f"again {area.code}") for area in AREAS[:40:4]]
    spot = analyse(events).spots[0]
    assert (spot.council, spot.is_discovery) == ("33", False)
    assert 0 < spot.z < 2.576
