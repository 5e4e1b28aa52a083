"""What a reader knows: intervals of single numbers, and equations between periods in whatever order they came."""

import pytest

from compliance.statistics.rules.equations import ENDLESS, Place, build_equations, get_interval
from compliance.statistics.rules.periods import parse_period
from compliance.statistics.rules.tables import (
    TOTAL,
    Cell,
    Counts,
    Dimension,
    PublishedTable,
    Release,
    Symbol,
    TableSpec,
)

SPEC = TableSpec("example", "cases", (Dimension("row", ("a", "b")),))


def exact(numbers: list[int]) -> dict:
    return Counts(SPEC, dict(zip(SPEC.cells(), numbers, strict=True))).with_totals()


def equations(**numbers: list[int]):
    """The equations of releases, by code with underscores: _2026_q1_2 is the second version of 2026-q1."""
    codes = [key.strip("_").replace("_", "-") for key in numbers]
    truths = {(code, "example"): exact(row) for code, row in zip(codes, numbers.values(), strict=True)}
    releases = [
        Release(
            code,
            parse_period(code[:7]),
            (PublishedTable(SPEC, {index: Cell(count) for index, count in truths[code, "example"].items()}),),
        )
        for code in codes
    ]
    (found,) = build_equations(releases, truths)
    names = {column: (place.release_id, place.index[0]) for place, column in found.columns.items()}
    return {
        frozenset((*names[column], value) for column, value in terms.items())
        for lower, upper, terms in found.rows
        if lower == upper == 0 and -1.0 in terms.values()
    }


@pytest.mark.parametrize(
    ("cell", "rounded_to", "interval"),
    [
        (Cell(10), None, (10, 10)),
        (Cell(10), 5, (8, 12)),
        (Cell(5), 5, (5, 7)),
        (Cell(None, Symbol.LOW), 5, (0, 4)),
        (Cell(None, Symbol.NOT_AVAILABLE), 5, (0, ENDLESS)),
        (Cell(None, Symbol.CONFIDENTIAL), None, (0, ENDLESS)),
    ],
)
def test_what_a_reader_knows_of_one_number(cell, rounded_to, interval):
    cells = dict.fromkeys(SPEC.cells_and_totals(), cell)
    assert get_interval(PublishedTable(SPEC, cells, rounded_to), (TOTAL,)) == interval


def test_a_year_is_the_sum_of_its_quarters_also_where_it_came_before_one_of_them():
    rows = {"_2026_q1": [1, 2], "_2026_q2": [3, 4], "_2026": [16, 20], "_2026_q3": [5, 6], "_2026_q4": [7, 8]}
    expected = {("2026", "a", -1.0), *((f"2026-q{number}", "a", 1.0) for number in (1, 2, 3, 4))}
    assert frozenset(expected) in equations(**rows)


def test_each_version_of_a_quarter_is_tried():
    """The first version adds up to the year, the second does not; only what is true is an equation."""
    rows = {"_2026_q1": [1, 2], "_2026_q2": [3, 4], "_2026_q2_2": [9, 4], "_2026_q3": [5, 6], "_2026_q4": [7, 8]}
    found = equations(**rows, _2026=[16, 20])
    of_year = [one for one in found if ("2026", "a", -1.0) in one]
    assert [("2026-q2", "a", 1.0) in one for one in of_year] == [True]
    assert len([one for one in found if ("2026", "b", -1.0) in one]) == 2


def test_guarded_are_small_counts_and_those_of_groups_in_one_class_but_of_no_rounded_group():
    truths = {"2026-q1": exact([7, 0]), "2026-01": exact([7, 0]), "2026-02": exact([3, 40])}
    releases = [
        Release(code, parse_period(code), (PublishedTable(SPEC, dict.fromkeys(row, Cell(None)), 5 if q else None),))
        for (code, row), q in zip(truths.items(), (False, True, True), strict=True)
    ]
    (found,) = build_equations(releases, {(code, "example"): row for code, row in truths.items()})
    assert found.list_guarded() == [
        Place("2026-q1", "example", ("a",)),
        Place("2026-02", "example", ("a",)),
    ]
