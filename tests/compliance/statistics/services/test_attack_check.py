"""The attack is part of every preparation: numbers that give a small count away are found, hidden ones are bounded."""

from dataclasses import replace

import pytest

from compliance.statistics.rule_sets import get_rule_set
from compliance.statistics.rules.building import BuiltRelease, build_release
from compliance.statistics.rules.extract import merge
from compliance.statistics.rules.periods import parse_period
from compliance.statistics.rules.tables import Cell
from compliance.statistics.services.attack_check import attack_release
from tests.factories.statistics import facts, small_month

RULES = get_rule_set()
UNITS = merge([small_month("2026-01"), facts("contacts", (("2026-01", "email", "other", "", "en"), 6))])


@pytest.fixture
def quarter() -> BuiltRelease:
    return build_release("2026-q1", parse_period("2026-q1"), UNITS, rules=RULES)


def show(built: BuiltRelease, table_id: str, index: tuple[str, ...], count: int) -> BuiltRelease:
    """The release with a number shown that was hidden."""
    tables = tuple(
        replace(table, cells={**table.cells, index: Cell(count)}) if table.spec.id == table_id else table
        for table in built.release.tables
    )
    content = replace(built.content, release=replace(built.release, tables=tables))
    return replace(built, content=content)


def test_protected_figures_give_nothing_away(quarter):
    found = attack_release(quarter, [])
    assert found.exposed == [] and found.hidden
    assert all(row["upper"] is None or row["upper"] - row["lower"] >= 0 for row in found.hidden)


def test_a_second_number_that_is_shown_gives_the_small_one_away(quarter):
    shown = show(quarter, "contacts_by_channel", ("email",), 6)
    exposed = attack_release(shown, []).exposed
    app = next(row for row in exposed if (row["table"], row["index"]) == ("contacts_by_channel", ["app"]))
    assert app["lower"] <= 2 <= app["upper"] and app["upper"] - app["lower"] < 3


def test_an_earlier_release_that_tells_it_is_found_as_well(quarter):
    shown = show(quarter, "contacts_by_channel", ("email",), 6)
    month = build_release("2026-04", parse_period("2026-04"), small_month("2026-04"), rules=RULES, earlier=[shown])
    assert [row["release"] for row in attack_release(month, [shown]).exposed].count("2026-q1") > 0
