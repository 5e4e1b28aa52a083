"""What was done for a child (docs/requirements/helpline.md#child-actions)."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.casework.choices import ChildAction
from compliance.casework.forms.calls import words
from compliance.casework.forms.cases import text
from portal.core.forms import GovukRadios, GovukTextInput, QuickChoiceField
from portal.reference import safeguarding


class ChildActionForm(forms.Form):
    action = forms.ChoiceField(
        label=_("What was done, or is to do"),
        help_text=_("It becomes a task of the case. The next page asks what came of it."),
        widget=GovukRadios(),
        error_messages={"required": _("Choose what was done")},
    )

    def __init__(self, *args: Any, offered: Iterable[ChildAction], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["action"].choices = [(one.value, one.label) for one in offered]


class DoneForm(forms.Form):
    outcome = text(_("What was done, and what came of it"), needed=_("Write what was done"), most=2000, rows=3)


class CouncilForm(forms.Form):
    """The five fields of the Home Office's form, of which it asks for the first three."""

    mark_optional = True
    council = QuickChoiceField(
        label=_("Council or Trust that was told"),
        error_messages={"required": _("Choose the council or Trust that was told")},
    )
    phone = words(_("Its phone number"), most=40, width=20)
    email = forms.EmailField(
        label=_("Its email address"),
        max_length=254,
        widget=GovukTextInput({"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": _("Enter the email address of the council"),
            "invalid": _("Enter an email address like name@example.gov.uk"),
        },
    )
    first_name = words(_("First name of who you spoke with"), _("If you know it."), most=100)
    last_name = words(_("Last name of who you spoke with"), _("If you know it."), most=100)
    outcome = text(_("What came of it"), most=2000, rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = safeguarding.get_bodies().values()
        self.fields["council"].choices = [("", "–"), *((body.code, body.name) for body in found)]
        self.fields["phone"].required = True
        self.fields["phone"].error_messages["required"] = _("Enter the phone number of the council")

    @property
    def given(self) -> dict[str, Any]:
        cleaned = dict(self.cleaned_data)
        return {"outcome": cleaned.pop("outcome"), "contact": {name: value for name, value in cleaned.items() if value}}
