"""The fingerprint on a certificate of publication, as somebody typed or pasted it."""

import re

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LENGTH = 64


class VerifyForm(forms.Form):
    mark_optional = False

    code = forms.CharField(
        label=gettext_lazy("Fingerprint (SHA-256)"),
        help_text=gettext_lazy("64 characters: the digits 0 to 9 and the letters a to f. Spaces do not matter."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
        error_messages={"required": gettext_lazy("Enter the fingerprint on the certificate")},
    )

    def clean_code(self) -> str:
        typed = re.sub(r"\s+", "", self.cleaned_data["code"]).lower()
        if wrong := sorted(set(typed) - set("0123456789abcdef")):
            raise forms.ValidationError(
                _("The fingerprint can only contain the digits 0 to 9 and the letters a to f. Check “%(sign)s”")
                % {"sign": wrong[0]}
            )
        if len(typed) != LENGTH:
            raise forms.ValidationError(
                _("The fingerprint must have %(length)s characters. You entered %(count)s")
                % {"length": LENGTH, "count": len(typed)}
            )
        return typed
