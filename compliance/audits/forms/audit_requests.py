"""The form to ask suppliers for an audit."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from portal.core.forms import GovukDateField

USUAL_TIME, LATEST_TIME = timedelta(days=90), timedelta(days=730)


class AuditRequestForm(forms.Form):
    """The day by which the report is wanted."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"due_on": today + USUAL_TIME}, **kwargs)
        self.fields["due_on"] = GovukDateField(
            label=_("When do you want the report?"),
            earliest=today + timedelta(days=1),
            latest=today + LATEST_TIME,
            error_messages={"required": _("Enter the date you want the report")},
        )
