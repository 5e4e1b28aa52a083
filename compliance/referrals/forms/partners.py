"""Agencies: brought in by leads, and what their own people type."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.casework.forms.cases import reason
from compliance.referrals.rules import disclosure as rules
from portal.core.forms import GovukTextarea, QuickChoiceField
from portal.core.types import JsonObject
from portal.reference import helpline, localities, places

_PASSWORD = {"autocomplete": "off", "spellcheck": "false"}


class PartnerForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the agency"), max_length=160, error_messages={"required": _("Enter the agency’s name")}
    )
    target_type = QuickChoiceField(
        label=_("Type of agency"), error_messages={"required": _("Select the type of agency")}
    )
    domains = forms.CharField(
        label=_("Email domains it uses for work"),
        help_text=_("Put each one on its own line, for example rowan.example."),
        max_length=1000,
        widget=GovukTextarea(rows=3),
        error_messages={"required": _("Enter at least one email domain")},
    )
    areas = forms.CharField(
        label=_("Councils or police forces it covers"),
        help_text=_("Put each one on its own line. Leave this blank for the whole country."),
        required=False,
        max_length=4000,
        widget=GovukTextarea(rows=3),
    )
    emergency_line = forms.CharField(label=_("Emergency phone line"), required=False, max_length=60)
    reason = reason(_("Why should this agency become a partner? A second person will decide."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        types = [choice for choice in helpline.get_choices("referral_target_type") if choice[0] in rules.RECIPIENT_OF]
        self.fields["target_type"].choices = [("", "–"), *types]

    def clean_domains(self) -> list[str]:
        domains = [
            line.strip().lower().lstrip("@") for line in self.cleaned_data["domains"].splitlines() if line.strip()
        ]
        wrong = [line for line in domains if "." not in line or any(sign in line for sign in "@/ ")]
        if wrong:
            raise forms.ValidationError(
                _("“%(name)s” is not a domain. Enter one like rowan.example") % {"name": wrong[0]}
            )
        return domains

    def clean_areas(self) -> list[str]:
        codes = []
        for line in filter(None, (line.strip() for line in self.cleaned_data["areas"].splitlines())):
            code = _area(line)
            if code is None:
                raise forms.ValidationError(_("There is no council or police force called “%(name)s”") % {"name": line})
            codes.append(code)
        return codes

    @property
    def facts(self) -> JsonObject:
        cleaned = self.cleaned_data
        return {
            "name": cleaned["name"],
            "target_type": cleaned["target_type"],
            "email_domains": cleaned["domains"],
            "places": cleaned["areas"],
            "emergency_line": cleaned["emergency_line"],
        }


def _area(typed: str) -> str | None:
    force = next(
        (code for code, item in places.get_police_forces().items() if item.name.casefold() == typed.casefold()), None
    )
    councils = localities.councils_named(typed)
    return force or (councils[0].code if len(councils) == 1 else None)


class MemberForm(forms.Form):
    email = forms.EmailField(
        label=_("Work email address"),
        help_text=_("They must already have the partner role. A site administrator can invite them."),
        error_messages={"required": _("Enter their work email address")},
    )


class PassphraseForm(forms.Form):
    """Of the agency, each time that something is opened."""

    passphrase = forms.CharField(
        label=_("Your agency’s passphrase"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(_PASSWORD),
        error_messages={"required": _("Enter your agency’s passphrase")},
    )


class MakeKeyForm(PassphraseForm):
    again = forms.CharField(
        label=_("Confirm the passphrase"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(_PASSWORD),
        error_messages={"required": _("Enter the passphrase again")},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("passphrase") and cleaned.get("again") and cleaned["passphrase"] != cleaned["again"]:
            self.add_error("again", _("The passphrases do not match. Enter the same passphrase twice"))
        return cleaned
