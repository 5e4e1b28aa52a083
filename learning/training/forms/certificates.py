from django import forms
from django.utils.translation import gettext_lazy as _

from learning.training.rules import certificate_codes


class NameForm(forms.Form):
    mark_optional = False

    name = forms.CharField(
        label=_("Your name, as it should appear on the certificate"),
        help_text=_("You cannot change this later."),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "name", "spellcheck": "false"}),
        error_messages={"required": _("Enter your name")},
    )

    def clean_name(self) -> str:
        """Remove invisible signs, which have no place in a name."""
        return " ".join("".join(sign if sign.isprintable() else " " for sign in self.cleaned_data["name"]).split())


class VerifyForm(forms.Form):
    mark_optional = False

    code = forms.CharField(
        label=_("Code on the certificate"),
        help_text=_(
            "It has 16 letters and numbers, like 4F7K-2M9Q-XB3T-60WD. You can leave out spaces and dashes, and "
            "use small letters."
        ),
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
        error_messages={"required": _("Enter the code on the certificate")},
    )

    def clean_code(self) -> str:
        """Return the code as it is stored; empty for what can be no code of ours."""
        return certificate_codes.parse_code(self.cleaned_data["code"])
