"""What an organisation tells of its summary on the government registry. Adding it there is encouraged, not required."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from compliance.statements import vocabulary
from compliance.statements.core.forms.fields import EARLIEST, make_field
from portal.core.forms import GovukDateField


class RegistryForm(forms.Form):
    """The day and the address; both, or neither to take them back."""

    mark_optional = False

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        question = vocabulary.field("registry_submitted_on")
        self.fields["registry_submitted_on"] = GovukDateField(
            label=_(question.label),
            help_text=_(question.hint),
            required=False,
            earliest=EARLIEST,
            latest=today,
            error_messages={"too_late": _("The day you added it must be today or in the past")},
        )
        self.fields["registry_url"] = make_field(vocabulary.field("registry_url"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        day, address = (cleaned.get(name) for name in ("registry_submitted_on", "registry_url"))
        if address and not day and "registry_submitted_on" not in self.errors:
            self.add_error("registry_submitted_on", _("Enter the day you added it to the government registry"))
        if day and not address and "registry_url" not in self.errors:
            self.add_error("registry_url", _("Enter the address of its summary on the government registry"))
        return cleaned
