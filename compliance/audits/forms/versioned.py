"""A form of one row that two people may have open at once: it says which version was on the screen."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from compliance.audits.services.transitions import get_version


@dataclass(frozen=True)
class Difference:
    """One field that two people answered in two ways."""

    label: str
    yours: str
    theirs: str


class VersionField(forms.Field):
    """Nobody types it: whatever comes is a version that fits, or one that does not."""

    def __init__(self) -> None:
        super().__init__(required=False, widget=forms.HiddenInput)

    def to_python(self, value: Any) -> str:
        return str(value or "")


class RowForm(forms.Form):
    """version: of the row as it was shown."""

    version = VersionField()

    def __init__(self, *args: Any, row: models.Model | None = None, **kwargs: Any) -> None:
        if row is not None:
            shown = {name: getattr(row, name) for name in self.base_fields if hasattr(row, name)}
            kwargs["initial"] = shown | {"version": get_version(row)} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def differences(self, theirs: models.Model) -> list[Difference]:
        """Where the row is now otherwise than was typed; saving once more then begins from there."""
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = get_version(theirs)
        return [
            Difference(str(self.fields[name].label), self._in_words(name, mine), self._in_words(name, other))
            for name, mine in self.values.items()
            if hasattr(theirs, name) and (other := getattr(theirs, name)) != mine
        ]

    def _in_words(self, name: str, value: Any) -> str:
        if value in (None, ""):
            return _("Nothing")
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if hasattr(value, "toordinal"):
            return date_format(value, "j F Y")
        known = {str(code): str(words) for code, words in getattr(self.fields[name], "choices", ())}
        return known.get(str(value), str(value))
