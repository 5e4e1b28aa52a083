"""The form to close an organisation: its name is typed, so that nobody closes one by accident."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.organisations.models import Organisation


class CloseForm(forms.Form):
    """The name of the organisation, typed to confirm."""

    name = forms.CharField(
        label=_("Enter the name of the organisation"),
        max_length=160,
        error_messages={"required": _("Enter the name of the organisation")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation

    def clean_name(self) -> str:
        """Return the name. Raises ValidationError where it is another."""
        typed = " ".join(self.cleaned_data["name"].split())
        if typed.casefold() != " ".join(self.organisation.name.split()).casefold():
            raise forms.ValidationError(_("This is not the organisation’s name. Enter it exactly as shown above."))
        return typed
