"""The forms to invite people, change their roles and join an organisation."""

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.organisations.choices import Role
from compliance.organisations.forms.fields import CompanyNumberField, RoleField
from portal.core.forms import GovukTextarea

LEAD_HELP = _("Sees the details of serious alerts and is responsible for what happens next.")
VERIFIER_HELP = _("Checks that suppliers have completed their actions, but never ones they submitted themselves.")


class _Marks(forms.Form):
    """The marks beside a role: safeguarding lead and verifier."""

    lead = forms.BooleanField(label=_("Safeguarding lead"), required=False, help_text=LEAD_HELP)
    verifier = forms.BooleanField(label=_("Verifier"), required=False, help_text=VERIFIER_HELP)


class InviteForm(_Marks):
    """The address, role and marks of somebody who is invited."""

    field_order = ("email", "role", "lead", "verifier")
    email = forms.EmailField(
        label=_("Email address"),
        help_text=_("We will email a link to this address. It works for 14 days."),
        error_messages={"invalid": _("Enter an email address in the correct format, like name@example.com")},
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    role = RoleField()


class RoleForm(_Marks):
    """The role and marks of a member."""

    field_order = ("role", "lead", "verifier")
    role = RoleField()


class JoinForm(forms.Form):
    """The message of somebody who asks to join."""

    message = forms.CharField(
        label=_("Message to the administrators"),
        help_text=_("Say who you are and what your job is in the organisation."),
        required=False,
        max_length=500,
        widget=GovukTextarea(maxlength=500, rows=3),
    )


class JoinByNumberForm(JoinForm):
    """The company number of the organisation that somebody asks to join."""

    field_order = ("company_number", "message")
    company_number = CompanyNumberField()


class AnswerJoinForm(forms.Form):
    """The decision on a request to join, with a role."""

    DECLINE = "decline"
    answer = forms.ChoiceField(label=_("What do you want to do?"), widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].choices = [  # type: ignore[attr-defined]
            *((role.value, _("Accept as: %(role)s") % {"role": role.label}) for role in Role),
            (self.DECLINE, _("Decline")),
        ]


class SecondFactorForm(forms.Form):
    """The reason why a colleague needs a new second factor."""

    reason = forms.CharField(
        label=_("How did you check who is asking?"),
        help_text=_("For example: I spoke to her in the office. Do not rely on a message alone."),
        max_length=500,
        widget=GovukTextarea(maxlength=500, rows=3),
    )


class HandoverForm(forms.Form):
    """The message and evidence of somebody who asks to become administrator."""

    message = forms.CharField(
        label=_("Who was the administrator, and why can no one reach them?"),
        max_length=1000,
        widget=GovukTextarea(maxlength=1000),
    )
    evidence = forms.FileField(
        label=_("Document showing that you can act for the organisation"),
        help_text=_("Upload a PDF, JPG or PNG of up to 25 MB, for example a letter signed by a director."),
    )
