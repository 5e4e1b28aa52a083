"""A version of the rules of counting: units, groups, tables and dates. The data are in ../data.

See docs/requirements/statistics.md#rule-set.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from compliance.statistics.rules.periods import Kind
from compliance.statistics.rules.tables import Dimension, TableSpec

SEVERAL = "several"
NOT_KNOWN = "not_known"

type Value = str | Sequence[str]


@dataclass(frozen=True)
class Group:
    """One label of a dimension. members: codes of the portal's lists that belong to it.

    htcds, ic_tip: its code in an international standard; empty where the match is not certain.
    """

    code: str
    label: str
    members: tuple[str, ...] = ()
    ic_tip: str = ""
    htcds: str = ""


@dataclass(frozen=True)
class GroupedDimension:
    """A dimension with its groups in order. name: also of the column of the extract that it groups.

    rest: the group of codes that no group names; empty where that is "not known".
    """

    name: str
    label: str
    groups: tuple[Group, ...]
    rest: str = ""

    @cached_property
    def dimension(self) -> Dimension:
        return Dimension(self.name, tuple(group.code for group in self.groups))

    @cached_property
    def labels(self) -> dict[str, str]:
        return {group.code: group.label for group in self.groups}

    @cached_property
    def _group_by_member(self) -> dict[str, str]:
        return {member: group.code for group in self.groups for member in group.members}

    def find_group(self, value: Value) -> str:
        """Return the code of the one group that a value counts in; a list of values of two groups is "several".

        Codes that say "not known" are left out beside others.
        """
        codes = {value} if isinstance(value, str) else set(value)
        groups = {self._group_by_member.get(code, self.rest or NOT_KNOWN) for code in codes if code}
        known = groups - {NOT_KNOWN}
        if len(known) > 1:
            return SEVERAL
        return next(iter(known), NOT_KNOWN)


@dataclass(frozen=True)
class Unit:
    """What is counted, such as cases. note: the counting rule in plain English."""

    code: str
    label: str
    note: str


@dataclass(frozen=True)
class TableRules:
    """A table of the rule set. kinds: the releases that it is in. chapter: of the annual assessment."""

    id: str
    title: str
    unit: str
    dimensions: tuple[str, ...]
    kinds: frozenset[Kind]
    chapter: str
    note: str = ""


@dataclass(frozen=True)
class AnnouncedDay:
    """The day of publication: the given week's weekday, so many months after the last month of the period."""

    months_after: int
    week: int


@dataclass(frozen=True)
class Calendar:
    """weekday: 0 is Monday. time: HH:MM on the clocks of the time zone."""

    timezone: str
    time: str
    weekday: int
    days: Mapping[Kind, AnnouncedDay]


@dataclass(frozen=True)
class RuleSet:
    version: int
    calendar: Calendar
    symbols: Mapping[str, str]
    chapters: Mapping[str, str]
    units: tuple[Unit, ...]
    dimensions: Mapping[str, GroupedDimension]
    tables: tuple[TableRules, ...]

    def get_tables(self, kind: Kind) -> list[TableRules]:
        return [table for table in self.tables if kind in table.kinds]

    def get_table(self, table_id: str) -> TableRules:
        """Return a table by its id. Raises KeyError where there is none."""
        return self._tables_by_id[table_id]

    def get_unit(self, code: str) -> Unit:
        return next(unit for unit in self.units if unit.code == code)

    def get_spec(self, table: TableRules) -> TableSpec:
        dimensions = tuple(self.dimensions[name].dimension for name in table.dimensions)
        return TableSpec(table.id, table.unit, dimensions)

    @cached_property
    def _tables_by_id(self) -> dict[str, TableRules]:
        return {table.id: table for table in self.tables}


_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


# Any: JSON as it was read.
def parse_rule_set(data: Mapping[str, Any]) -> RuleSet:
    """Read a file of ../data. Raises KeyError, ValueError or TypeError for another shape."""
    calendar = data["calendar"]
    days = {Kind(kind): AnnouncedDay(**day) for kind, day in calendar["kinds"].items()}
    return RuleSet(
        version=data["version"],
        calendar=Calendar(calendar["timezone"], calendar["time"], _WEEKDAYS.index(calendar["weekday"]), days),
        symbols={row["code"]: row["label"] for row in data["symbols"]},
        chapters={row["code"]: row["label"] for row in data["chapters"]},
        units=tuple(Unit(**row) for row in data["units"]),
        dimensions={row["code"]: _parse_dimension(row) for row in data["dimensions"]},
        tables=tuple(
            TableRules(
                **row
                | {"dimensions": tuple(row["dimensions"]), "kinds": frozenset(Kind(kind) for kind in row["kinds"])}
            )
            for row in data["tables"]
        ),
    )


def _parse_dimension(row: Mapping[str, Any]) -> GroupedDimension:
    groups = tuple(Group(**group | {"members": tuple(group["members"])}) for group in row["groups"])
    return GroupedDimension(row["code"], row["label"], groups, row["rest"])
