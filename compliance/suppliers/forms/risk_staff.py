"""Clean what our staff enter to change the tables and the weights of the risk."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.suppliers.forms.fields import CountryField, LineField
from compliance.suppliers.labels.weights import group_label, weight_label
from compliance.suppliers.rules.risk.weight_schema import (
    Path,
    find_wrong_sums,
    get_limits,
    iter_numbers,
    replace_numbers,
)
from portal.core.forms import GovukDateField, GovukTextarea, GovukTextInput
from portal.reference.edition_import import MAX_MESSAGES, read_csv

EARLIEST_EDITION_DATE = date(2000, 1, 1)


def validate_edition_date(on: date, today: date) -> date:
    """Return the day of an edition. Raises ValidationError where it is before 2000 or after today."""
    if not EARLIEST_EDITION_DATE <= on <= today:
        raise forms.ValidationError(_("Date must be between 2000 and today"))
    return on


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason for the change"),
        help_text=gettext_lazy("We keep this in the history."),
        max_length=500,
        widget=GovukTextarea(maxlength=500, rows=3),
        error_messages={"required": gettext_lazy("Enter the reason for the change")},
    )


class EditionForm(ReasonForm):
    field_order = ("file", "edition", "dated_on", "reason")

    file = forms.FileField(
        label=gettext_lazy("CSV file in UTF-8"),
        help_text=gettext_lazy("Use the same columns as the current table."),
        error_messages={"required": gettext_lazy("Select a file")},
    )
    edition = forms.CharField(
        label=gettext_lazy("Name of the edition"),
        help_text=gettext_lazy("As its publisher calls it, for example “2026 report”."),
        max_length=100,
        error_messages={"required": gettext_lazy("Enter the name of the edition")},
    )
    dated_on = GovukDateField(
        label=gettext_lazy("Date of the edition"),
        help_text=gettext_lazy("When it was published, or the last day its figures cover. For example, 29 9 2026."),
        error_messages={"required": gettext_lazy("Enter the date of the edition")},
    )

    def __init__(self, *args: Any, table: str, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table, self.today = table, today
        self.row_messages: list[str] = []
        self.rows: list[dict[str, str]] = []

    def clean_dated_on(self) -> date:
        return validate_edition_date(self.cleaned_data["dated_on"], self.today)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        reading = read_csv(self.table, file.read())
        self.rows, self.row_messages = reading.rows, reading.messages[: MAX_MESSAGES + 1]
        if self.row_messages:
            raise forms.ValidationError(_("The file has problems. They are listed below the form."))
        return file


class IndexValueForm(forms.Form):
    """Enter one country of the Global Slavery Index."""

    country = CountryField(
        error_messages={
            "required": gettext_lazy("Select a country"),
            "invalid_choice": gettext_lazy("Select a country from the list"),
        }
    )
    per_thousand = forms.DecimalField(
        label=gettext_lazy("People in modern slavery, in every 1,000"),
        help_text=gettext_lazy("The index’s estimate, for example 4.2"),
        min_value=0,
        max_value=1000,
        max_digits=5,
        decimal_places=1,
        widget=GovukTextInput({"inputmode": "decimal"}, width=5),
        error_messages={"required": gettext_lazy("Enter a number"), "invalid": gettext_lazy("Enter a number")},
    )
    source = LineField(
        label=gettext_lazy("Source"),
        help_text=gettext_lazy("The edition and the page or table, for example “edition of 2023, table 2”."),
        max_length=200,
        error_messages={"required": gettext_lazy("Enter the source")},
    )
    dated_on = GovukDateField(
        label=gettext_lazy("Date of that edition"),
        error_messages={"required": gettext_lazy("Enter the date of the edition")},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_dated_on(self) -> date:
        return validate_edition_date(self.cleaned_data["dated_on"], self.today)


class WeightsForm(ReasonForm):
    """Offer a field for every number. Fields are named n0, n1 … in the order of the data."""

    def __init__(self, *args: Any, weights: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.weights = weights
        self.paths: dict[str, Path] = {}
        for position, (path, value) in enumerate(iter_numbers(weights)):
            minimum, maximum = get_limits(path)
            name = f"n{position}"
            self.paths[name] = path
            self.fields[name] = forms.FloatField(
                label=weight_label(path),
                initial=value,
                min_value=minimum,
                max_value=maximum,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-5"}),
            )

    @property
    def groups(self) -> list[tuple[str, list[Any]]]:
        """Return the fields under a title each."""
        groups: dict[str, list[Any]] = {}
        for name, path in self.paths.items():
            groups.setdefault(group_label(path), []).append(self[name])
        return list(groups.items())

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        values = {path: cleaned[name] for name, path in self.paths.items() if name in cleaned}
        if len(values) == len(self.paths):
            for group in find_wrong_sums(values):
                first = next(name for name, path in self.paths.items() if path[0] == group)
                title = group_label(self.paths[first])
                self.add_error(first, _("Weights for “{group}” must add up to 1").format(group=title))
            self.chosen = replace_numbers(self.weights, values)

    @property
    def is_changed(self) -> bool:
        return any(name in self.paths for name in self.changed_data)
