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
        label=_("Why it is closed"),
        choices=Closure,
        widget=GovukRadios(),
        error_messages={"required": _("Choose why it is closed")},
    )
    note = text(_("What was decided, and why"), needed=_("Write what was decided"), most=4000)
    youngest_born = forms.IntegerField(
        label=_("Year in which the youngest child was born"),
        help_text=_(
            "The case is kept until they are 25. Leave it empty if nobody knows: then the ages in the case count."
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
