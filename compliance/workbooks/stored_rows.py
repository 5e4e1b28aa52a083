"""Show rows as they would be stored: what becomes of each, its values by field, and what was guessed of them. Pure.

See docs/requirements/suppliers.md#stored-rows.
"""

from collections.abc import Iterable, Mapping
from typing import Any, TypedDict

from compliance.workbooks.choice_synonyms import choice_words
from compliance.workbooks.choices import Outcome
from compliance.workbooks.columns import Column, sheet_kinds
from compliance.workbooks.messages import Message

# What an outcome is called to people and to other programs.
OUTCOME_WORDS = {
    Outcome.ADD: "add", Outcome.CHANGE: "change", Outcome.SAME: "leave", Outcome.SKIP: "leave", Outcome.ERROR: "refuse",
    Outcome.END: "change",
}  # fmt: skip
# Fields that the register calls otherwise than the columns of our template.
FIELD_NAMES = {"supplier_name": "name"}
# Codes of two letters and their words; a country's code says enough by itself.
WORDED_TYPES = frozenset({"choice sectors"})
PENCE = 100


class StoredRow(TypedDict):
    """A row as read_workbook prints it. outcome: add, change, leave or refuse."""

    sheet: str | None
    row: int
    outcome: str
    values: dict[str, object]
    guessed: dict[str, str]


def describe_row(
    kind: str,
    sheet: str | None,
    number: int,
    outcome: str,
    values: Mapping[str, Any],  # Any: as a reader of cells returns it
    messages: Iterable[Message],
    sheet_messages: Iterable[Message] = (),
) -> StoredRow:
    """Return a row as it would be stored. sheet_messages: what holds for every row of its sheet."""
    columns = {column.name: column for column in sheet_kinds()[kind].columns}
    guessed: dict[str, str] = {}
    for message in [*sheet_messages, *messages]:
        name = str(message.values.get("column") or "")
        if name in columns and (message.level == "warning" or message.code.startswith("W")):
            field = FIELD_NAMES.get(name, name)
            known = guessed.get(field, "")
            guessed[field] = known if message.text in known else f"{known} {message.text}".strip()
    stored = {
        FIELD_NAMES.get(name, name): _plain(columns[name], value)
        for name, value in values.items()
        if name in columns and value is not None
    }
    return {
        "sheet": sheet, "row": number, "outcome": OUTCOME_WORDS[Outcome(outcome)], "values": stored, "guessed": guessed,
    }  # fmt: skip


def _plain(column: Column, value: Any) -> object:
    """Return a value as other programs read it: pounds for pence, a sector with its words, a tier as a number."""
    if column.type in WORDED_TYPES:
        return {"code": value, "words": choice_words(column.limits[0]).label(str(value))}
    if column.kind == "money" and isinstance(value, int):
        return value // PENCE if value % PENCE == 0 else value / PENCE
    if column.name == "tier":
        return int(value)
    return value
