"""Which two of an organisation's versions to compare: of one year, or of two."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.statements.models import Version


def code_of(version: Version) -> str:
    return f"{version.statement.year}-{version.number}"


class VersionsForm(forms.Form):
    """versions: the newest first. After is_valid, pair is the two that were chosen."""

    mark_optional = False
    earlier = forms.ChoiceField(label=gettext_lazy("From"))
    later = forms.ChoiceField(label=gettext_lazy("To"))

    def __init__(self, *args: Any, versions: Sequence[Version], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.versions = {code_of(version): version for version in versions}
        for field in self.fields.values():
            field.choices = [(code, self.label_of(version)) for code, version in self.versions.items()]  # type: ignore[attr-defined]
            field.error_messages |= {
                "required": _("Choose a version"),
                "invalid_choice": _("Choose one of the versions in the list"),
            }

    def label_of(self, version: Version) -> str:
        return _("%(year)s, version %(number)s: %(state)s") % {
            "year": version.statement.year,
            "number": version.number,
            "state": version.get_state_display(),
        }

    def clean_later(self) -> str:
        if self.cleaned_data["later"] == self.cleaned_data.get("earlier"):
            raise forms.ValidationError(_("Choose two different versions"))
        return self.cleaned_data["later"]

    @property
    def pair(self) -> tuple[Version, Version]:
        return self.versions[self.cleaned_data["earlier"]], self.versions[self.cleaned_data["later"]]
