"""Ask which column is which, once for each new row of headers, and what a file does not say.

See docs/requirements/suppliers.md#column-mapping.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.workbooks import headers
from compliance.workbooks.cells import UnreadableCell, get_reader
from compliance.workbooks.cells.dates import EARLIEST_DATE
from compliance.workbooks.choice_synonyms import choice_words
from compliance.workbooks.columns import FINDINGS, SUPPLIERS, Column, sheet_kinds
from compliance.workbooks.headers import NOT_USED
from compliance.workbooks.labels import COLUMN_LABELS
from compliance.workbooks.messages import render_sentence
from compliance.workbooks.types import Row
from portal.core.forms import GovukDateField, QuickChoiceField
from portal.reference.synonyms import get_country_names

NOT_SAID = ("", gettext_lazy("Not stated"))


class HeaderForm(forms.Form):
    """Ask which row holds the headers, and what the rows are. rows: number and texts, as kept on the upload."""

    mark_optional = False
    kind = forms.ChoiceField(
        label=gettext_lazy("What is one row?"),
        choices=[
            ("suppliers", gettext_lazy("A supplier, or one of its sites")),
            ("findings", gettext_lazy("A finding of an audit")),
            ("actions", gettext_lazy("A corrective action")),
        ],
        initial=SUPPLIERS,
    )
    row = forms.TypedChoiceField(label=gettext_lazy("Which row holds the names of the columns?"), coerce=int)
    sheet = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, rows: Sequence[Sequence[Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows: dict[int, list[str]] = dict(rows)  # type: ignore[arg-type]  # pairs, as JSON keeps them
        fullest = max(self.rows, key=lambda number: sum(bool(value.strip()) for value in self.rows[number]), default=1)
        self.fields["row"].choices = [
            (number, _("Row %(number)d: %(start)s") % {"number": number, "start": ", ".join(filter(None, values))[:60]})
            for number, values in self.rows.items()
        ]
        self.fields["row"].initial = fullest


class ColumnsForm(forms.Form):
    """Offer a list for each column of the header row; what we could guess is chosen already."""

    mark_optional = False

    def __init__(self, *args: Any, kind: str, row: int, values: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.values = kind, values
        self.keys = headers.get_header_keys(values)
        names_by_header, used = headers.get_column_names(kind), set[str]()
        offered = [(NOT_USED, _("Do not use this column"))] + [
            (column.name, f"{COLUMN_LABELS[column.name]}: {column.help}" if column.help else COLUMN_LABELS[column.name])
            for column in sheet_kinds()[kind].columns
            if not column.shown
        ]
        for position, (written, key) in enumerate(zip(values, self.keys, strict=True)):
            if key:
                guess = names_by_header.get(headers.fold_header(written), NOT_USED)
                self.fields[f"column_{position}"] = QuickChoiceField(
                    label=written, required=False, choices=offered, initial=NOT_USED if guess in used else guess
                )
                used |= set() if guess == NOT_USED or sheet_kinds()[kind].column(guess).joined else {guess}

    @property
    def fingerprint(self) -> str:
        return headers.get_fingerprint(Row(1, list(self.values)))

    def columns(self) -> dict[str, str]:
        """Return the answer to each column, by its header: the one that it is, or that it is not used."""
        return {self.keys[int(name.removeprefix("column_"))]: column for name, column in self.cleaned_data.items()}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        used = [column for column in cleaned.values() if column]
        for name in {
            name for name in used if used.count(name) > 1 and not sheet_kinds()[self.kind].column(name).joined
        }:
            second = [field for field, column in cleaned.items() if column == name][1]
            self.add_error(second, _("Two columns are “%(name)s”. Choose one of them.") % {"name": COLUMN_LABELS[name]})
        for group in headers.REQUIRED_COLUMNS[self.kind]:
            if not set(group) & set(used):
                wanted = _(" or ").join(str(COLUMN_LABELS[name]) for name in group)
                self.add_error(None, _("Say which column is the %(wanted)s.") % {"wanted": wanted})
        if len(set(used)) < headers.MIN_KNOWN_HEADERS and not self.errors:
            self.add_error(None, _("Choose at least three columns."))
        return cleaned


class AuditForm(forms.Form):
    """Ask what the columns of a file of findings do not say of its audit. lacks: those columns."""

    def __init__(self, *args: Any, lacks: Sequence[str], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.columns = {
            name: sheet_kinds()[FINDINGS].column(name) for name in sorted(lacks, key=lambda n: not _is_needed(n))
        }
        for name, column in self.columns.items():
            self.fields[name] = _field(column, today)

    @property
    def given(self) -> dict[str, Any]:
        """Return plain values, as a reader of cells returns them, only of what was answered."""
        answered = ((name, value) for name, value in self.cleaned_data.items() if value)
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in answered}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, value in list(cleaned.items()):
            if isinstance(value, str) and value:
                try:
                    cleaned[name] = get_reader(self.columns[name], today=self.today)(value, _nothing)
                except UnreadableCell as error:
                    details = {"column": COLUMN_LABELS[name], "value": value} | error.values
                    self.add_error(name, ValidationError(render_sentence(error.code, details)))
        start, end = cleaned.get("audit_start"), cleaned.get("audit_end")
        if start and end and end < start:
            self.add_error("audit_end", _("The last day of the audit is before the first."))
        return cleaned


def _nothing(*args: Any, **kwargs: Any) -> None:
    """Ignore a warning: a code chosen from a list is no other word for anything."""


def _is_needed(name: str) -> bool:
    column = sheet_kinds()[FINDINGS].column(name)
    return column.required == "always" and column.default is None


def _field(column: Column, today: date) -> forms.Field:
    is_needed = _is_needed(column.name)
    common: dict[str, Any] = {"label": COLUMN_LABELS[column.name], "required": is_needed}
    needed = {"required": _("Enter this. Every row of the file needs it")}
    if column.kind == "choice":
        labels = [NOT_SAID, *choice_words(column.limits[0]).labels().items()]
        return QuickChoiceField(choices=labels, **common)
    if column.kind == "country":
        return QuickChoiceField(choices=[NOT_SAID, *sorted(get_country_names().items(), key=lambda c: c[1])], **common)
    if column.kind == "past date":
        return GovukDateField(earliest=EARLIEST_DATE, latest=today, error_messages=needed, **common)
    return forms.CharField(help_text=column.help if is_needed else "", error_messages=needed, **common)
