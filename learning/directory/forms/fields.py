"""Fields that the directory's forms share."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learning.directory import ons_areas
from learning.directory.rules import hours, parse_hours
from learning.directory.rules.hours import Span
from learning.directory.rules.parse_hours import InvalidHours
from portal.core.forms import GovukCheckboxes, GovukRadios, GovukTextarea, GovukTextInput

TOO_LONG = gettext_lazy("Use %(limit_value)d characters or fewer")
MAX_LINES = 400
NUMBER = re.compile(r"\+?[0-9][0-9 ()-]{1,30}")


def make_line_field(
    label: Any, hint: Any = "", *, needed: Any = None, most: int = 200, width: int | None = None
) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=needed is not None,
        max_length=most,
        widget=GovukTextInput({"autocomplete": "off"}, width=width),
        error_messages={"max_length": TOO_LONG} | ({"required": needed} if needed else {}),
    )


def make_text_field(
    label: Any, hint: Any = "", *, needed: Any = None, most: int = 1000, rows: int = 3
) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=needed is not None,
        max_length=most,
        widget=GovukTextarea(maxlength=most, threshold=75, rows=rows),
        error_messages={"max_length": TOO_LONG} | ({"required": needed} if needed else {}),
    )


def make_checkboxes(label: Any, choices: Any, hint: Any = "", *, needed: Any = None) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        help_text=hint,
        choices=choices,
        required=needed is not None,
        widget=GovukCheckboxes(small=True),
        error_messages={"required": needed} if needed else None,
    )


def make_yes_no_field(label: Any, hint: Any = "") -> forms.TypedChoiceField:
    """Return a field that cleans to True, False, or None for what is not known."""
    return forms.TypedChoiceField(
        label=label,
        help_text=hint,
        required=False,
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No")), ("", gettext_lazy("Not known"))],
        coerce={"yes": True, "no": False}.get,
        empty_value=None,
        widget=GovukRadios(inline=True),
    )


def make_url_field(label: Any, hint: Any = "") -> forms.URLField:
    return forms.URLField(
        label=label,
        help_text=hint,
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={
            "invalid": gettext_lazy("Enter a web address, like https://www.example.org/"),
            "max_length": TOO_LONG,
        },
    )


def make_email_field(label: Any, hint: Any = "", *, needed: Any = None) -> forms.EmailField:
    return forms.EmailField(
        label=label,
        help_text=hint,
        required=needed is not None,
        widget=forms.EmailInput({"autocomplete": "off"}),
        error_messages={"invalid": gettext_lazy("Enter an email address in the correct format, like name@example.org")}
        | ({"required": needed} if needed else {}),
    )


def clean_phone_number(typed: str) -> str:
    """Return the number as people write it, with single spaces. Raises ValidationError for what nobody could dial."""
    number = " ".join(typed.split())
    if not NUMBER.fullmatch(number):
        raise ValidationError(_("Phone number must use only digits and spaces, like 0808 157 0000"))
    return number


class AgeField(forms.IntegerField):
    def __init__(self, label: Any) -> None:
        wrong = gettext_lazy("Age must be a number from 0 to 120")
        super().__init__(
            label=label,
            required=False,
            min_value=0,
            max_value=120,
            widget=forms.NumberInput({"class": "govuk-input--width-3"}),
            error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), wrong),
        )


class HoursField(forms.CharField):
    """Cleans to spans; shows them again as lines."""

    def __init__(self, **kwargs: Any) -> None:
        hint = gettext_lazy(
            "Use one line for each, like “Monday to Friday, 9am to 5pm”, “Every day, 24 hours” or “First "
            "Tuesday of the month, 2pm to 4pm”. Add “from 1 June 2026 until 31 August 2026” if the hours are "
            "temporary. Leave blank if not known."
        )
        widget = GovukTextarea({"autocomplete": "off"}, rows=3)
        super().__init__(
            label=gettext_lazy("Opening hours"),
            help_text=hint,
            required=False,
            max_length=1000,
            widget=widget,
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(hours.format_hours(value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return value if isinstance(value, list) else super().to_python(value)

    def run_validators(self, value: Any) -> None:
        if not isinstance(value, list):
            super().run_validators(value)

    def clean(self, value: Any) -> list[Span]:
        typed = super().clean(value)
        try:
            return parse_hours.parse_hours(typed or "")
        except InvalidHours as wrong:
            message = _(
                "Enter “%(line)s” like “Monday to Friday, 9am to 5pm” or “First Tuesday of the month, 2pm to 4pm”"
            ) % {"line": wrong.line[:80]}
            raise ValidationError(message) from wrong


class AreasField(forms.CharField):
    """Cleans to codes of areas; shows them again by their names, a line each."""

    def __init__(self, **kwargs: Any) -> None:
        hint = gettext_lazy(
            "Use one line for each place. Enter a council, like “Bristol”, a region, like “South West”, a UK "
            "nation, United Kingdom or another country."
        )
        widget = GovukTextarea({"autocomplete": "off"}, rows=4)
        needed = {"required": gettext_lazy("Enter where the service works, like “Bristol” or “United Kingdom”")}
        super().__init__(
            label=gettext_lazy("Where it works"),
            help_text=hint,
            max_length=10_000,
            widget=widget,
            error_messages=needed | {"max_length": TOO_LONG},
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        named = {ons_areas.UNITED_KINGDOM: "United Kingdom"}
        return "\n".join(named.get(code, str(ons_areas.get_name(code))) for code in value)

    def clean(self, value: Any) -> list[str]:
        typed = super().clean(value)
        lines = [line.strip() for line in typed.splitlines() if line.strip()][:MAX_LINES]
        areas = {line: ons_areas.find_area(line) for line in lines}
        if unknown := [line[:60] for line, code in areas.items() if code is None]:
            message = _("We do not recognise %(names)s. Enter the full name of each place on its own line")
            raise ValidationError(message % {"names": ", ".join(f"“{line}”" for line in unknown[:5])})
        return list(dict.fromkeys(code for code in areas.values() if code))


class GroupedForm(forms.Form):
    """A long form, rendered under headings. GROUPS: heading and the names below it."""

    GROUPS: dict[Any, tuple[str, ...]] = {}

    def groups(self) -> list[tuple[Any, list[Any]]]:
        return [
            (heading, [self[name] for name in names if name in self.fields]) for heading, names in self.GROUPS.items()
        ]
