"""The form to find help for a child."""

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.concerns.forms.fields import text_field


class CouncilForm(forms.Form):
    """The search for the council that helps children in a place."""

    mark_optional = False
    place = text_field(_("Council, town or district"), max_length=80, width=20)

    def clean_place(self) -> str:
        """Return the name of the place. Raises ValidationError for one that is empty."""
        if not (typed := self.cleaned_data["place"].strip()):
            raise forms.ValidationError(_("Enter a council, town or district"))
        return typed
