"""Which two versions of a year to compare."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.statements.models import Publication


class CompareForm(forms.Form):
    """versions: those whose text may be read, the newest first. It offers the last two."""

    mark_optional = False

    earlier = forms.TypedChoiceField(label=gettext_lazy("From version"), coerce=int)
    later = forms.TypedChoiceField(label=gettext_lazy("To version"), coerce=int)

    def __init__(self, *args: Any, versions: Sequence[Publication], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        numbers = [version.number for version in versions]
        for index, name in enumerate(("later", "earlier")):
            field = self.fields[name]
            field.choices = [(number, str(number)) for number in numbers]  # type: ignore[attr-defined]
            field.initial = numbers[index]
            field.error_messages |= {
                "required": _("Select a version"),
                "invalid_choice": _("Select a version from the list"),
            }

    def clean_later(self) -> int:
        if self.cleaned_data["later"] == self.cleaned_data.get("earlier"):
            raise forms.ValidationError(_("Select two different versions"))
        return self.cleaned_data["later"]
