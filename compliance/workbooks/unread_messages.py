"""Say what of a workbook was not read, a sentence for each kind. Pure.

See docs/requirements/suppliers.md#unread-parts.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from compliance.workbooks.headers import fold_header
from compliance.workbooks.messages import Message, MessageJSON
from compliance.workbooks.parsing import OWN_SHEETS
from compliance.workbooks.types import Sheet, Unread, UnreadKind

UNREAD_CODE, FAKE_PICTURE_CODE = "W011", "W012"
UNREAD_CODES = frozenset({UNREAD_CODE, FAKE_PICTURE_CODE})
# With sheets that were not read, for pages that tell of these nowhere else.
UNREAD_OR_SHEET_CODES = UNREAD_CODES | {"W004", "W009"}
# One part of each kind, and several.
NOUNS = {
    UnreadKind.FAKE_PICTURE: ("file named as a picture that is not one", "files named as pictures that are not"),
    UnreadKind.WORKBOOK_LINK: ("link to another workbook", "links to other workbooks"),
    UnreadKind.PROGRAM_LINK: ("link to another program", "links to other programs"),
    UnreadKind.CONNECTION: ("connection to other data", "connections to other data"),
    UnreadKind.LINKED_PICTURE: ("picture kept outside the file", "pictures kept outside the file"),
    UnreadKind.OTHER_LINK: ("link to a file outside it", "links to files outside it"),
    UnreadKind.EMBEDDED_FILE: ("file inside it", "files inside it"),
    UnreadKind.CONTROL: ("button, tick box or list", "buttons, tick boxes or lists"),
    UnreadKind.ADD_IN: ("add-in or menu of its own", "add-ins or menus of its own"),
    UnreadKind.UNLISTED_SHEET: ("sheet without a tab", "sheets without a tab"),
    UnreadKind.CHART_SHEET: ("sheet that is a chart", "sheets that are charts"),
    UnreadKind.PIVOT_TABLE: ("pivot table", "pivot tables"),
    UnreadKind.DATA_MODEL: ("Power Pivot data model", "Power Pivot data models"),
    UnreadKind.CUSTOM_DATA: ("part with custom data", "parts with custom data"),
    UnreadKind.COMMENT: ("comment", "comments"),
    UnreadKind.TEXT_BOX: ("text box", "text boxes"),
    UnreadKind.EARLIER_CHANGES: ("record of earlier changes", "records of earlier changes"),
}
# How a sentence goes on, where it is not that of the code.
WORDINGS = {
    UnreadKind.WORKBOOK_LINK: "W011 saved",
    UnreadKind.PROGRAM_LINK: "W011 saved",
    UnreadKind.CONNECTION: "W011 saved",
    UnreadKind.LINKED_PICTURE: "W011 picture",
    UnreadKind.OTHER_LINK: "W011 link",
    UnreadKind.EMBEDDED_FILE: "W011 file",
    UnreadKind.CONTROL: "W011 control",
    UnreadKind.ADD_IN: "W011 add-in",
    UnreadKind.PIVOT_TABLE: "W011 cells",
    UnreadKind.EARLIER_CHANGES: "W011 changes",
}
VOWELS = "aeiou"


def name_unread(parts: Iterable[Unread]) -> Iterator[Message]:
    """Yield a message about each kind of part that was not read."""
    for part in parts:
        one, several = NOUNS[part.kind]
        noun = one if part.count == 1 else several
        count = ("an" if one[0] in VOWELS else "a") if part.count == 1 else f"{part.count:,}"
        values: dict[str, object] = {
            "parts": f"{count} {noun}{_join_sheets(part.sheets)}{_join_names(part)}",
            "them": "it" if part.count == 1 else "them",
        }
        code = FAKE_PICTURE_CODE if part.kind == UnreadKind.FAKE_PICTURE else UNREAD_CODE
        yield Message(code, value=noun, values=values | {"wording": WORDINGS.get(part.kind, code)})


def name_other_sheets(sheets: Iterable[Sheet], read_sheet: str) -> Iterator[Message]:
    """Yield a message about each sheet that was not read because a list of one sheet was taken from another.

    Sheets of words that our templates offer are none of these.
    """
    for sheet in sheets:
        values: dict[str, object] = {"sheet": sheet.name, "reason": f"we read the list on “{read_sheet}”"}
        if sheet.is_hidden:
            yield Message("W004", sheet.name, values=values)
        elif fold_header(sheet.name or "") not in OWN_SHEETS:
            yield Message("W009", sheet.name, values=values)


@dataclass(frozen=True, slots=True)
class UnreadNotes:
    """Hold what a page says was not read: what may harm, and the rest."""

    warnings: list[MessageJSON]
    notes: list[MessageJSON]


def get_unread_notes(messages: Iterable[MessageJSON], codes: Collection[str] = UNREAD_CODES) -> UnreadNotes:
    """Return those of a file's messages that tell what was not read."""
    told = [message for message in messages if message["code"] in codes]
    return UnreadNotes(
        [message for message in told if message["code"] == FAKE_PICTURE_CODE],
        [message for message in told if message["code"] != FAKE_PICTURE_CODE],
    )


def _join_sheets(sheets: Sequence[str]) -> str:
    if not sheets:
        return ""
    return f" on the sheet{'s' if len(sheets) > 1 else ''} " + _join([f"“{sheet}”" for sheet in sheets])


def _join_names(part: Unread) -> str:
    """Return the names in brackets, and how many more there are where each part has a name."""
    if not part.names:
        return ""
    return f" ({_join(part.names)})" if len(part.names) >= part.count else f" ({', '.join(part.names)} …)"


def _join(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
