"""The form of a business's own note on a concern that was raised elsewhere."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _

from portal.core.forms import GovukDateField, GovukTextarea, GovukTextInput


class ConcernNoteForm(forms.Form):
    """A note on a concern."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sent_on"] = GovukDateField(
            label=_("When did you raise the concern?"),
            earliest=today - timedelta(days=3653),
            latest=today,
            error_messages={
                "required": _("Enter the date you raised it"),
                "too_late": _("The day must be today or in the past"),
            },
        )
        self.fields["subject"] = forms.CharField(
            label=_("Your own name for it"),
            help_text=_(
                "So that you recognise it later, for example “Housing at the packing site”. No names of workers."
            ),
            max_length=200,
            error_messages={
                "required": _("Enter a few words that will help you recognise it"),
                "max_length": _("Use 200 characters or fewer"),
            },
        )
        self.fields["code_ending"] = forms.CharField(
            label=_("Last 4 digits of the code"),
            help_text=_("If the helpline gave you a code. Never write the whole code here."),
            required=False,
            max_length=4,
            widget=GovukTextInput({"inputmode": "numeric", "autocomplete": "off"}, width=4),
            validators=[RegexValidator(r"\A[0-9]{4}\Z", _("Enter exactly 4 digits, or leave it empty"))],
            error_messages={"max_length": _("Enter only the last 4 digits of the code")},
        )
        self.fields["notes"] = forms.CharField(
            label=_("Your own notes"),
            help_text=_("What you agreed with the helpline, or when they call back. Leave out who is at risk."),
            required=False,
            max_length=5000,
            widget=GovukTextarea(maxlength=5000, threshold=75, rows=6),
            error_messages={"max_length": _("Use 5,000 characters or fewer")},
        )
