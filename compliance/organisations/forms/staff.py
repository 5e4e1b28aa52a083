"""The forms of our staff's decisions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.core.forms import GovukRadios, GovukTextarea


class SearchForm(forms.Form):
    """The search of all organisations."""

    mark_optional = False
    q = forms.CharField(label=_("Name or company number"), max_length=160, required=False)


class DecideForm(forms.Form):
    """A decision: accept, or refuse with a reason that the organisation reads."""

    answer = forms.ChoiceField(
        label=_("Decision"),
        choices=[("accept", _("Accept")), ("refuse", _("Refuse"))],
        widget=GovukRadios(),
        error_messages={"required": _("Select accept or refuse")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The organisation reads it. Needed when you refuse."),
        required=False,
        max_length=500,
        widget=GovukTextarea(maxlength=500, rows=3),
    )

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        if cleaned.get("answer") == "refuse" and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Enter the reason why you refuse"))
        return cleaned


class HandoverDecideForm(DecideForm):
    """The decision on a handover, with the end of the other administrators' memberships."""

    end_others = forms.BooleanField(
        label=_("End the memberships of those who are administrators now"),
        required=False,
        help_text=_("Only when you have checked that they left. It counts when you accept."),
    )


class ReasonForm(forms.Form):
    """The reason for a decision, which the organisation reads."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The organisation reads it."),
        max_length=500,
        error_messages={"required": _("Enter a reason")},
        widget=GovukTextarea(maxlength=500, rows=3),
    )
