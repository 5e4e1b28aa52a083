"""Which month."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.casework.selectors.monthly_statistics import Month, get_months_for
from portal.core.forms import QuickChoiceField


class MonthForm(forms.Form):
    def __init__(self, *args: Any, today: date, shows_running_month: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = get_months_for(today, shows_running_month=shows_running_month)
        self.offered = {month.code: month for month in months}
        self.fields["month"] = QuickChoiceField(
            label=_("Month"), choices=[(code, str(month)) for code, month in self.offered.items()]
        )

    def chosen(self) -> Month:
        """Return the newest month, where none of those offered was asked for."""
        code = self.cleaned_data.get("month") if self.is_valid() else None
        return self.offered[code] if code else next(iter(self.offered.values()))
