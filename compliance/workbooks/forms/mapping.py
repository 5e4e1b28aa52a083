"""Which column is which, asked once for each new row of headers (suppliers 6.4)."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.workbooks import headers
from compliance.workbooks.columns import SUPPLIERS, kinds
from compliance.workbooks.sheets import Row

NOT_USED = ""


class HeaderForm(forms.Form):
    """Which row holds the headers, and what the rows are. rows: number and texts, as kept on the upload."""

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
    """A list for each column of the header row; what we could guess is chosen already."""

    mark_optional = False

    def __init__(self, *args: Any, kind: str, row: int, values: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.values = kind, values
        known = headers.names(kind)
        offered = [(NOT_USED, _("Do not use this column"))] + [
            (column.name, f"{column.name.replace('_', ' ')}: {column.help}" if column.help else column.name)
            for column in kinds()[kind].columns
            if not column.shown
        ]
        for position, written in enumerate(values):
            if headers.folded(written):
                self.fields[f"column_{position}"] = forms.ChoiceField(
                    label=written, required=False, choices=offered, initial=known.get(headers.folded(written), NOT_USED)
                )

    @property
    def fingerprint(self) -> str:
        return headers.fingerprint(Row(1, list(self.values)))

    def columns(self) -> dict[str, str]:
        """Column by folded header, only what is used."""
        return {
            headers.folded(self.values[int(name.removeprefix("column_"))]): column
            for name, column in self.cleaned_data.items()
            if column
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        used = [column for column in cleaned.values() if column]
        for name in {name for name in used if used.count(name) > 1 and not kinds()[self.kind].column(name).joined}:
            second = [field for field, column in cleaned.items() if column == name][1]
            self.add_error(
                second, _("Two columns are “%(name)s”. Choose one of them.") % {"name": name.replace("_", " ")}
            )
        for group in headers.NEEDED[self.kind]:
            if not set(group) & set(used):
                wanted = _(" or ").join(name.replace("_", " ") for name in group)
                self.add_error(None, _("Say which column is the %(wanted)s.") % {"wanted": wanted})
        if len(set(used)) < headers.ENOUGH and not self.errors:
            self.add_error(None, _("Choose at least three columns."))
        return cleaned
