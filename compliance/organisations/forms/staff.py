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
        error_messages={"required": _("Select whether to accept or refuse")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The organisation will see this. You must give a reason if you refuse."),
        required=False,
        max_length=500,
        widget=GovukTextarea(maxlength=500, rows=3),
    )

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("answer") == "refuse" and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Enter a reason for refusing"))


class HandoverDecideForm(DecideForm):
    """The decision on a handover, with the end of the other administrators' memberships."""

    end_others = forms.BooleanField(
        label=_("End the memberships of the current administrators"),
        required=False,
        help_text=_("Select this only if you have checked that they have left. It applies only if you accept."),
    )


class ReasonForm(forms.Form):
    """The reason for a decision, which the organisation reads."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The organisation will see this."),
        max_length=500,
        error_messages={"required": _("Enter a reason")},
        widget=GovukTextarea(maxlength=500, rows=3),
    )
