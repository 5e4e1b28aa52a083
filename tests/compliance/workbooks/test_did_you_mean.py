"""Which allowed value a slip of the pen meant, and that nothing is said where it is not plain.

See docs/requirements/suppliers.md#did-you-mean.
"""

import pytest

from compliance.workbooks.cells import UnreadableCell, get_reader
from compliance.workbooks.cells.text import get_country_matcher
from compliance.workbooks.columns import Column
from portal.core.did_you_mean import NearestValue
from tests.compliance.workbooks.cells.test_cell_values import TODAY


def guess(kind: str, written: str) -> str:
    with pytest.raises(UnreadableCell) as refused:
        get_reader(Column("x", kind), today=TODAY)(written, print)
    return refused.value.values["suggestion"].removeprefix(" Did you mean ").removesuffix("?")


@pytest.mark.parametrize(
    ("kind", "written", "meant"),
    [
        ("country", "Bangladsh", "Bangladesh"),
        # Two slips in a short word: less than 0.8 alike.
        ("country", "Omna", "Oman"),
        ("country", "Chnai", "China"),
        ("country", "Vietnnaam", "Vietnam"),
        # More than two slips, and alike all the same.
        ("country", "Democratic Repubic of teh Kongo", "Congo - Kinshasa"),
        ("country", "Atlantis", ""),
        ("country", "UAS", ""),  # the USA or the UAE
        ("country", "xx", ""),
        ("choice grades", "Mjro", "Major"),
        ("choice grades", "critcl", "Critical"),
        ("choice finding_statuses", "opne", "Open"),
        ("choice finding_statuses", "in progres", "In progress"),
        ("choice tiers", "Z9", ""),
        ("choice grades", "dreadful", ""),
        ("bool", "yess", "yes"),
        ("bool", "perhaps", ""),
        ("days", "imediate", "Immediate"),
    ],
)
def test_what_comes_near_to_one_allowed_value_is_asked_about(kind, written, meant):
    assert guess(kind, written) == meant


def test_two_values_as_near_are_no_guess_and_two_words_for_one_are():
    assert NearestValue({"bolt": "a bolt", "bold": "brave"}).find("bolb") == ""
    assert NearestValue({"bolt": "a bolt", "bold": "a bolt"}).find("bolb") == "a bolt"


def test_the_fewer_slips_win():
    assert NearestValue({"mango": "mango", "tango": "tango"}).find("mangoe") == "mango"


def test_a_swap_is_one_slip():
    assert NearestValue({"form": "form", "fork": "fork"}).find("fomr") == "form"


def test_ten_thousand_bad_cells_of_a_few_words_are_looked_up_fifty_times():
    find = get_country_matcher().find
    find.cache_clear()
    for number in range(10_000):
        find(f"Bangladsh{number % 50}")
    assert find.cache_info().misses == 50
