"""A question and its answer, written anew for everybody."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.casework.forms.calls import words
from compliance.casework.forms.cases import text
from portal.core.forms.hidden_fields import TokenField


class GuidanceForm(forms.Form):
    title = words(_("Title"), _("For example, how to talk to workers about debts."), most=120)
    question = text(
        _("The question"),
        _("In your own words, as anyone might ask it."),
        needed=_("Enter the question"),
        most=600,
        rows=3,
    )
    answer = text(_("The answer"), needed=_("Enter the answer"), most=8000, rows=10)
    is_checked = forms.BooleanField(
        label=_("I have checked that nothing shows who asked, or which person, business or place it was about"),
        error_messages={"required": _("Check that nothing shows who asked or who it was about, then tick the box")},
    )
    token = TokenField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = True
        self.fields["title"].error_messages["required"] = _("Enter a title")
