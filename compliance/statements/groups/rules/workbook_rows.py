"""Members of a group from the rows of a workbook: which column is which, and what was written, as a form sends it.

What is wrong with an answer the form says, as it does on screen. Pure.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter

from compliance.organisations.rules.names import normalise_name
from compliance.statements import vocabulary
from compliance.statements.types import GroupMember
from compliance.workbooks.cells.text import as_text
from compliance.workbooks.headers import fold_header
from compliance.workbooks.types import CellError, NoResult, Row, Value
from portal.core.csv_cells import unescape_cell

COLUMNS = ("legal_name", "company_number", "scope", "covered", "section", "website_url")
OTHER_WORDS = {
    "legal_name": ("name", "company", "company name", "organisation", "organisation name", "member", "subsidiary",
                   "entity", "legal entity"),
    "company_number": ("number", "companies house number", "registration number", "crn", "registered number"),
    "scope": ("in scope", "scope status", "required", "has to publish", "required to publish", "must publish"),
    "covered": ("is covered", "covered by this statement", "covers"),
    "section": ("area", "where covered", "section of the statement"),
    "website_url": ("website", "url", "web address", "address of the page", "website url"),
}  # fmt: skip
YES, NO = ("yes", "y", "true", "1", "x", "ja", "oui"), ("no", "n", "false", "0")
# Plain words for the status of one statement year.
SCOPES = {
    **dict.fromkeys(YES, "in_scope"),
    **dict.fromkeys(NO, "out_of_scope"),
    **dict.fromkeys(("in scope", "required"), "in_scope"),
    **dict.fromkeys(("out of scope", "not required"), "out_of_scope"),
    **dict.fromkeys(("not sure", "unsure", "dont know", "don t know", "not known"), "unknown"),
}
# So many rows are looked at for the headers.
LOOKED_AT = 30


class NoHeaders(Exception):
    """No row names a column of the members' names."""


@dataclass(frozen=True)
class WrittenRow:
    """A row as the form would send it. number and letters are Excel's; unread: what a cell has in place of a value."""

    number: int
    values: Mapping[str, str]
    letters: Mapping[str, str]
    unread: Mapping[str, str] = field(default_factory=dict)


def read_rows(rows: Iterable[Row]) -> list[WrittenRow]:
    """Return the members that the rows name. Raises NoHeaders."""
    waiting = iter(rows)
    for index, row in enumerate(waiting):
        if index >= LOOKED_AT:
            break
        if "legal_name" in (columns := _columns(row)).values():
            return [_written(row, columns) for row in waiting if row.is_filled and not _is_help(row)]
    raise NoHeaders


def _columns(row: Row) -> dict[int, str]:
    """Position to column; the first of two with the same header counts."""
    columns: dict[int, str] = {}
    for position, value in enumerate(row.values):
        name = _names().get(fold_header(value))
        if name and name not in columns.values():
            columns[position] = name
    return columns


def _names() -> dict[str, str]:
    names = {word: name for name, others in OTHER_WORDS.items() for word in others}
    names |= {fold_header(vocabulary.field(f"group_member.{name}").label): name for name in COLUMNS}
    return names | {fold_header(name): name for name in COLUMNS}


def _is_help(row: Row) -> bool:
    first = next((value for value in row.values if value not in (None, "")), "")
    return isinstance(first, str) and first.lstrip().startswith("#")


def _written(row: Row, columns: Mapping[int, str]) -> WrittenRow:
    values, unread = {}, {}
    for position, name in columns.items():
        value = row.values[position] if position < len(row.values) else None
        if isinstance(value, CellError):
            unread[name] = value.text
        elif isinstance(value, NoResult):
            unread[name] = ""
        else:
            values[name] = _answer(name, value)
    letters = {name: get_column_letter(position + 1) for position, name in columns.items()}
    return WrittenRow(row.number, values, letters, unread)


def _answer(name: str, value: Value) -> str:
    """Words of a list become its code; what is not on the list stays, for the form to say so."""
    text = unescape_cell(as_text(value).strip()).strip()
    word = fold_header(text) if text else ""
    if name == "scope":
        return SCOPES.get(word) or _code("scope_status", word, text)
    if name == "section":
        return _code("section_area", word, text)
    if name == "covered":
        return "yes" if word in YES else "no" if word in NO else text
    return text


def _code(enumeration: str, word: str, text: str) -> str:
    options = vocabulary.enumeration(enumeration).values
    return next(
        (option.code for option in options if word in (fold_header(option.label), fold_header(option.code))), text
    )


def member_key(member: Mapping[str, object]) -> str:
    """Return what tells one member from another: its number, else its name as a reader takes it."""
    return str(member.get("company_number") or "") or normalise_name(str(member.get("legal_name") or ""))


def merge_members(old: Iterable[GroupMember], new: Iterable[GroupMember]) -> list[GroupMember]:
    """Return the list with the workbook's members: known ones get the new answers, others follow at the end.

    A number that a workbook now gives to a member known by name alone counts as that member.
    """
    members = [member.copy() for member in old]
    for fresh in new:
        index = find_member(members, fresh)
        if index is None:
            members.append(fresh.copy())
        else:
            members[index].update(fresh)
    return members


def find_member(members: Sequence[GroupMember], wanted: Mapping[str, object]) -> int | None:
    """Return the index of a member: by number, or by name where one of the two has no number."""
    number, name = str(wanted.get("company_number") or ""), normalise_name(str(wanted.get("legal_name") or ""))
    for index, member in enumerate(members):
        other = str(member.get("company_number") or "")
        if number and other:
            if number == other:
                return index
        elif name and name == normalise_name(str(member.get("legal_name") or "")):
            return index
    return None
