"""The forms to record a report, to close an alert, and to choose who is notified."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.audits.choices import AlertClosing
from portal.core.forms import GovukDateField, GovukRadios, GovukTextarea


class ReportForm(forms.Form):
    """The day on which the helpline was told. today: the last day that can be entered."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reported_on"] = GovukDateField(
            label=_("When did you tell them?"),
            earliest=today - timedelta(days=3653),
            latest=today,
            error_messages={
                "required": _("Enter the date you told them"),
                "too_late": _("The day must be today or in the past"),
            },
        )


class CloseForm(forms.Form):
    """The reason to close an alert. "No sign of forced labour" needs a note; with the others it is optional."""

    mark_optional = False
    reason = forms.ChoiceField(
        label=gettext_lazy("Why can it be closed?"),
        choices=AlertClosing,
        widget=GovukRadios(
            hints={
                AlertClosing.REPORTED_TO_HELPLINE: gettext_lazy("They must know everything you know."),
                AlertClosing.REPORTED_TO_AUTHORITY: gettext_lazy(
                    "For example the Fair Work Agency, or the authority where the site is."
                ),
                AlertClosing.ALREADY_REMEDIATED: gettext_lazy(
                    "The people concerned are safe, and what happened to them has been put right."
                ),
                AlertClosing.NOT_AN_INDICATOR: gettext_lazy("Explain why not below."),
            }
        ),
        error_messages={
            "required": gettext_lazy("Select why it can be closed"),
            "invalid_choice": gettext_lazy("Select why it can be closed"),
        },
    )
    note = forms.CharField(
        label=gettext_lazy("What did you find out, and what was done?"),
        help_text=gettext_lazy(
            "Required if it is not a sign of forced or child labour. Do not write names of workers, or anything that "
            "could identify one of them."
        ),
        max_length=2000,
        required=False,
        widget=GovukTextarea(maxlength=2000, threshold=75, rows=5),
        error_messages={"max_length": gettext_lazy("Use 2,000 characters or fewer")},
    )

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("reason") == AlertClosing.NOT_AN_INDICATOR and "note" in cleaned and not cleaned["note"]:
            self.add_error("note", _("Say why it is not a sign of forced or child labour"))


class EscalationForm(forms.Form):
    """The choice whether the helpline's duty lead is notified."""

    tells_helpline = forms.TypedChoiceField(
        label=gettext_lazy("Should we tell the helpline’s duty lead?"),
        choices=(("yes", gettext_lazy("Yes, tell them")), ("no", gettext_lazy("No, tell no one outside"))),
        coerce=lambda value: value == "yes",
        widget=GovukRadios,
        error_messages={
            "required": gettext_lazy("Select yes or no"),
            "invalid_choice": gettext_lazy("Select yes or no"),
        },
    )
