"""Reads a list of learners: a table of names and addresses, as people keep one. Pure.

The header names the columns in ordinary words; a group is asked for nowhere and read where it stands.

See docs/requirements/statements.md#learners, docs/requirements/suppliers.md#safe-writing.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from portal.core.csv_cells import unescape_cell

MAX_LEARNERS = 2000
NAMES = {
    "email": frozenset({"email", "e-mail", "email address", "e-mail address", "work email", "mail"}),
    "name": frozenset({"name", "full name", "person", "employee", "employee name", "learner", "staff name"}),
    "first": frozenset({"first name", "forename", "given name"}),
    "last": frozenset({"last name", "surname", "family name"}),
    "group": frozenset({"group", "team", "department", "role"}),
}
ADDRESS = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+")
BOM = "\ufeff"


@dataclass(frozen=True)
class LearnerRow:
    """A person of the list. email: in small letters. group: a code, empty where the list says none."""

    email: str
    name: str
    group: str = ""


@dataclass(frozen=True)
class ListProblem:
    """What is wrong. code: no_email_column, no_rows, too_many, address, group, twice. row: of the file, from 1."""

    code: str
    row: int = 0
    value: str = ""


def read_learner_list(text: str, groups: Mapping[str, str]) -> tuple[list[LearnerRow], list[ListProblem]]:
    """Return the people of a table in CSV and every problem. groups: code to label; a list may say either."""
    lines = [line for line in enumerate(_read(text.removeprefix(BOM)), start=1) if any(line[1])]
    if not lines:
        return [], [ListProblem("no_rows")]
    columns = _find_columns(lines[0][1])
    if "email" not in columns:
        return [], [ListProblem("no_email_column", 1, ", ".join(lines[0][1])[:100])]
    if len(lines) < 2:
        return [], [ListProblem("no_rows")]
    if len(lines) > MAX_LEARNERS + 1:
        return [], [ListProblem("too_many", len(lines) - 1)]
    return _check(lines[1:], columns, {label.lower(): code for code, label in groups.items()} | {c: c for c in groups})


def _read(text: str) -> Iterator[list[str]]:
    first = text.splitlines()[0] if text.strip() else ""
    delimiter = max(",;\t", key=first.count)
    rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    return ([unescape_cell(cell.strip()).strip() for cell in row] for row in rows)


def _find_columns(header: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for index, cell in enumerate(header):
        for name, words in NAMES.items():
            if " ".join(cell.lower().replace("_", " ").split()) in words:
                found.setdefault(name, index)
    return found


def _check(
    lines: list[tuple[int, list[str]]], columns: Mapping[str, int], groups: Mapping[str, str]
) -> tuple[list[LearnerRow], list[ListProblem]]:
    rows: list[LearnerRow] = []
    problems: list[ListProblem] = []
    known: set[str] = set()
    for number, cells in lines:
        said = {name: cells[index] if index < len(cells) else "" for name, index in columns.items()}
        email, group = said["email"].lower(), said.get("group", "")
        name = said.get("name") or " ".join(filter(None, (said.get("first"), said.get("last"))))
        if not ADDRESS.fullmatch(email) or len(email) > 254:
            problems.append(ListProblem("address", number, said["email"][:100]))
        elif email in known:
            problems.append(ListProblem("twice", number, email))
        elif group and group.lower() not in groups:
            problems.append(ListProblem("group", number, group[:100]))
        else:
            rows.append(LearnerRow(email, (name or email.partition("@")[0])[:120], groups.get(group.lower(), "")))
        known.add(email)
    return rows, problems
