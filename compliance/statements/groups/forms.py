"""Members of a group from a workbook: the file, each row judged as the form on screen judges it, and one's approval."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, islice
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.statements import vocabulary
from compliance.statements.core.forms.fields import EARLIEST, TextField, translate_choices
from compliance.statements.core.forms.items import items_factory
from compliance.statements.core.forms.section import SectionContext
from compliance.statements.groups.rules import workbook_rows
from compliance.statements.rules import legal_forms
from compliance.statements.types import GroupMember
from compliance.workbooks import sandbox_reader
from compliance.workbooks.messages import Message, render_sentence
from compliance.workbooks.types import FileRefused
from compliance.workbooks.unread_messages import (
    UNREAD_OR_SHEET_CODES,
    UnreadNotes,
    get_unread_notes,
    name_other_sheets,
    name_unread,
)
from portal.core import rate_limits
from portal.core.forms import GovukCheckboxes, GovukDateField, GovukRadios, GovukTextInput

MAX_BYTES = 2 * 1024 * 1024
ADD, CHANGE, SAME, LEAVE_OUT = "add", "change", "same", "leave_out"


@dataclass(frozen=True)
class JudgedRow:
    """A row of the workbook: what it says of which member, what would happen, and what is wrong, by column."""

    number: int
    name: str
    answers: GroupMember
    act: str
    problems: tuple[tuple[str, str], ...] = ()
    labels: dict[str, str] = field(default_factory=dict)


class MembersFileForm(forms.Form):
    """Takes a workbook and reads it in a process of its own. After is_valid, judged has its rows.

    unread then has what of the file was not read.
    """

    mark_optional = False
    judged: list[JudgedRow]
    unread: UnreadNotes
    file = forms.FileField(
        label=gettext_lazy("Choose your workbook"),
        help_text=gettext_lazy("XLSX, ODS or CSV, up to 2 MB and 500 organisations."),
        max_length=200,
        error_messages={
            "required": gettext_lazy("Choose a file"),
            "empty": gettext_lazy("The file is empty. Choose another"),
            "max_length": gettext_lazy("The file name is too long. Use 200 characters or fewer"),
        },
    )

    def __init__(self, *args: Any, around: SectionContext, old: list[GroupMember], person: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.around, self.old, self.person = around, old, person

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.size > MAX_BYTES:
            raise forms.ValidationError(_("The file is larger than 2 MB. Upload only the list of organisations"))
        if wait := rate_limits.count_and_get_wait("upload", self.person):
            raise rate_limits.OverLimit(wait)
        try:
            rows, messages = _read_file(upload.read())
            self.judged = judged(rows, self.around, self.old)
            self.unread = get_unread_notes((message.as_json() for message in messages), UNREAD_OR_SHEET_CODES)
        except FileRefused as refused:
            raise forms.ValidationError(render_sentence(refused.wording, refused.values)) from None
        except workbook_rows.NoHeaders:
            raise forms.ValidationError(
                _("No row has the header “legal_name”. Use the template, or rename the column of names to “legal_name”")
            ) from None
        if not self.judged:
            raise forms.ValidationError(_("There are no organisations below the headers. Fill in a row for each one"))
        if len(self.judged) > max_members():
            raise forms.ValidationError(
                _("A statement can cover %(most)s organisations. The file has %(count)s rows")
                % {"most": max_members(), "count": len(self.judged)}
            )
        return upload


def max_members() -> int:
    return vocabulary.field("group_members").max_items or 500


def _read_file(body: bytes) -> tuple[list[workbook_rows.WrittenRow], list[Message]]:
    """Return the rows of the first sheet that has the headers, and what of the file was not read.

    Raises FileRefused, NoHeaders.
    """
    workbook = sandbox_reader.read_workbook(body)
    rows: list[workbook_rows.WrittenRow] | None = None
    read_sheet, others = "", []
    for sheet in workbook.sheets:
        head = list(islice(sheet.rows, workbook_rows.LOOKED_AT))
        if rows is None:
            try:
                rows = workbook_rows.read_rows(chain(head, sheet.rows))
            except workbook_rows.NoHeaders:
                pass
            else:
                read_sheet = sheet.name or ""
                continue
        if any(row.is_filled for row in head):
            others.append(sheet)
    if rows is None:
        raise workbook_rows.NoHeaders
    return rows, [*name_unread(workbook.unread), *name_other_sheets(others, read_sheet)]


def judged(rows: Iterable[workbook_rows.WrittenRow], around: SectionContext, old: list[GroupMember]) -> list[JudgedRow]:
    """Judge each row as the form on screen would; the second row of one member is left out."""
    seen: list[GroupMember] = []
    return [_judged(row, around, old, seen) for row in rows]


def _judged(
    row: workbook_rows.WrittenRow, around: SectionContext, old: list[GroupMember], seen: list[GroupMember]
) -> JudgedRow:
    data = QueryDict(mutable=True)
    for name, value in row.values.items():
        data[f"group_members-0-{name}"] = value
    form = items_factory("group_members").form(data, prefix="group_members-0", around=around)
    form.is_valid()
    problems = [(row.letters.get(name, ""), str(text)) for name, texts in form.errors.items() for text in texts]
    problems += [(row.letters[name], _not_read(text)) for name, text in row.unread.items()]
    answers = cast(GroupMember, dict(form.answers))
    if answers.get("legal_name") and workbook_rows.find_member(seen, answers) is not None:
        problems.append((row.letters["legal_name"], _("This organisation is also in an earlier row of the file")))
    if not answers.get("legal_name") and not problems:
        problems.append((row.letters["legal_name"], _("The name is missing")))
    seen.append(answers)
    index = workbook_rows.find_member(old, answers) if not problems else None
    act = LEAVE_OUT if problems else ADD if index is None else CHANGE
    if index is not None and old[index] | answers == old[index]:
        act = SAME
    name = str(row.values.get("legal_name") or "")
    return JudgedRow(row.number, name[:160], answers, act, tuple(problems), member_labels(answers))


def _not_read(text: str) -> str:
    if text:
        return _("The cell contains the error %(error)s") % {"error": text}
    return _("The cell contains a formula without a result. Open the file, save it, and upload it again")


def member_labels(member: GroupMember) -> dict[str, str]:
    """Return what is known of a member, as a table shows it."""
    scope, section = vocabulary.enumeration("scope_status"), vocabulary.enumeration("section_area")
    covered = {True: _("Yes"), False: _("No"), None: ""}
    return {
        "company_number": member.get("company_number") or "",
        "scope": _(scope.label_of(member["scope"])) if member.get("scope") else "",
        "covered": covered[member.get("covered")],
        "section": _(section.label_of(member["section"])) if member.get("section") else "",
        "website_url": member.get("website_url") or "",
    }


def read_members(text: str) -> list[GroupMember]:
    """Return the good rows that the preview handed to the page; what no page of ours sends is passed over."""
    try:
        members = json.loads(text)
    except (ValueError, RecursionError):
        return []
    rows = members if isinstance(members, list) else []
    return [
        {name: row[name] for name in workbook_rows.COLUMNS if isinstance(row.get(name), str | bool)}
        for row in rows[: max_members()]
        if isinstance(row, dict) and isinstance(row.get("legal_name"), str)
    ]


class MemberApprovalForm(forms.Form):
    """Members' own approvals of the text, as their minutes have it: those of one day by one kind of body at once."""

    mark_optional = False

    def __init__(self, *args: Any, names: Mapping[int, str], today: date, earliest: date | None, **kwargs: Any) -> None:
        """names: of the members, by place in the list."""
        super().__init__(*args, **kwargs)
        message = _("Select organisations from the list")
        self.fields["members"] = forms.TypedMultipleChoiceField(
            label=_("Which organisations approved it?"),
            help_text=_("Choose all that decided on the same day, by the same kind of body."),
            choices=list(names.items()),
            coerce=int,
            widget=GovukCheckboxes,
            error_messages={
                "required": _("Select at least one organisation"), "invalid_choice": message, "invalid_list": message
            },
        )  # fmt: skip
        choose = _("Select the body that approved it")
        self.fields["body"] = forms.ChoiceField(
            label=_("Which of their bodies approved it?"),
            choices=translate_choices(legal_forms.every_body()),
            widget=GovukRadios,
            error_messages={"required": choose, "invalid_choice": choose},
        )
        self.fields["body_name"] = TextField(
            label=_("What is this body called?"),
            help_text=_("For example, “Board of trustees”. Leave it blank if the name above is right."),
            max_length=160,
            required=False,
        )
        self.fields["approved_on"] = GovukDateField(
            label=_("When did it approve the statement?"),
            earliest=earliest or EARLIEST,
            latest=today,
            error_messages={
                "required": _("Enter the date of the approval"),
                "too_late": _("The date of the approval must be today or in the past"),
                "too_early": _("The approval cannot be from before the financial year began"),
            },
        )
        self.fields["reference"] = TextField(
            label=_("Minute or resolution number"),
            help_text=_("Private. It helps you find the record again."),
            max_length=160,
            required=False,
            widget=GovukTextInput(width=20),
        )
