"""The new operator's public key, and the code that they read back."""

import base64
import binascii

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.core.forms import GovukTextInput
from portal.vault.encryption import KEY_BYTES


class KeyForm(forms.Form):
    public_key = forms.CharField(
        label=_("Public key of the new operator"),
        help_text=_("The line of 44 characters that their command for a handover key shows."),
        max_length=200,
        widget=GovukTextInput({"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Enter the public key of the new operator")},
    )

    def clean_public_key(self) -> bytes:
        typed = "".join(self.cleaned_data["public_key"].split()).replace("+", "-").replace("/", "_")
        try:
            key = base64.b64decode(typed, altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            key = b""
        if len(key) != KEY_BYTES:
            raise forms.ValidationError(_("Public key must be 44 characters and end with “=”. Copy the whole line"))
        return key


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code the new operator reads to you"),
        help_text=_("20 digits. They see the code once they have opened every key."),
        max_length=60,
        widget=GovukTextInput({"autocomplete": "off", "inputmode": "numeric"}, width=20),
        error_messages={"required": _("Enter the code the new operator reads to you")},
    )
