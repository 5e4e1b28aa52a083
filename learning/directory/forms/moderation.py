"""Forms of our staff's decisions on an entry: numbers, hiding, applications; and of what a partner says of its own."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.directory.choices import PhoneKind, Word
from learning.directory.forms.fields import clean_phone_number, make_line_field, make_text_field
from learning.directory.models import Phone
from portal.core.forms import GovukRadios


class NumberForm(forms.Form):
    number = make_line_field(_("Number"), needed=_("Enter the number"), most=40, width=20)
    extension = make_line_field(_("Extension"), most=10, width=5)
    kind = forms.ChoiceField(
        label=_("What it is for"), choices=PhoneKind, initial=PhoneKind.VOICE, widget=GovukRadios(inline=True)
    )
    description = make_line_field(_("What it is called"), _("For example, helpline, or office."), most=100)
    is_secret = forms.BooleanField(
        label=_("Only our staff may know it"), help_text=_("A duty line, for example."), required=False
    )
    source = make_line_field(
        _("Where you read it, or who told you"), needed=_("Write where you read the number, or who told you"), most=500
    )

    def __init__(self, *args: Any, phone: Phone | None = None, **kwargs: Any) -> None:
        names = ("number", "extension", "kind", "description")
        initial = {name: getattr(phone, name) for name in names} | {"is_secret": not phone.is_public} if phone else None
        super().__init__(*args, initial=initial, **kwargs)

    def clean_number(self) -> str:
        return clean_phone_number(self.cleaned_data["number"])

    def facts(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        names = ("number", "extension", "kind", "description")
        return {name: cleaned[name] for name in names} | {"is_public": not cleaned["is_secret"]}


class SourceForm(forms.Form):
    """Asks for the source when a number is taken away."""

    source = make_line_field(
        _("Why it goes"), _("Where you read it, or who told you."), needed=_("Write why it goes"), most=500
    )


class ReasonForm(forms.Form):
    reason = make_text_field(_("Reason"), needed=_("Write the reason"), most=500)


class DecideForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("Decision"),
        choices=[("yes", _("Accept")), ("no", _("Refuse"))],
        widget=GovukRadios(),
        error_messages={"required": _("Select accept or refuse")},
    )


class DecideApplicationForm(DecideForm):
    reason = make_text_field(_("Reason"), _("The organisation reads it. Needed when you refuse."), most=1000)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("answer") == "no" and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Enter the reason why you refuse"))
        return cleaned


class ConfirmForm(forms.Form):
    """Confirms an entry by the partner's link."""

    word = forms.ChoiceField(
        label=_("Is the entry right?"),
        choices=Word,
        widget=GovukRadios(reveals={Word.CHANGED: "note"}),
        error_messages={"required": _("Select whether the entry is right")},
    )
    note = make_text_field(_("What is different?"), most=2000, rows=4)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("word") == Word.CHANGED and not cleaned.get("note") and "note" not in self.errors:
            self.add_error("note", _("Write what is different"))
        return cleaned
