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
        help_text=_("The one line that the command handover_key shows them, 44 characters long."),
        max_length=200,
        widget=GovukTextInput({"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Enter the public key of the new operator")},
    )

    def clean_public_key(self) -> bytes:
        typed = "".join(self.cleaned_data["public_key"].split()).replace("+", "-").replace("/", "_")
        try:
            found = base64.b64decode(typed, altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            found = b""
        if len(found) != KEY_BYTES:
            raise forms.ValidationError(
                _("This is no public key. Copy the whole line, 44 characters with “=” at the end")
            )
        return found


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code that the new operator reads to you"),
        help_text=_("20 digits. They see it once they have opened every key."),
        max_length=60,
        widget=GovukTextInput({"autocomplete": "off", "inputmode": "numeric"}, width=20),
        error_messages={"required": _("Enter the code that they read to you")},
    )
