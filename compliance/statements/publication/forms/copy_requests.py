"""Requests for a copy, as they are logged."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.statements.core.forms.fields import EARLIEST, TextField
from portal.core.forms import GovukDateField


class CopyRequestForm(forms.Form):
    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["received_on"] = GovukDateField(
            label=_("When did you receive the request?"),
            help_text=_("The 30 days start on this day. For example, 27 3 2026."),
            earliest=EARLIEST,
            latest=today,
            error_messages={
                "required": _("Enter the day you received the request"),
                "too_late": _("The day you received the request must be today or in the past"),
            },
        )
        self.fields["asked_by"] = TextField(
            label=_("Who asked?"),
            help_text=_("For example, a name or your file number. Only members of your organisation see it."),
            max_length=160,
            required=False,
        )
        wrong = _("Enter an email address in the correct format, like name@example.com")
        self.fields["email"] = forms.EmailField(
            label=_("Their email address, if the copy can be sent by email"),
            help_text=_("You can then send it from here. Only members of your organisation see the address."),
            max_length=254,
            required=False,
            error_messages={"invalid": wrong, "max_length": wrong, "null_characters_not_allowed": wrong},
        )


class CopySentForm(forms.Form):
    sent_on = GovukDateField(
        label=gettext_lazy("When did you send the copy?"),
        error_messages={"required": gettext_lazy("Enter the day you sent the copy")},
    )

    def __init__(self, *args: Any, today: date, received_on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.received_on = today, received_on

    def clean_sent_on(self) -> date:
        sent_on = self.cleaned_data["sent_on"]
        if sent_on > self.today:
            raise forms.ValidationError(_("The day you sent the copy must be today or in the past"))
        if sent_on < self.received_on:
            raise forms.ValidationError(_("The copy cannot be sent before the request was received"))
        return sent_on
