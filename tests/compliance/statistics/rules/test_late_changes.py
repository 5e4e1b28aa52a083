"""Whoever subtracts one release from another must not count a few late cases."""

import pytest

from compliance.statistics.rules.disclosure import protect
from compliance.statistics.rules.late_changes import mark_changes
from compliance.statistics.rules.periods import parse_period
from compliance.statistics.rules.tables import TOTAL, Counts, Dimension, Reason, TableSpec

SPEC = TableSpec("line", "cases", (Dimension("row", ("a", "b", "c")),))


def line(numbers: list[int]) -> Counts:
    return Counts(SPEC, {(label,): number for label, number in zip("abc", numbers, strict=True)})


def publish(*releases: tuple[str, list[int]]):
    """Publish the first ones; return the arguments for the last one."""
    made, truths = [], {}
    for code, numbers in releases:
        truths[code, "line"] = line(numbers).with_totals()
        made.append(protect(code, parse_period(code[:7]), [line(numbers)], earlier=made, truths=truths))
    return made, truths


def mark(code: str, numbers: list[int], *before: tuple[str, list[int]]) -> set[str]:
    earlier, truths = publish(*before)
    return {index[0] for _table, index in mark_changes(parse_period(code[:7]), [line(numbers)], earlier, truths)}


def test_a_change_below_5_is_marked_and_a_larger_one_is_not():
    assert mark("2026-q1-2", [31, 26, 40], ("2026-q1", [30, 20, 40])) == {"a"}
    assert mark("2026-q1-2", [26, 20, 40], ("2026-q1", [30, 20, 40])) == {"a", TOTAL}
    assert mark("2026-q1-2", [30, 20, 40], ("2026-q1", [30, 20, 40])) == set()


def test_what_was_hidden_and_changed_stays_hidden():
    assert mark("2026-q1-2", [30, 20, 48], ("2026-q1", [30, 20, 3])) >= {"c"}


def test_the_quarters_tell_no_small_change_of_their_year():
    quarters = [(f"2026-q{number}", [30, 20, 40]) for number in (1, 2, 3, 4)]
    assert mark("2026", [120, 80, 160], *quarters) == set()
    assert mark("2026", [121, 90, 160], *quarters) == {"a"}
    assert mark("2026", [121, 90, 160], *quarters[:3]) == set(), "three quarters say nothing of a year"


def test_a_corrected_quarter_is_tried_in_both_versions():
    quarters = [(f"2026-q{number}", [30, 20, 40]) for number in (1, 2, 3, 4)]
    corrected = ("2026-q2-2", [33, 30, 40])
    assert mark("2026", [123, 90, 160], *quarters, corrected) == {"a"}


def test_a_year_and_its_other_quarters_tell_no_small_change_of_a_late_quarter():
    before = [*((f"2026-q{number}", [30, 20, 40]) for number in (1, 2, 3)), ("2026", [120, 80, 160])]
    assert mark("2026-q4", [32, 20, 40], *before) == {"a", TOTAL}


@pytest.mark.parametrize("changed", [[31, 20, 40], [31, 20, 50]])
def test_a_correction_hides_what_it_marks(changed):
    earlier, truths = publish(("2026-q1", [30, 20, 40]))
    truths["2026-q1-2", "line"] = line(changed).with_totals()
    period = parse_period("2026-q1")
    cells = protect("2026-q1-2", period, [line(changed)], earlier=earlier, truths=truths).tables[0].cells
    assert (cells["a",].value, cells["a",].reason) == (None, Reason.CHANGE)
    assert sum(cell.value is None for cell in cells.values()) >= 2
