"""Which GOV.UK component draws a field."""

from django import forms
from django.forms.boundfield import BoundField
from django.forms.widgets import Input

from portal.core.forms.dates import GovukDateWidget

# The first class that fits decides; subclasses stand before their parents.
KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (GovukDateWidget, "date"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.PasswordInput, "password"),
    (forms.FileInput, "file"),
    (Input, "input"),
    (forms.MultiWidget, "several"),
)


def kind_of(field: BoundField) -> str:
    if field.is_hidden:
        return "hidden"
    return next((kind for widget, kind in KINDS if isinstance(field.field.widget, widget)), "other")
