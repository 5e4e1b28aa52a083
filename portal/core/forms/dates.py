"""A date entered as day, month and year, the month as a number or by its name."""

from calendar import monthrange
from datetime import date
from typing import Any, NoReturn

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

MONTHS = (
    ("january", "jan"),
    ("february", "feb"),
    ("march", "mar"),
    ("april", "apr"),
    ("may",),
    ("june", "jun"),
    ("july", "jul"),
    ("august", "aug"),
    ("september", "sep", "sept"),
    ("october", "oct"),
    ("november", "nov"),
    ("december", "dec"),
)
PARTS = ("day", "month", "year")


class GovukDateWidget(forms.MultiWidget):
    """Renders three boxes: name_day, name_month, name_year."""

    use_fieldset = True

    def __init__(self, attrs: dict | None = None) -> None:
        super().__init__(dict.fromkeys(PARTS, forms.TextInput), attrs)

    def decompress(self, value: Any) -> list:
        if isinstance(value, str) and value:
            try:
                value = date.fromisoformat(value)
            except ValueError:
                return [None, None, None]
        return [value.day, value.month, value.year] if isinstance(value, date) else [None, None, None]


class GovukDateField(forms.DateField):
    """Cleans to a date, or None where it is not required. Names the parts that are wrong in `wrong_parts`.

    earliest, latest: bounds of what is believable, the days themselves included.
    """

    widget = GovukDateWidget
    default_error_messages = {
        "required": _("Enter a date"),
        "invalid": _("Enter a real date, like 27 3 2026"),
        "missing": _("The date must include a %(parts)s"),
        "year": _("The year must have 4 numbers, like 2026"),
        "month": _("Enter the month as a number from 1 to 12, or its name"),
        "too_early": _("The date must be %(limit)s or later"),
        "too_late": _("The date must be %(limit)s or earlier"),
    }

    def __init__(self, *, earliest: date | None = None, latest: date | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.earliest = earliest
        self.latest = latest
        self.wrong_parts: tuple[str, ...] = ()

    def to_python(self, value: Any) -> date | None:
        self.wrong_parts = ()
        if value in self.empty_values or isinstance(value, date):
            return value or None
        if isinstance(value, str):
            return super().to_python(value)
        texts = [str(part or "").strip() for part in value]
        if not any(texts):
            return None
        if empty := tuple(part for part, text in zip(PARTS, texts, strict=True) if not text):
            names = {"day": gettext("day"), "month": gettext("month"), "year": gettext("year")}
            self._refuse("missing", empty, parts=gettext(" and a ").join(names[part] for part in empty))
        day, month, year = _number(texts[0]), _month(texts[1]), _number(texts[2])
        if month is None:
            self._refuse("month", ("month",))
        if year is None or len(texts[2]) != 4 or year < 1:
            self._refuse("year", ("year",))
        if day is None or not 1 <= day <= monthrange(year, month)[1]:
            self._refuse("invalid", ("day",))
        return date(year, month, day)

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value and self.earliest and value < self.earliest:
            self._refuse("too_early", PARTS, limit=_format_day(self.earliest))
        if value and self.latest and value > self.latest:
            self._refuse("too_late", PARTS, limit=_format_day(self.latest))

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(data) != self.to_python(initial)
        except ValidationError:
            return True

    def _refuse(self, code: str, wrong: tuple[str, ...], /, **params: str) -> NoReturn:
        self.wrong_parts = wrong
        raise ValidationError(self.error_messages[code], code=code, params=params)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else None


def _month(text: str) -> int | None:
    number = _number(text)
    if number is not None:
        return number if 1 <= number <= 12 else None
    name = text.lower().rstrip(".")
    return next((place for place, names in enumerate(MONTHS, start=1) if name in names), None)


def _format_day(day: date) -> str:
    return date_format(day, "j F Y")
