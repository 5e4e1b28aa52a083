from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.concerns.forms.fields import text_field


class CouncilForm(forms.Form):
    """Find the council that helps children in a place."""

    mark_optional = False
    place = text_field(_("Name of the council, town or district"), most=80, width=20)

    def clean_place(self) -> str:
        if not (typed := self.cleaned_data["place"].strip()):
            raise forms.ValidationError(_("Write the name of a council, town or district"))
        return typed
