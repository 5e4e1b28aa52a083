"""Which month."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.casework.selectors.monthly_statistics import Month, get_months
from portal.core.forms import QuickChoiceField


class MonthForm(forms.Form):
    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {month.code: month for month in get_months(today)}
        self.fields["month"] = QuickChoiceField(
            label=_("Month"), choices=[(code, str(month)) for code, month in self.offered.items()]
        )

    def chosen(self) -> Month:
        """This month, where none of those offered was asked for."""
        code = self.cleaned_data.get("month") if self.is_valid() else None
        return self.offered[code] if code else next(iter(self.offered.values()))
