"""The form of an organisation that applies to be listed (docs/requirements/directory.md#service-applications)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.directory.choices import PhoneKind
from learning.directory.forms.entry import ServiceForm
from learning.directory.forms.fields import clean_phone_number, make_email_field, make_line_field
from learning.directory.rules import hours
from portal.core.forms.hidden_fields import TokenField


class ApplyForm(ServiceForm):
    phone = make_line_field(_("Public phone number"), most=40, width=20)
    duty_phone = make_line_field(
        _("Phone number for the helpline only"), _("Only our staff can see this."), most=40, width=20
    )
    lead_name = make_line_field(
        _("Safeguarding contact"), needed=_("Enter the name of your safeguarding contact"), most=200
    )
    lead_contact = make_line_field(
        _("How can we contact this person?"),
        _("Give a phone number or email. We do not publish it."),
        needed=_("Enter a phone number or email address for your safeguarding contact"),
    )
    has_policies = forms.BooleanField(
        label=_("We have insurance, and policies on safeguarding and confidentiality"),
        error_messages={
            "required": _("Confirm that you have insurance and policies. We list only services that have them")
        },
    )
    contact_email = make_email_field(
        _("Email for questions about the entry"),
        _("Once a year, we will ask at this address if the entry is still correct. We do not publish it."),
        needed=_("Enter an email address for questions about the entry"),
    )
    agrees = forms.BooleanField(
        label=_("We agree to the helpline listing this service, publicly unless the entry says otherwise"),
        error_messages={"required": _("Confirm that you agree to be listed")},
    )
    token = TokenField(required=False)

    GROUPS: dict[Any, tuple[str, ...]] = ServiceForm.GROUPS | {
        _("How people can contact it"): ("phone", "duty_phone"),
        _("For the helpline"): ("lead_name", "lead_contact", "has_policies", "contact_email", "agrees"),
    }

    def clean_phone(self) -> str:
        return clean_phone_number(self.cleaned_data["phone"]) if self.cleaned_data["phone"] else ""

    def clean_duty_phone(self) -> str:
        return clean_phone_number(self.cleaned_data["duty_phone"]) if self.cleaned_data["duty_phone"] else ""

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        if not any(cleaned.get(name) for name in ("phone", "email", "url")) and "phone" not in self.errors:
            self.add_error("phone", _("Enter a phone number, email or website so that people can contact you"))

    def answers(self) -> dict[str, object]:
        """Return what is kept until our staff decide: only what JSON can hold."""
        cleaned = self.cleaned_data
        phones = [
            {"number": number, "kind": PhoneKind.VOICE.value, "is_public": is_public}
            for number, is_public in ((cleaned["phone"], True), (cleaned["duty_phone"], False))
            if number
        ]
        lead = f"Safeguarding: {cleaned['lead_name']}, {cleaned['lead_contact']}."
        return {
            "provider": self.provider(),
            "service": self.values(),
            "place": self.place(),
            "hours": "\n".join(hours.format_hours(self.spans())),
            "phones": phones,
            "contact_email": cleaned["contact_email"],
            "staff_note": lead,
        }
