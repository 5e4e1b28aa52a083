"""Django's widgets with GOV.UK features: hints of options, an exclusive option, revealed fields.

reveals: option value -> name or names of fields of the same form, drawn under that option and nowhere else.
hints:   option value -> a sentence under that option.
exclusive: the value that means "none of these"; it stands last, after "or", and unticks the others.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class _Options:
    """Shares between radios and checkboxes what their options can show."""

    def __init__(
        self,
        attrs: dict | None = None,
        choices=(),
        *,
        hints: Mapping | None = None,
        reveals: Mapping | None = None,
        exclusive: object = None,
        inline: bool = False,
        small: bool = False,
    ) -> None:
        super().__init__(attrs, choices)  # type: ignore[call-arg]
        self.hints = {str(value): hint for value, hint in (hints or {}).items()}
        self.reveals = {
            str(value): (names,) if isinstance(names, str) else tuple(names) for value, names in (reveals or {}).items()
        }
        self.exclusive = None if exclusive is None else str(exclusive)
        self.inline = inline
        self.small = small


class GovukRadios(_Options, forms.RadioSelect):
    pass


class GovukCheckboxes(_Options, forms.CheckboxSelectMultiple):
    pass


class GovukTextInput(forms.TextInput):
    """A text input. prefix, suffix: shown beside the box ("£"). width: 2, 3, 4, 5, 10 or 20 characters."""

    def __init__(
        self, attrs: dict | None = None, *, prefix: str = "", suffix: str = "", width: int | None = None
    ) -> None:
        super().__init__(attrs)
        self.prefix = prefix
        self.suffix = suffix
        self.width = width


class GovukTextarea(forms.Textarea):
    """A textarea. maxlength or maxwords: the most it takes, counted below the box. threshold: per cent at which the
    count shows.
    """

    def __init__(
        self,
        attrs: dict | None = None,
        *,
        maxlength: int | None = None,
        maxwords: int | None = None,
        threshold: int = 0,
        rows: int = 5,
    ) -> None:
        super().__init__({"rows": rows, **(attrs or {})})
        self.maxlength = maxlength
        self.maxwords = maxwords
        self.threshold = threshold


class QuickSelect(forms.Select):
    """A select rendered in one go: Django renders each option from a template, which for 250 countries takes most of a
    page.
    """

    def render(self, name: str, value: Any, attrs: dict | None = None, renderer: Any = None) -> SafeString:
        chosen = str(value or "")
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((code, " selected" if str(code) == chosen else "", words) for code, words in self.choices),
        )
        return format_html(
            "<select{}>{}</select>", flatatt(self.build_attrs({**self.attrs, "name": name}, attrs)), options
        )


class SharedChoiceField(forms.ChoiceField):
    """A field whose choices all its forms share: Django copies each choice for each form, and nobody changes one.

    A form that has choices of its own sets the whole list.
    """

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        return super(forms.ChoiceField, self).__deepcopy__(memo)


class QuickChoiceField(SharedChoiceField):
    widget = QuickSelect
