"""Counting an extract into tables. Every fact counts in one cell of a table, so that months add up to quarters.

See docs/requirements/statistics.md#counting.
"""

from collections import Counter
from collections.abc import Mapping

from compliance.statistics.rules.extract import Fact, UnitRows
from compliance.statistics.rules.periods import Period
from compliance.statistics.rules.rule_set import RuleSet, TableRules
from compliance.statistics.rules.tables import Counts, Index

ORGANISATION = "organisation"
# A number of which one organisation makes up more tells of that organisation.
MAX_SHARE_PERCENT = 60


def count_tables(extract: Mapping[str, UnitRows], rules: RuleSet, period: Period) -> list[Counts]:
    """Return the tables of a release, in the order of the rule set, with the facts of the months of the period."""
    months = {str(month) for month in period.months}
    return [_count(extract, rules, table, months) for table in rules.get_tables(period.kind)]


def _count(extract: Mapping[str, UnitRows], rules: RuleSet, table: TableRules, months: set[str]) -> Counts:
    cells: Counter[Index] = Counter()
    unit = extract.get(table.unit)
    if unit is not None:
        for index, (_fact, number) in _index_facts(unit, rules, table, months):
            cells[index] += number
    return Counts(rules.get_spec(table), dict(sorted(cells.items())))


def find_dominated(
    extract: Mapping[str, UnitRows], rules: RuleSet, period: Period, *, percent: int = MAX_SHARE_PERCENT
) -> dict[str, frozenset[Index]]:
    """Return by table the cells of which one organisation makes up more than `percent` of the number.

    Only facts that say a number of an organisation, given anew in each extract, are looked at. One without a number
    counts as an organisation of its own.
    """
    months = {str(month) for month in period.months}
    dominated: dict[str, frozenset[Index]] = {}
    for table in rules.get_tables(period.kind):
        unit = extract.get(table.unit)
        if unit is None or ORGANISATION not in unit.columns:
            continue
        position = unit.columns.index(ORGANISATION)
        totals: Counter[Index] = Counter()
        shares: Counter[tuple[Index, str]] = Counter()
        for index, (fact, number) in _index_facts(unit, rules, table, months):
            totals[index] += number
            if organisation := str(fact[position]):
                shares[index, organisation] += number
        dominated[table.id] = frozenset(
            index for (index, _organisation), share in shares.items() if 100 * share > percent * totals[index]
        )
    return dominated


def _index_facts(
    unit: UnitRows, rules: RuleSet, table: TableRules, months: set[str]
) -> list[tuple[Index, tuple[Fact, int]]]:
    """Return each fact of the months, with its number, after the cell that it counts in."""
    month = unit.columns.index("month")
    columns = [(unit.columns.index(name), rules.dimensions[name]) for name in table.dimensions]
    # Few values come again and again: each is grouped once.
    groups: dict[tuple[int, object], str] = {}
    facts: list[tuple[Index, tuple[Fact, int]]] = []
    for fact, number in unit.rows.items():
        if fact[month] not in months:
            continue
        index = []
        for position, dimension in columns:
            value = fact[position]
            key = (position, value)
            if key not in groups:
                groups[key] = dimension.find_group(value)
            index.append(groups[key])
        facts.append((tuple(index), (fact, number)))
    return facts
