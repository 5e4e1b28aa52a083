"""The GOV.UK component that renders each kind of field."""

from django import forms
from django.forms.boundfield import BoundField
from django.forms.widgets import Input

from portal.core.forms.dates import GovukDateWidget

# The first class that fits decides; subclasses stand before their parents.
COMPONENTS: tuple[tuple[type[forms.Widget], str], ...] = (
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


def get_component(field: BoundField) -> str:
    """Return the name of the component that renders the field."""
    if field.is_hidden:
        return "hidden"
    return next((kind for widget, kind in COMPONENTS if isinstance(field.field.widget, widget)), "other")
