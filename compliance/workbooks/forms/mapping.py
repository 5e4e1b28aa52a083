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
# The number of a header row that is not there.
NO_HEADER = 0
# What a person may say once for every row of a list of suppliers.
CONSTANT_COLUMNS = ("country", "sector", "tier")


class HeaderForm(forms.Form):
    """Ask which row holds the headers, and what the rows are. rows: number and texts, as kept on the upload."""

    mark_optional = False
    kind = forms.ChoiceField(
        label=gettext_lazy("What does each row describe?"),
        choices=[
            ("suppliers", gettext_lazy("A supplier or one of its sites")),
            ("findings", gettext_lazy("An audit finding")),
            ("actions", gettext_lazy("A corrective action")),
        ],
        initial=SUPPLIERS,
    )
    row = forms.TypedChoiceField(label=gettext_lazy("Which row contains the column headers?"), coerce=int)
    sheet = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, rows: Sequence[Sequence[Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows: dict[int, list[str]] = dict(rows)  # type: ignore[arg-type]  # pairs, as JSON keeps them
        fullest = max(self.rows, key=lambda number: sum(bool(value.strip()) for value in self.rows[number]), default=1)
        self.rows[NO_HEADER] = [str(name) for name in headers.name_columns([Row(1, list(v)) for _n, v in rows]).values]
        self.fields["row"].choices = [
            (NO_HEADER, _("None: the first row is data"))
            if number == NO_HEADER
            else (
                number,
                _("Row %(number)d: %(start)s") % {"number": number, "start": ", ".join(filter(None, values))[:60]},
            )
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
        used = set[str]()
        offered = [(NOT_USED, _("Do not use this column"))] + [
            (column.name, f"{COLUMN_LABELS[column.name]}: {column.help}" if column.help else COLUMN_LABELS[column.name])
            for column in sheet_kinds()[kind].columns
            if not column.shown
        ]
        for position, (written, key) in enumerate(zip(values, self.keys, strict=True)):
            if key:
                guess = headers.find_column_name(written, kind) or NOT_USED
                self.fields[f"column_{position}"] = QuickChoiceField(
                    label=written, required=False, choices=offered, initial=NOT_USED if guess in used else guess
                )
                used |= set() if guess == NOT_USED or sheet_kinds()[kind].column(guess).joined else {guess}

        for name in CONSTANT_COLUMNS if kind == SUPPLIERS else ():
            self.fields[f"constant_{name}"] = _constant_field(sheet_kinds()[kind].column(name))

    @property
    def column_fields(self) -> list[Any]:  # Any: a BoundField is typed by its form
        """Return the fields of the columns."""
        return [self[name] for name in self.fields if name.startswith("column_")]

    @property
    def constant_fields(self) -> list[Any]:
        """Return the fields of what holds for every row."""
        return [self[name] for name in self.fields if name.startswith("constant_")]

    @property
    def fingerprint(self) -> str:
        return headers.get_fingerprint(Row(1, list(self.values)))

    def columns(self) -> dict[str, str]:
        """Return the answer to each column, by its header: the one that it is, or that it is not used."""
        answers = ((name, answer) for name, answer in self.cleaned_data.items() if name.startswith("column_"))
        return {self.keys[int(name.removeprefix("column_"))]: column for name, column in answers}

    def constants(self) -> dict[str, str]:
        """Return what a person said of every row, by column."""
        answers = ((name, answer) for name, answer in self.cleaned_data.items() if name.startswith("constant_"))
        return {name.removeprefix("constant_"): answer for name, answer in answers if answer}

    def clean(self) -> None:
        super().clean()
        constants = self.constants()
        cleaned = {name: answer for name, answer in self.cleaned_data.items() if name.startswith("column_")}
        used = [column for column in cleaned.values() if column]
        for name in constants:
            if name in used:
                self.add_error(
                    f"constant_{name}", _("You have already matched a column to this. Use one or the other.")
                )
        for name in {
            name for name in used if used.count(name) > 1 and not sheet_kinds()[self.kind].column(name).joined
        }:
            second = [field for field, column in cleaned.items() if column == name][1]
            self.add_error(
                second, _("You matched two columns to “%(name)s”. Choose one of them.") % {"name": COLUMN_LABELS[name]}
            )
        for group in headers.REQUIRED_COLUMNS[self.kind]:
            if not set(group) & {*used, *constants}:
                wanted = _(" or ").join(str(COLUMN_LABELS[name]) for name in group)
                self.add_error(None, _("Select the column for %(wanted)s.") % {"wanted": wanted})
        if len({*used, *constants}) < headers.MIN_KNOWN_HEADERS[self.kind] and not self.errors:
            self.add_error(None, _("Select at least three columns"))


def _constant_field(column: Column) -> forms.Field:
    labels = (
        sorted(get_country_names().items(), key=lambda c: c[1])
        if column.kind == "country"
        else choice_words(column.limits[0]).labels().items()
    )
    label = _("All rows: %(name)s") % {"name": COLUMN_LABELS[column.name]}
    return QuickChoiceField(label=label, required=False, choices=[("", _("Different in different rows")), *labels])


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
    def given(self) -> dict[str, object]:
        """Return plain values, as a reader of cells returns them, only of what was answered."""
        answered = ((name, value) for name, value in self.cleaned_data.items() if value)
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in answered}

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        for name, value in list(cleaned.items()):
            if isinstance(value, str) and value:
                try:
                    cleaned[name] = get_reader(self.columns[name], today=self.today)(value, _nothing)
                except UnreadableCell as error:
                    details = {"column": COLUMN_LABELS[name], "value": value} | error.values
                    wording = str(error.values.get("wording", error.code))
                    self.add_error(name, ValidationError(render_sentence(wording, details)))
        start, end = cleaned.get("audit_start"), cleaned.get("audit_end")
        if start and end and end < start:
            self.add_error("audit_end", _("Audit end date must be the same as or after the start date."))


def _nothing(*args: Any, **kwargs: Any) -> None:
    """Ignore a warning: a code chosen from a list is no other word for anything."""


def _is_needed(name: str) -> bool:
    column = sheet_kinds()[FINDINGS].column(name)
    return column.required == "always" and column.default is None


def _field(column: Column, today: date) -> forms.Field:
    is_needed = _is_needed(column.name)
    common: dict[str, Any] = {"label": COLUMN_LABELS[column.name], "required": is_needed}
    needed = {
        "required": _("Enter “%(name)s”, because every row of the file needs it") % {"name": COLUMN_LABELS[column.name]}
    }
    if column.kind == "choice":
        labels = [NOT_SAID, *choice_words(column.limits[0]).labels().items()]
        return QuickChoiceField(choices=labels, **common)
    if column.kind == "country":
        return QuickChoiceField(choices=[NOT_SAID, *sorted(get_country_names().items(), key=lambda c: c[1])], **common)
    if column.kind == "past date":
        return GovukDateField(earliest=EARLIEST_DATE, latest=today, error_messages=needed, **common)
    return forms.CharField(help_text=column.help if is_needed else "", error_messages=needed, **common)
