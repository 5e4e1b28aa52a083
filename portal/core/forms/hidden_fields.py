"""Form fields that nobody types."""

from typing import Any
from uuid import UUID, uuid4

from django import forms

MAX_DIGITS, NO_VERSION = 10, -1


class VersionField(forms.Field):
    """The number of the version that the form was made from. What is no number is no version that anybody saved."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        text = str(value)
        return int(text) if text.isascii() and text.isdigit() and len(text) < MAX_DIGITS else NO_VERSION


class TokenField(forms.Field):
    """A form's random token, so that sent twice it counts once; a form that carries none counts as new."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> UUID:
        try:
            return value if isinstance(value, UUID) else UUID(str(value))
        except ValueError:
            return uuid4()
