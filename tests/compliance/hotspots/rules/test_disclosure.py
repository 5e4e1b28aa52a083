"""Two selections of one council, subtracted from each other, tell of no group below five contacts of three people."""

import random
from itertools import chain, combinations

import pytest

from compliance.hotspots.rules.contacts import ALL, Event, select
from compliance.hotspots.rules.disclosure import Figures, Told, get_figures, settle

LABOUR, WASH, BOTH = ("labour", ""), ("", "car_wash"), ("labour", "car_wash")


def events(count, *, types=("labour",), sectors=("car_wash",), council="A", children=0, cases=None, start=0):
    return [
        Event(
            0, (council,), types, sectors, f"{types}{sectors}{start + n}", f"{types}{sectors}{n % (cases or count)}", 1,
            is_child=n < children,
        )
        for n in range(count)
    ]  # fmt: skip


def tell(of_all):
    """By selection the contacts that are told of each council."""
    return {selection: {council: told.contacts for council, told in figures.told.items()}
            for selection, figures in get_figures(of_all, councils=361).items()}  # fmt: skip


def test_all_less_one_kind_leaves_no_small_number():
    read = events(20) + events(4, types=("criminal",), sectors=())
    assert tell(events(20))[LABOUR] == {"A": 20}
    assert tell(read) == {ALL: {"A": 24}, LABOUR: {}, WASH: {}, BOTH: {}, ("criminal", ""): {}}


@pytest.mark.parametrize("rest", [0, 5, 9])
def test_what_leaves_nothing_or_enough_is_shown(rest):
    read = events(20) + events(rest, types=("criminal",), sectors=())
    assert tell(read)[LABOUR] == {"A": 20}


def test_five_contacts_of_two_people_are_too_few_to_be_left():
    read = events(20) + [*events(2, types=("criminal",))] * 3
    assert tell(read)[LABOUR] == {}


def test_three_kinds_added_up_leave_no_small_number_either():
    kinds = ("labour", "criminal", "sexual")
    read = [*chain(*(events(10, types=(kind,)) for kind in kinds[:2])), *events(4, types=("sexual",))]
    found = tell(read)
    assert [found[selection] for selection in (ALL, *((kind, "") for kind in kinds))] == [{"A": 24}, {}, {"A": 10}, {}]


def test_cases_and_children_are_kept_back_on_their_own():
    read = events(20, children=8, cases=20) + events(10, types=("criminal",), sectors=(), children=2, cases=4)
    figures = get_figures(read, councils=361)
    labour = figures[LABOUR].told["A"]
    assert (labour.contacts, labour.cases, labour.child_contacts) == (20, None, None)
    first = figures[ALL].told["A"]
    assert (first.contacts, first.cases, first.child_contacts) == (30, 24, 10)


def test_each_council_is_looked_at_for_itself():
    read = events(20) + events(4, types=("criminal",)) + events(20, council="B", start=100)
    assert list(tell(read)[LABOUR]) == ["B"]


@pytest.mark.parametrize("seed", range(30))
def test_no_difference_of_any_shown_numbers_is_a_small_count(seed):
    """Counted out: all unions of shown selections, and each without each other."""
    chance = random.Random(seed)
    kinds, sectors = ("labour", "criminal", "sexual"), ("car_wash", "care")
    read = [
        Event(
            0, (chance.choice("AB"),), tuple({chance.choice(kinds), chance.choice(kinds)}),
            (chance.choice(sectors),), str(n), str(n), 1, is_child=False,
        )
        for n in range(chance.choice((40, 60, 90)))
    ]  # fmt: skip
    found = tell(read)
    for council in "AB":
        shown = [
            {id(event) for event in select(read, *selection) if council in event.councils}
            for selection, told in found.items()
            if council in told
        ]
        unions = [set().union(*some) for size in (1, 2, 3) for some in combinations(shown, size)]
        for one in unions:
            for other in unions:
                assert len(one - other) == 0 or len(one - other) >= 5
    assert any(found.values())


@pytest.mark.parametrize(("hidden", "councils", "elsewhere"), [(0, 361, 0), (1, 361, 10), (11, 361, 20), (9, 4, 6)])
def test_what_all_hidden_councils_have_together_is_rounded_up_to_ten_and_to_no_more_than_two_each(
    hidden, councils, elsewhere
):
    read = [*events(20), *chain(*(events(1, council=f"hidden {number}") for number in range(hidden)))]
    assert get_figures(read, councils=councils)[ALL].elsewhere == elsewhere


@pytest.mark.parametrize(
    ("before", "after", "shown"), [(24, 25, 24), (24, 20, 24), (24, 29, 29), (24, 19, 19), (24, 24, 24)]
)
def test_a_few_contacts_that_came_late_are_not_told_by_computing_again(before, after, shown):
    first, again = (Figures({"A": Told(count, count, "20-49", 6)}) for count in (before, after))
    told = settle(again, first.told).told["A"]
    assert (told.contacts, told.cases, told.child_contacts) == (shown, shown, 6)
    assert settle(again, {}) == again


def test_cases_and_children_change_by_five_or_not_at_all():
    first, again = Told(20, 9, "20-49", None), Told(30, 12, "20-49", 7)
    assert settle(Figures({"A": again}), {"A": first}).told == {"A": Told(30, 9, "20-49", 7)}
