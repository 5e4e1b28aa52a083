"""How every Django form is drawn, and the few fields and widgets that Django does not have.

A form needs nothing special: `{{ form }}` or `{{ form.name.as_field_group }}` draws GOV.UK fields, and the layouts show
the error summary by themselves. docs: templates/forms/ holds the markup, rendering.py the decisions.
"""

from portal.core.forms.dates import GovukDateField, GovukDateWidget
from portal.core.forms.renderer import GovukRenderer
from portal.core.forms.widgets import (
    GovukCheckboxes,
    GovukRadios,
    GovukTextarea,
    GovukTextInput,
    QuickChoiceField,
    QuickSelect,
    SharedChoiceField,
)

__all__ = [
    "GovukCheckboxes",
    "GovukDateField",
    "GovukDateWidget",
    "GovukRadios",
    "GovukRenderer",
    "GovukTextInput",
    "GovukTextarea",
    "QuickChoiceField",
    "QuickSelect",
    "SharedChoiceField",
]
