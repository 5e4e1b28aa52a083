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
        label=_("What was done or needs doing"),
        help_text=_("This becomes a task in the case. The next page asks for the outcome."),
        widget=GovukRadios(),
        error_messages={"required": _("Select what was done or needs doing")},
    )

    def __init__(self, *args: Any, offered: Iterable[ChildAction], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["action"].choices = [(action.value, action.label) for action in offered]


class DoneForm(forms.Form):
    outcome = text(_("What was done, and the outcome"), needed=_("Enter what was done"), most=2000, rows=3)


class CouncilForm(forms.Form):
    """The five fields of the Home Office's form, of which it asks for the first three."""

    mark_optional = True
    council = QuickChoiceField(
        label=_("Council or Trust that was told"),
        error_messages={"required": _("Select the council or Trust that was told")},
    )
    phone = words(_("Council or Trust’s phone number"), most=40, width=20)
    email = forms.EmailField(
        label=_("Council or Trust’s email address"),
        max_length=254,
        widget=GovukTextInput({"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": _("Enter the council or Trust’s email address"),
            "invalid": _("Enter an email address in the correct format, like name@example.com"),
        },
    )
    first_name = words(_("First name of the person you spoke to"), _("If you know it."), most=100)
    last_name = words(_("Last name of the person you spoke to"), _("If you know it."), most=100)
    outcome = text(_("Outcome"), most=2000, rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = safeguarding.get_bodies().values()
        self.fields["council"].choices = [("", "–"), *((body.code, body.name) for body in bodies)]
        self.fields["phone"].required = True
        self.fields["phone"].error_messages["required"] = _("Enter the council or Trust’s phone number")

    @property
    def given(self) -> dict[str, Any]:
        cleaned = dict(self.cleaned_data)
        return {"outcome": cleaned.pop("outcome"), "contact": {name: value for name, value in cleaned.items() if value}}
