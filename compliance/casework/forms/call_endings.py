"""Ending a call without a case, reviewing that, and opening the case after all."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.casework.choices import CALL_ENDINGS, Age, Danger
from compliance.casework.forms.cases import text
from portal.core.forms import GovukRadios


class EndCallForm(forms.Form):
    """is_at_risk: the form of the call describes somebody, so that the ending needs an explanation."""

    outcome = forms.ChoiceField(
        label=_("How did the call end?"),
        choices=[(ending.value, ending.label) for ending in CALL_ENDINGS],
        widget=GovukRadios(small=True),
        error_messages={"required": _("Select how the call ended")},
    )
    what_was_said = text(
        _("What was said?"),
        _("Include what you heard in the background and what you told them."),
        needed=_("Enter what was said"),
        most=4000,
        rows=5,
    )
    why_no_case = text(
        _("Why is no case needed?"),
        _("A lead reviews this within a day."),
        needed=_("Enter why no case is needed"),
        most=2000,
        rows=3,
    )

    def __init__(self, *args: Any, is_at_risk: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_at_risk:
            del self.fields["what_was_said"], self.fields["why_no_case"]

    @property
    def explanation(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if name != "outcome"}


class ReviewContactForm(forms.Form):
    note = text(
        _("Why do you agree that no case is needed?"),
        needed=_("Enter why you agree, or open a case instead"),
        most=2000,
        rows=3,
    )


class OpenCaseForm(forms.Form):
    danger_level = forms.ChoiceField(
        label=_("Is anyone in danger now?"),
        choices=Danger,
        widget=GovukRadios(small=True),
        error_messages={
            "required": _("Select whether anyone is in danger now. If you do not know, select “Danger not known”")
        },
    )
    age_of_person = forms.ChoiceField(
        label=_("Is anyone under 18?"),
        choices=Age,
        widget=GovukRadios(small=True),
        error_messages={"required": _("Select whether anyone is under 18. If you are not sure, select “Age not sure”")},
    )
    reason = text(_("Why does this need a case?"), needed=_("Enter why this needs a case"), most=2000, rows=3)
