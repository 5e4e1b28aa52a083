"""Closing a case."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.casework.choices import Closure
from compliance.casework.forms.cases import Versioned, text
from portal.core.forms import GovukRadios, GovukTextInput


class CloseForm(Versioned):
    closure_reason = forms.ChoiceField(
        label=_("Why you are closing the case"),
        choices=Closure,
        widget=GovukRadios(),
        error_messages={"required": _("Select why you are closing the case")},
    )
    note = text(_("What was decided, and why"), needed=_("Enter what was decided, and why"), most=4000)
    youngest_born = forms.IntegerField(
        label=_("Year the youngest child was born"),
        help_text=_(
            "We keep the case until they are 25. Leave blank if you do not know: we’ll use the ages in the case."
        ),
        required=False,
        min_value=1990,
        widget=GovukTextInput(width=4),
    )

    def __init__(self, *args: Any, concerns_child: bool, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not concerns_child:
            del self.fields["youngest_born"]
        else:
            self.fields["youngest_born"].max_value = today.year
            self.fields["youngest_born"].validators += [forms.fields.validators.MaxValueValidator(today.year)]
