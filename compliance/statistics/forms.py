"""Forms of the desk's pages of figures."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.statistics.labels import label_period
from compliance.statistics.rules.periods import Kind, Month, Period
from portal.core.forms import GovukRadios, GovukTextarea, GovukTextInput, QuickChoiceField

MAX_CALLS = 1_000_000
MAX_WAIT_SECONDS = 24 * 60 * 60


def _number(label: Any, most: int, needed: Any, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        min_value=0,
        max_value=most,
        widget=GovukTextInput({"inputmode": "numeric", "autocomplete": "off"}, width=10),
        error_messages={
            "required": needed,
            "invalid": _("Enter a whole number, like 812"),
            "min_value": _("The number must be 0 or more"),
            "max_value": _("The number must be %(limit_value)s or less"),
        },
    )


def _text(label: Any, most: int, help_text: Any = "", *, needed: Any = None, rows: int = 5) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=needed is not None,
        max_length=most,
        widget=GovukTextarea({"autocomplete": "off"}, maxlength=most, threshold=75, rows=rows),
        error_messages={"required": needed} if needed else None,
    )


class WordsForm(forms.Form):
    headline = forms.CharField(
        label=_("Headline"),
        help_text=_("The main finding in one sentence. You can add it later."),
        required=False,
        max_length=300,
        widget=GovukTextInput({"autocomplete": "off"}),
    )
    commentary = _text(
        _("Commentary"), 5000, _("Say what changed and why. Do not use any number that is hidden in the tables.")
    )


class PrepareForm(WordsForm):
    field_order = ("period", "headline", "commentary")

    def __init__(self, *args: Any, periods: Sequence[Period], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.periods = {period.code: period for period in periods}
        self.fields["period"] = QuickChoiceField(
            label=_("Period"),
            choices=[("", "–"), *((code, label_period(period)) for code, period in self.periods.items())],
            error_messages={"required": _("Select the period")},
        )
        self.order_fields(self.field_order)

    def clean_period(self) -> Period:
        return self.periods[self.cleaned_data["period"]]


class CorrectForm(WordsForm):
    field_order = ("note", "headline", "commentary")
    note = _text(
        _("What was wrong"),
        1000,
        _("Readers will see this with the corrected figures."),
        needed=_("Enter what was wrong"),
        rows=3,
    )


class DecideForm(forms.Form):
    is_yes = forms.TypedChoiceField(
        label=_("Do you approve these figures?"),
        choices=[("yes", _("Yes, publish them at the announced time")), ("no", _("No, refuse them"))],
        coerce=lambda value: value == "yes",
        widget=GovukRadios(),
        error_messages={"required": _("Select yes or no")},
    )
    reason = _text(_("Reason for refusing"), 1000, _("You need to give a reason if you refuse."), rows=3)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("is_yes") is False and not cleaned.get("reason"):
            self.add_error("reason", _("Enter your reason for refusing these figures"))
        return cleaned


class StopForm(forms.Form):
    reason = _text(
        _("Why these figures must not be published"),
        1000,
        needed=_("Enter why these figures must not be published"),
        rows=3,
    )


class PhoneFiguresForm(forms.Form):
    answered = _number(_("Calls answered"), MAX_CALLS, _("Enter how many calls were answered"))
    abandoned = _number(
        _("Calls that ended before you answered"), MAX_CALLS, _("Enter how many calls ended before you answered")
    )
    median_wait_seconds = _number(
        _("Median wait of answered calls, in seconds"), MAX_WAIT_SECONDS, _("Enter the median wait in seconds")
    )

    def __init__(self, *args: Any, months: Sequence[Month], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.months = {str(month): month for month in months}
        labels = {
            code: label_period(Period(Kind.MONTH, month.year, month.number)) for code, month in self.months.items()
        }
        self.fields["month"] = QuickChoiceField(
            label=_("Month"),
            choices=[("", "–"), *labels.items()],
            error_messages={"required": _("Select the month")},
        )
        self.order_fields(("month",))

    def clean_month(self) -> Month:
        return self.months[self.cleaned_data["month"]]
