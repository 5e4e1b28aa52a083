"""A form of one row that two people may have open at once: it carries the version that was on the screen."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from compliance.audits.services.transitions import get_version


@dataclass(frozen=True)
class Difference:
    """One field for which two people entered different values."""

    label: str
    yours: str
    theirs: str


class VersionField(forms.Field):
    """The hidden version of the row: any text is valid, and either equals the row's version or does not."""

    def __init__(self) -> None:
        super().__init__(required=False, widget=forms.HiddenInput)

    def to_python(self, value: Any) -> str:
        return str(value or "")


class RowForm(forms.Form):
    """A form of a versioned row. version: of the row as it was shown."""

    version = VersionField()

    def __init__(self, *args: Any, row: models.Model | None = None, **kwargs: Any) -> None:
        if row is not None:
            values = {name: getattr(row, name) for name in self.base_fields if hasattr(row, name)}
            kwargs["initial"] = values | {"version": get_version(row)} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)

    @property
    def values(self) -> dict[str, object]:
        """Return what was typed, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def differences(self, current: models.Model) -> list[Difference]:
        """Return where the saved row differs from what was typed; the next save then starts from the saved row."""
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = get_version(current)
        return [
            Difference(str(self.fields[name].label), self._in_words(name, typed), self._in_words(name, other))
            for name, typed in self.values.items()
            if hasattr(current, name) and (other := getattr(current, name)) != typed
        ]

    def _in_words(self, name: str, value: Any) -> str:
        if value in (None, ""):
            return _("Nothing")
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if hasattr(value, "toordinal"):
            return date_format(value, "j F Y")
        labels = {str(code): str(label) for code, label in getattr(self.fields[name], "choices", ())}
        return labels.get(str(value), str(value))
