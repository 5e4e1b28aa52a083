"""Clean the sending of a workbook, and what to do with it once it was read."""

import uuid
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from compliance.workbooks.choices import Kind
from portal.core.forms.widgets import GovukCheckboxes, GovukRadios
from portal.reference.audits import issues


class SentFileForm(forms.Form):
    """Take a file. token is the page's: sent twice, it is one upload."""

    mark_optional = False
    file = forms.FileField(
        label=_("Choose your workbook"),
        help_text=_("XLSX, ODS, CSV or TSV, up to 25 MB and 100,000 rows. We check it for viruses."),
        error_messages={
            "required": _("Choose a file"),
            "empty": _("The file is empty. Choose another"),
            "max_length": _("The name of the file is too long. Use 200 characters or fewer"),
        },
        max_length=200,
    )
    token = forms.Field(required=False, initial=uuid.uuid4, widget=forms.HiddenInput)

    def clean_token(self) -> uuid.UUID:
        """Return the token; a page that was tampered with gets one of its own, so that two sendings are two uploads."""
        try:
            return uuid.UUID(str(self.cleaned_data["token"]))
        except ValueError:
            return uuid.uuid4()


class UploadForm(SentFileForm):
    field_order = ("file", "kind")
    kind = forms.ChoiceField(
        label=_("What is in it?"), choices=Kind.choices, initial=Kind.AUTO, widget=GovukRadios,
        error_messages={"required": _("Say what is in the file"), "invalid_choice": _("Choose one of the four")},
    )  # fmt: skip


class ApplyForm(forms.Form):
    """Choose how the good rows go in."""

    mark_optional = False
    options = forms.MultipleChoiceField(
        label=_("If some rows have problems"),
        required=False,
        widget=GovukCheckboxes(
            hints={
                "all_or_nothing": _("Otherwise the good rows go in, and the others wait in your result workbook."),
                "load_as_draft": _("An audit with a bad row is kept as a draft. Drafts never count in risk."),
            }
        ),
        choices=[
            ("all_or_nothing", _("Put in nothing unless every row is good")),
            ("load_as_draft", _("Load audits that are not whole as drafts")),
        ],
    )


class RowsForm(forms.Form):
    """Ask a question about each of some rows, with two answers.

    answers: by the row's position, whether it is the first.
    """

    mark_optional = False
    ANSWERS: tuple[tuple[str, Any], ...]
    describe_row: Callable[[Any], tuple[str, str]]

    def __init__(self, *args: Any, rows: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in rows:
            label, help_text = self.describe_row(row)
            self.fields[f"row_{row.position}"] = forms.ChoiceField(
                label=label, help_text=help_text, choices=self.ANSWERS, required=False, widget=GovukRadios
            )

    @property
    def answers(self) -> dict[int, bool]:
        chosen = ((name, answer) for name, answer in self.cleaned_data.items() if answer)
        return {int(name.removeprefix("row_")): answer == self.ANSWERS[0][0] for name, answer in chosen}


class DuplicatesForm(RowsForm):
    """Ask of each supplier that looks like one of the register, whether it is the same."""

    ANSWERS = (("same", _("The same supplier: add the row to it")), ("other", _("Another supplier: add it as new")))

    def describe_row(self, row: Any) -> tuple[str, str]:
        message = next(message for message in row.messages if "other" in message)
        return _now("Row %(number)s: %(name)s") % {"number": row.number, "name": message["value"]}, message["message"]


class KindsForm(RowsForm):
    """Ask of each finding whose kind we guess, whether it is that."""

    ANSWERS = (("yes", _("Yes, it is this")), ("no", _("No, it is something else")))

    def describe_row(self, row: Any) -> tuple[str, str]:
        location = {"finding": row.values.get("finding_ref", ""), "sheet": row.sheet, "number": row.number}
        title = _now(issues()[row.values["issue_code"]].title)
        where = _now("%(finding)s, %(sheet)s row %(number)s") if row.sheet else _now("%(finding)s, row %(number)s")
        return where % location, _now("We think this is: %(title)s.") % {"title": title}


class ReturnForm(SentFileForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label = _("Your workbook")
        self.fields["file"].help_text = _("XLSX, ODS or CSV, up to 25 MB.")
