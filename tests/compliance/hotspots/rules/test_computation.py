"""Which selections are computed."""

from compliance.hotspots.rules.computation import choose_selections
from compliance.hotspots.rules.contacts import Event

CHESTERFIELD, DERBY = "E07000034", "E06000015"


def events(council, count, **changed):
    given = {"types": ("labour",), "sectors": ("car_wash",), "quarter": 0, "people": 3, "is_child": False} | changed
    return [
        Event(councils=(council,), reporter=f"{council}{number}", case=f"CASE-{council}-{number}", **given)
        for number in range(count)
    ]


def test_selections_are_those_with_thirty_contacts_the_largest_first():
    read = [
        *events(CHESTERFIELD, 40),
        *events(DERBY, 31, types=("criminal",), sectors=()),
        *events(DERBY, 29, types=("sexual",), sectors=()),
        *events(DERBY, 60, types=("financial",), sectors=(), quarter=1),
    ]
    assert list(choose_selections(read)) == [
        ("", ""), ("", "car_wash"), ("labour", ""), ("labour", "car_wash"), ("criminal", ""),
    ]  # fmt: skip


def test_all_together_are_looked_at_whatever_their_number():
    assert choose_selections(events(DERBY, 29)) == {("", ""): False}
    assert choose_selections([]) == {("", ""): False}
