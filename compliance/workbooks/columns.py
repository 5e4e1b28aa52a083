"""Define the sheets that the portal reads, and their columns. Pure; data/columns.json is the table."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

SUPPLIERS, FINDINGS, ACTIONS = "suppliers", "findings", "actions"


@dataclass(frozen=True)
class Column:
    """Describe a column of a sheet.

    type:     first its kind, then its limits: "text 200", "int 0 50", "choice tiers".
    required: "" never, "always", "site" where any site column is filled, "finding" where there is one, "status"
              unless only the status changes.
    default:  what a whole file without the column gets.
    level:    "supplier" or "audit" where the column repeats, row for row, what belongs to one of these.
    part_of:  joined to another column.         span: the column that takes the first day of "14-15 May 2026".
    locked:   not to be changed in a download.  shown: in a download for its reader; a file must not change it.
    helper:   read, but no field of its own.    loose: a name will do where the key is not known.
    """

    name: str
    type: str
    required: str = ""
    example: str = ""
    aliases: tuple[str, ...] = ()
    help: str = ""
    default: str | None = None
    level: str = ""
    part_of: str = ""
    span: str = ""
    joined: bool = False
    locked: bool = False
    shown: bool = False
    helper: bool = False
    loose: bool = False

    @property
    def kind(self) -> str:
        return "past date" if self.type == "past date" else self.type.split()[0]

    @property
    def limits(self) -> list[str]:
        return self.type.split()[1:] if self.kind != "past date" else []

    @property
    def is_template(self) -> bool:
        """Return whether the template has the column."""
        return not (self.helper or self.part_of)


@dataclass(frozen=True)
class SheetKind:
    """Describe what a sheet holds: one row a site, a finding or an action.

    clears: columns that the word CLEAR empties.
    """

    code: str
    sheet: str
    sheet_aliases: tuple[str, ...]
    columns: tuple[Column, ...]
    clears: frozenset[str] = frozenset()

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    def has(self, name: str) -> bool:
        return any(column.name == name for column in self.columns)


@cache
def sheet_kinds() -> dict[str, SheetKind]:
    data = json.loads(files("compliance.workbooks").joinpath("data", "columns.json").read_text(encoding="utf-8"))
    kinds_by_code = {row["code"]: _kind(row) for row in data["kinds"]}
    findings, actions = kinds_by_code[FINDINGS], kinds_by_code[ACTIONS]
    editable = tuple(column for column in actions.columns if not column.locked)
    # Action-plan columns may follow on a finding's row; they make or update one action.
    # See docs/requirements/suppliers.md#finding-rows.
    action_columns = tuple(column for column in editable if not findings.has(column.name))
    kinds_by_code[FINDINGS] = replace(
        findings, columns=findings.columns + action_columns, clears=_names(action_columns)
    )
    kinds_by_code[ACTIONS] = replace(actions, clears=_names(editable))
    return kinds_by_code


def _names(columns: Iterable[Column]) -> frozenset[str]:
    return frozenset(column.name for column in columns if not column.helper)


def _kind(row: dict) -> SheetKind:
    columns = tuple(Column(**c | {"aliases": tuple(c.get("aliases", ()))}) for c in row["columns"])
    return SheetKind(row["code"], row["sheet"], tuple(row["sheet_aliases"]), columns)
