"""Putting a case on hold, and lifting the hold."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.casework import reference_numbers
from compliance.casework.forms.cases import reason
from portal.core.forms import GovukDateField, GovukTextInput

LONGEST = timedelta(days=3653)


class HoldForm(forms.Form):
    reference = forms.CharField(
        label=_("Case"),
        help_text=_("Its reference, for example MSH-7K2M9QXA."),
        max_length=20,
        widget=GovukTextInput({"autocomplete": "off"}, width=20),
        error_messages={"required": _("Enter the case reference")},
    )
    reason = reason(_("For example, a court case. Only desk staff can read this."))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["review_on"] = GovukDateField(
            label=_("When should we review the hold?"),
            required=False,
            earliest=today,
            latest=today + LONGEST,
            error_messages={"too_early": _("Review date must be today or in the future")},
        )

    def clean_reference(self) -> str:
        return reference_numbers.normalise_reference(self.cleaned_data["reference"])


class LiftForm(forms.Form):
    reason = reason(_("What has changed, so that we can delete the case when its retention period ends?"))
