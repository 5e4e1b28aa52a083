"""Fields that several forms share."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from compliance.organisations.choices import ROLE_MEANINGS, Role
from compliance.organisations.rules.company_numbers import parse_company_number
from compliance.organisations.rules.names import contains_web_address
from portal.core.forms import GovukRadios, GovukTextInput


class NameField(forms.CharField):
    """A name for display: at least one letter or digit, no control or invisible characters, no web address."""

    def clean(self, value: Any) -> str:
        """Return the name with single spaces. Raises ValidationError."""
        name = " ".join(super().clean(value).split())
        if any(unicodedata.category(char) in ("Cc", "Cf", "Co", "Cn", "Cs") for char in name):
            raise ValidationError(_("Name must not include invisible characters"))
        if name and not any(char.isalnum() for char in name):
            raise ValidationError(_("Name must include letters"))
        if contains_web_address(name):
            raise ValidationError(_("Name must not include a web address"))
        return name


class CompanyNumberField(forms.CharField):
    """A company number that cleans to 8 characters, or to an empty string where it is not required."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Company number"))
        kwargs.setdefault("max_length", 20)
        kwargs.setdefault("widget", GovukTextInput({"autocomplete": "off", "spellcheck": "false"}, width=10))
        kwargs.setdefault(
            "help_text", _("8 characters, like 01234567 or SC123456. It is on your certificate of incorporation.")
        )
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        """Return the number in its 8 characters, or an empty string."""
        typed = super().clean(value)
        if not typed:
            return ""
        try:
            return parse_company_number(typed)
        except ValueError as error:
            raise ValidationError(_("Company number must be 8 characters, like 01234567 or SC123456")) from error


class RoleField(forms.ChoiceField):
    """The role of a member, with what each role means."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Role"))
        kwargs.setdefault("widget", GovukRadios(hints=ROLE_MEANINGS))
        kwargs.setdefault("error_messages", {"required": _("Select a role")})
        super().__init__(choices=Role.choices, **kwargs)

    def clean(self, value: Any) -> Role:
        """Return the Role that was chosen."""
        return Role(super().clean(value))
