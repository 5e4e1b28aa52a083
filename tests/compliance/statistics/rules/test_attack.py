"""The bounds that a reader can put around a hidden count are those of all equations together."""

from itertools import product

import pytest
from scipy.optimize import linprog

from compliance.statistics.rules.attack import InconsistentReleasesError, build_systems, find_exposed
from compliance.statistics.rules.equations import Place
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

SPEC = TableSpec("example", "cases", (Dimension("row", ("a", "b")), Dimension("column", ("x", "y"))))
YEAR = parse_period("2026")


def published(numbers: list[int | None], code: str = "2026") -> Release:
    """Return the release of one table. numbers: in the order of cells and totals; None is hidden."""
    cells = {
        index: Cell(number) if number is not None else Cell(None, Symbol.CONFIDENTIAL)
        for index, number in zip(SPEC.cells_and_totals(), numbers, strict=True)
    }
    return Release(code, parse_period(code), (PublishedTable(SPEC, cells),))


def exact(numbers: list[int]) -> dict:
    return Counts(SPEC, dict(zip(SPEC.cells(), numbers, strict=True))).with_totals()


def test_bounds_of_a_hidden_square_are_those_that_its_totals_allow():
    release = published([None, None, 12, None, None, 30, 11, 31, 42])
    (system,) = build_systems([release], {("2026", "example"): exact([3, 9, 8, 22])})
    assert system.get_bounds(Place("2026", "example", ("a", "x"))) == pytest.approx((0, 11))
    assert system.get_bounds(Place("2026", "example", ("a", "y"))) == pytest.approx((1, 12))


def test_bounds_are_those_of_every_table_that_could_have_been():
    """Counted out: all tables of whole numbers with these totals."""
    release = published([None, None, 7, None, None, 9, 4, 12, 16])
    (system,) = build_systems([release], {("2026", "example"): exact([2, 5, 2, 7])})
    possible = [
        cells
        for cells in product(range(17), repeat=4)
        if cells[0] + cells[1] == 7 and cells[2] + cells[3] == 9 and cells[0] + cells[2] == 4
    ]
    for position, index in enumerate(SPEC.cells()):
        bounds = min(cells[position] for cells in possible), max(cells[position] for cells in possible)
        assert system.get_bounds(Place("2026", "example", index)) == pytest.approx(bounds)


def test_a_count_hidden_alone_is_exposed():
    release = published([None, 9, 12, 8, 22, 30, 11, 31, 42])
    (exposure,) = find_exposed([release], {("2026", "example"): exact([3, 9, 8, 22])})
    assert (exposure.place.index, exposure.truth) == (("a", "x"), 3)
    assert (exposure.lower, exposure.upper) == pytest.approx((3, 3))


def test_months_give_a_quarter_away_and_a_quarter_a_month():
    numbers = [10, 3, 20, 20]
    shown = list(exact(numbers).values())
    months = [published(shown, "2026-01"), published(shown, "2026-02")]
    last = published([None] * 9, "2026-03")
    quarter = published([3 * number for number in shown], "2026-q1")
    truths = {(f"2026-0{number}", "example"): exact(numbers) for number in (1, 2, 3)}
    truths["2026-q1", "example"] = exact([3 * number for number in numbers])
    exposed = find_exposed([*months, last, quarter], truths)
    assert Place("2026-03", "example", ("a", "y")) in [one.place for one in exposed]
    assert Place("2026-03", "example", ("a", "y")) not in [
        one.place for one in find_exposed([*months, last], {key: truths[key] for key in list(truths)[:3]})
    ]


def test_periods_that_share_no_month_are_looked_at_apart():
    releases = [published(list(exact([1, 2, 3, 4]).values()), code) for code in ("2025-q4", "2026-q1", "2026")]
    truths = {(release.id, "example"): exact([1, 2, 3, 4]) for release in releases}
    assert len(list(build_systems(releases, truths))) == 2


def test_counts_that_changed_since_are_not_taken_for_the_same():
    """A month that was counted again later no longer adds up; nothing is concluded from it, and nothing breaks."""
    shown = list(exact([10, 30, 20, 20]).values())
    months = [published(shown, f"2026-0{number}") for number in (1, 2, 3)]
    quarter = published(list(exact([31, 90, 60, 60]).values()), "2026-q1")
    truths = {(release.id, "example"): exact([10, 30, 20, 20]) for release in months}
    truths["2026-q1", "example"] = exact([31, 90, 60, 60])
    assert find_exposed([*months, quarter], truths) == []


def test_releases_that_contradict_each_other_are_refused():
    release = published([10, 30, 41, None, None, 40, 30, 50, 80])
    with pytest.raises(InconsistentReleasesError):
        find_exposed([release], {("2026", "example"): exact([10, 30, 3, 37])})


def test_bounds_are_those_of_a_second_solver():
    """The equations of a quarter and its months, written down anew and handed to scipy."""
    months = [[12, 3, 20, 25], [14, 6, 22, 21], [9, 2, 18, 30]]
    hidden = {("a", "x"), ("a", "y"), ("b", "x"), ("b", "y")}
    totals = [
        [None if index in hidden else number for index, number in exact(numbers).items()]
        for numbers in [*months, [sum(column) for column in zip(*months, strict=True)]]
    ]
    codes = ["2026-01", "2026-02", "2026-03", "2026-q1"]
    releases = [published(numbers, code) for numbers, code in zip(totals, codes, strict=True)]
    truths = {(code, "example"): exact(numbers) for code, numbers in zip(codes, months, strict=False)}
    truths["2026-q1", "example"] = exact([sum(column) for column in zip(*months, strict=True)])
    (system,) = build_systems(releases, truths)

    # One variable for each cell of each month: the quarter is their sum, and every total is known.
    equations, values = [], []
    for number, release in enumerate(releases):
        for index, cell in release.tables[0].cells.items():
            if cell.value is not None:
                rows = range(3) if number == 3 else (number,)
                equations.append(
                    [
                        float(
                            month in rows
                            and all(wanted in {TOTAL, label} for wanted, label in zip(index, one, strict=True))
                        )
                        for month in range(3)
                        for one in SPEC.cells()
                    ]
                )
                values.append(cell.value)
    for position, index in enumerate(SPEC.cells()):
        for number, code in enumerate(codes):
            cost = [float(one == position and number in {month, 3}) for month in range(3) for one in range(4)]
            low, high = (
                linprog([sign * one for one in cost], A_eq=equations, b_eq=values).fun * sign for sign in (1, -1)
            )
            assert system.get_bounds(Place(code, "example", index)) == pytest.approx((low, high))
