"""Tests of how many people a case may be about."""

import pytest

from compliance.casework.rules.people_counts import Described, PeopleCount, PeopleTotal, add_counts, count_people


def test_the_highest_number_is_never_below_the_lowest():
    assert count_people([Described("exact", 2, None)], includes_teller=True) == PeopleCount(2, 2)
    assert count_people([Described("exact", 0, None)], includes_teller=True) == PeopleCount(1, 1)


@pytest.mark.parametrize(
    ("groups", "includes_teller", "count"),
    [
        ([], False, PeopleCount(0, None)),
        ([], True, PeopleCount(1, None)),
        ([Described("exact", 3, None)], False, PeopleCount(3, 3)),
        ([Described("minimum", 3, None)], False, PeopleCount(3, None)),
        ([Described("range", 2, 5)], False, PeopleCount(2, 5)),
        # Two groups may be the same people, and may be different ones.
        ([Described("exact", 3, None), Described("range", 2, 5)], False, PeopleCount(3, 8)),
        ([Described("exact", 3, None), Described("unknown", None, None)], False, PeopleCount(3, None)),
    ],
)
def test_a_case_has_at_least_its_largest_group_and_at_most_all_of_them(groups, includes_teller, count):
    assert count_people(groups, includes_teller=includes_teller) == count


def test_the_total_says_how_many_cases_have_no_highest_number():
    assert add_counts([PeopleCount(1, 3), PeopleCount(2, None), PeopleCount(0, 0)]) == PeopleTotal(3, 3, 3, 1)
    assert add_counts([]) == PeopleTotal(0, 0, 0, 0)
