"""Clean the sending of a workbook, and what to do with it once it was read."""

import uuid
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from compliance.audits.choices import Grade
from compliance.workbooks.choices import Kind
from compliance.workbooks.columns import FINDINGS, sheet_kinds
from compliance.workbooks.labels import COLUMN_LABELS
from compliance.workbooks.selectors.preview import describe_value
from compliance.workbooks.text_encoding import ENCODING_NAMES
from portal.core.forms.widgets import GovukCheckboxes, GovukRadios
from portal.reference.audits import issues


class SentFileForm(forms.Form):
    """Take a file. token is the page's: sent twice, it is one upload."""

    mark_optional = False
    file = forms.FileField(
        label=_("Select your workbook"),
        help_text=_(
            "XLSX, ODS, CSV or TSV, or an audit report in PDF. Up to 25 MB and 100,000 rows. We check it for viruses."
        ),
        error_messages={
            "required": _("Select a file"),
            "empty": _("The selected file is empty"),
            "max_length": _("File name must be 200 characters or fewer"),
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
        label=_("What is in the file?"), choices=Kind.choices, initial=Kind.AUTO, widget=GovukRadios,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Select what is in the file")),
    )  # fmt: skip


class ApplyForm(forms.Form):
    """Choose how the good rows go in."""

    mark_optional = False
    options = forms.MultipleChoiceField(
        label=_("If some rows have problems"),
        required=False,
        widget=GovukCheckboxes(
            hints={
                "all_or_nothing": _("Otherwise, we import the valid rows and list the others in your result workbook."),
                "load_as_draft": _("This is for audits that are on hold. Drafts never count towards risk."),
            }
        ),
        choices=[
            ("all_or_nothing", _("Import only if every row is valid")),
            ("load_as_draft", _("Import incomplete audits as drafts")),
        ],
    )


class RowsForm(forms.Form):
    """Ask a question about each of some rows, with two answers.

    answers: by the row's position, whether it is the first.
    """

    mark_optional = False
    ANSWERS: tuple[tuple[str, Any], ...]
    describe_row: Callable[[Any], tuple[str, str]]
    ALL_LABEL: Any = ""
    ALL_ANSWERS: tuple[tuple[str, Any], ...] = ()

    def __init__(self, *args: Any, rows: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = list(rows)
        if len(rows) > 1 and self.ALL_ANSWERS:
            choices = [*self.ALL_ANSWERS, ("", _("Decide one by one"))]
            self.fields["all"] = forms.ChoiceField(
                label=self.ALL_LABEL, choices=choices, required=False, widget=GovukRadios
            )
        for row in rows:
            label, help_text = self.describe_row(row)
            self.fields[f"row_{row.position}"] = forms.ChoiceField(
                label=label, help_text=help_text, choices=self.ANSWERS, required=False, widget=GovukRadios
            )

    @property
    def answers(self) -> dict[int, bool]:
        for_all = self.cleaned_data.get("all")
        answers = {
            int(name.removeprefix("row_")): answer or for_all
            for name, answer in self.cleaned_data.items()
            if name != "all"
        }  # fmt: skip
        return {position: answer == self.ANSWERS[0][0] for position, answer in answers.items() if answer}

    @property
    def row_fields(self) -> list[Any]:  # Any: a BoundField is typed by its form
        """Return the fields of single rows."""
        return [self[name] for name in self.fields if name != "all"]


class DuplicatesForm(RowsForm):
    """Ask of each supplier that looks like one of the register, whether it is the same."""

    ANSWERS = (("same", _("The same supplier: add the row to it")), ("other", _("Another supplier: add it as new")))
    ALL_LABEL = _("Give one answer for all")
    ALL_ANSWERS = (("same", _("All are the same suppliers")), ("other", _("All are different suppliers")))

    def describe_row(self, row: Any) -> tuple[str, str]:
        message = next(message for message in row.messages if "other" in message)
        return _now("Row %(number)s: %(name)s") % {"number": row.number, "name": message["value"]}, message["message"]


class KindsForm(RowsForm):
    """Ask of each finding whose kind we guess, whether it is that."""

    ANSWERS = (("yes", _("Yes, this is right")), ("no", _("No, it is something else")))
    ALL_LABEL = _("Give one answer for all")
    # That none of them is one is never said at once: people may be in danger.
    ALL_ANSWERS = (("yes", _("Yes, all of these are right")),)

    def describe_row(self, row: Any) -> tuple[str, str]:
        location = {"finding": row.values.get("finding_ref", ""), "sheet": row.sheet, "number": row.number}
        title = _now(issues()[row.values["issue_code"]].title)
        where = _now("%(finding)s, %(sheet)s row %(number)s") if row.sheet else _now("%(finding)s, row %(number)s")
        return where % location, _now("We think this is: %(title)s.") % {"title": title}


class LinesForm(RowsForm):
    """Ask of each line that was read from a PDF, whether the report says that."""

    ANSWERS = (("yes", _("Yes, import it")), ("no", _("No, leave it out")))
    ALL_LABEL = _("Give one answer for the lines you have not answered")
    ALL_ANSWERS = (("yes", _("I have checked them all against the report: import them")),)

    def describe_row(self, row: Any) -> tuple[str, str]:
        values = row.values
        words = [str(values.get("description") or values.get("title") or "")]
        grade = values.get("grade")
        if grade:
            words.append(_now("Grade: %(grade)s.") % {"grade": Grade(grade).label})
        for name in ("corrective_action", "due_date", "status"):
            if values.get(name):
                column = sheet_kinds()[FINDINGS].column(name)
                words.append(f"{COLUMN_LABELS[name]}: {describe_value(column, values[name])}.")
        return str(values.get("finding_ref") or _now("Line %(number)s") % {"number": row.number}), " ".join(words)


class EncodingForm(forms.Form):
    """Choose the encoding of a CSV file, where our guess was wrong."""

    mark_optional = False
    encoding = forms.ChoiceField(
        label=_("Encoding of the file"),
        choices=[(code, name) for code, name in ENCODING_NAMES.items() if not code.startswith("utf")],
    )


class ReturnForm(SentFileForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label = _("Your workbook")
        self.fields["file"].help_text = _("XLSX, ODS or CSV, up to 25 MB.")
