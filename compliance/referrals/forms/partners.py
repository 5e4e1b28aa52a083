"""Agencies: brought in by leads, and what their own people type."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.casework.forms.cases import reason
from compliance.referrals.rules import disclosure as rules
from portal.core.forms import GovukDateField, GovukTextarea, QuickChoiceField
from portal.reference import helpline, localities, places

_PASSWORD = {"autocomplete": "off", "spellcheck": "false"}


class PartnerForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the agency"), max_length=160, error_messages={"required": _("Enter the name of the agency")}
    )
    target_type = QuickChoiceField(label=_("What it is"), error_messages={"required": _("Choose what it is")})
    domains = forms.CharField(
        label=_("Domains of its work addresses"),
        help_text=_("One a line, for example rowan.example."),
        max_length=1000,
        widget=GovukTextarea(rows=3),
        error_messages={"required": _("Enter at least one domain")},
    )
    areas = forms.CharField(
        label=_("Councils or police forces that it covers"),
        help_text=_("One a line. Leave it empty for the whole country."),
        required=False,
        max_length=4000,
        widget=GovukTextarea(rows=3),
    )
    emergency_line = forms.CharField(label=_("Its emergency line"), required=False, max_length=60)
    agreement_ends_on = GovukDateField(
        label=_("Until when the sharing agreement holds"),
        help_text=_("Without one, it gets single referrals only."),
        required=False,
    )
    purpose = forms.CharField(label=_("Purpose and legal basis of the sharing"), required=False, max_length=500)
    reason = reason(_("Why it becomes a partner. A second person decides on it."))

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
            raise forms.ValidationError(_("“%(name)s” is no domain. Write it like rowan.example") % {"name": wrong[0]})
        return domains

    def clean_areas(self) -> list[str]:
        codes = []
        for line in filter(None, (line.strip() for line in self.cleaned_data["areas"].splitlines())):
            code = _area(line)
            if code is None:
                raise forms.ValidationError(_("No council or force is named “%(name)s”") % {"name": line})
            codes.append(code)
        return codes

    @property
    def facts(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        return {
            "name": cleaned["name"],
            "target_type": cleaned["target_type"],
            "email_domains": cleaned["domains"],
            "places": cleaned["areas"],
            "emergency_line": cleaned["emergency_line"],
            "agreement_ends_on": cleaned["agreement_ends_on"],
            "agreement": {"purpose": cleaned["purpose"]} if cleaned["purpose"] else {},
        }


def _area(typed: str) -> str | None:
    force = next(
        (code for code, item in places.get_police_forces().items() if item.name.casefold() == typed.casefold()), None
    )
    councils = localities.councils_named(typed)
    return force or (councils[0].code if len(councils) == 1 else None)


class MemberForm(forms.Form):
    email = forms.EmailField(
        label=_("Their work address"),
        help_text=_("They hold the role of a partner already: a site administrator invites them."),
        error_messages={"required": _("Enter their work address")},
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
        label=_("The same once more"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(_PASSWORD),
        error_messages={"required": _("Enter the passphrase once more")},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("passphrase") and cleaned.get("again") and cleaned["passphrase"] != cleaned["again"]:
            self.add_error("again", _("The two differ. Enter the same passphrase twice"))
        return cleaned
