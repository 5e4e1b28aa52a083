"""What a supplier sends back by its link."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _


class ReturnForm(forms.Form):
    """token is the page's: sent twice, it is one upload."""

    mark_optional = False
    file = forms.FileField(
        label=_("Your workbook"),
        help_text=_("XLSX, ODS or CSV, up to 5 MB."),
        error_messages={
            "required": _("Choose a file"),
            "empty": _("The file is empty. Choose another"),
            "max_length": _("The name of the file is too long. Use 200 characters or fewer"),
        },
        max_length=200,
    )
    token = forms.Field(required=False, initial=uuid.uuid4, widget=forms.HiddenInput)

    def clean_token(self) -> uuid.UUID:
        try:
            return uuid.UUID(str(self.cleaned_data["token"]))
        except ValueError:
            return uuid.uuid4()
