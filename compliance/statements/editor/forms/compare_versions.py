"""Which two of an organisation's versions to compare: of one year, or of two. The earlier may be a text it brought."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.statements.models import EarlierText, Version


def get_code(version: Version | EarlierText) -> str:
    return f"text-{version.year}" if isinstance(version, EarlierText) else f"{version.statement.year}-{version.number}"


class VersionsForm(forms.Form):
    """versions, texts: the newest first. After is_valid, pair is the two that were chosen."""

    mark_optional = False
    earlier = forms.ChoiceField(label=gettext_lazy("From"))
    later = forms.ChoiceField(label=gettext_lazy("To"))

    def __init__(
        self, *args: Any, versions: Sequence[Version], texts: Sequence[EarlierText] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.versions = {get_code(version): version for version in versions}
        self.texts = {get_code(text): text for text in texts}
        choices = [(code, self.label_of(version)) for code, version in self.versions.items()]
        elsewhere = _("%(year)s, published elsewhere")
        brought = [(code, elsewhere % {"year": text.year}) for code, text in self.texts.items()]
        self.fields["later"].choices = choices  # type: ignore[attr-defined]
        self.fields["earlier"].choices = [*choices, *brought]  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.error_messages |= {
                "required": _("Select a version"),
                "invalid_choice": _("Select a version from the list"),
            }

    def label_of(self, version: Version) -> str:
        return _("%(year)s, version %(number)s: %(state)s") % {
            "year": version.statement.year,
            "number": version.number,
            "state": version.get_state_display(),
        }

    def clean_later(self) -> str:
        if self.cleaned_data["later"] == self.cleaned_data.get("earlier"):
            raise forms.ValidationError(_("Select two different versions"))
        return self.cleaned_data["later"]

    @property
    def pair(self) -> tuple[Version | EarlierText, Version]:
        earlier = self.cleaned_data["earlier"]
        return self.texts.get(earlier) or self.versions[earlier], self.versions[self.cleaned_data["later"]]
