"""What a second person says, before or after; and why somebody goes ahead without one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.casework.forms.cases import text
from portal.core.forms import GovukRadios


class DecideForm(forms.Form):
    is_yes = forms.TypedChoiceField(
        label=_("Do you approve this?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        widget=GovukRadios(inline=True),
        error_messages={"required": _("Select yes if you approve this")},
    )
    accepts = forms.BooleanField(required=False)
    answer = text(_("Your comments"), most=2000, rows=3)

    def __init__(self, *args, caution: str = "", **kwargs) -> None:
        """caution: the sentence to tick before a yes; without one nothing is asked."""
        super().__init__(*args, **kwargs)
        if caution:
            self.fields["accepts"].label = caution
        else:
            del self.fields["accepts"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("is_yes") and cleaned.get("accepts") is False:
            self.add_error("accepts", _("Tick the box if you agree that it goes out like this, or answer no"))
        return cleaned


class AloneForm(forms.Form):
    reason = text(
        _("Why it cannot wait"),
        _("Say who is in danger and who you tried to reach."),
        needed=_("Enter why it cannot wait"),
        most=2000,
        rows=4,
    )


class ReviewForm(forms.Form):
    was_right = forms.TypedChoiceField(
        label=_("Was it right to go ahead?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        widget=GovukRadios(inline=True),
        error_messages={"required": _("Select yes if it was right to go ahead")},
    )
    answer = text(_("Your comments"), _("If it was not right, say what should happen next."), most=2000, rows=3)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("was_right") is False and not cleaned.get("answer"):
            self.add_error("answer", _("Enter what should happen next"))
        return cleaned
