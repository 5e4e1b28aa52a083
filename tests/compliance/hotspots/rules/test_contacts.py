"""A selection is of one kind and sector, and the largest comes first."""

from dataclasses import replace

from compliance.hotspots.rules.contacts import ALL, Event, rank_selections, select


def event(council, reporter, **changed):
    given = Event(0, (council,), ("labour",), ("car_wash",), str(reporter), f"case {reporter}", 2, is_child=False)
    return replace(given, **changed)


def test_a_selection_is_of_one_type_and_sector():
    events = [event("00", 1), event("00", 2, types=("criminal", "labour")), event("00", 3, sectors=())]
    assert len(select(events, "labour")) == 3
    assert [one.reporter for one in select(events, "criminal")] == ["2"]
    assert [one.reporter for one in select(events, "labour", "car_wash")] == ["1", "2"]
    assert select(events) == events


def test_all_together_come_first_and_then_the_largest():
    events = [event("00", 1), event("00", 2, types=("criminal", "labour")), event("00", 3, sectors=())]
    ranked = rank_selections(events)
    assert list(ranked)[:4] == [ALL, ("labour", ""), ("", "car_wash"), ("labour", "car_wash")]
    assert list(ranked.values()) == [3, 3, 2, 2, 1, 1]
    assert rank_selections([]) == {ALL: 0}
