"""Forms of our staff's decisions on an entry: numbers, hiding, applications; and of what a partner says of its own."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.directory.choices import PhoneKind, Word
from learning.directory.forms.fields import clean_phone_number, make_line_field, make_text_field
from learning.directory.models import Phone
from portal.core.forms import GovukCheckboxes, GovukRadios


class NumberForm(forms.Form):
    number = make_line_field(_("Number"), needed=_("Enter the number"), most=40, width=20)
    extension = make_line_field(_("Extension"), most=10, width=5)
    kind = forms.ChoiceField(
        label=_("What it is for"), choices=PhoneKind, initial=PhoneKind.VOICE, widget=GovukRadios(inline=True)
    )
    description = make_line_field(_("Name of this number"), _("For example, helpline, or office."), most=100)
    is_secret = forms.BooleanField(
        label=_("Show only to staff"), help_text=_("For example, a duty line."), required=False
    )
    source = make_line_field(
        _("Where you read it, or who told you"), needed=_("Enter where you read the number, or who told you"), most=500
    )

    def __init__(self, *args: Any, phone: Phone | None = None, **kwargs: Any) -> None:
        names = ("number", "extension", "kind", "description")
        initial = {name: getattr(phone, name) for name in names} | {"is_secret": not phone.is_public} if phone else None
        super().__init__(*args, initial=initial, **kwargs)

    def clean_number(self) -> str:
        return clean_phone_number(self.cleaned_data["number"])

    def facts(self) -> dict[str, object]:
        cleaned = self.cleaned_data
        names = ("number", "extension", "kind", "description")
        return {name: cleaned[name] for name in names} | {"is_public": not cleaned["is_secret"]}


class SourceForm(forms.Form):
    """Asks for the source when a number is taken away."""

    source = make_line_field(
        _("Reason for removing it"),
        _("Where you read it, or who told you."),
        needed=_("Enter the reason for removing it"),
        most=500,
    )


class ReasonForm(forms.Form):
    reason = make_text_field(_("Reason"), needed=_("Enter a reason"), most=500)


class DecideForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("Decision"),
        choices=[("yes", _("Accept")), ("no", _("Refuse"))],
        widget=GovukRadios(),
        error_messages={"required": _("Select whether to accept or refuse")},
    )


class DecideChangeForm(DecideForm):
    reason = make_text_field(_("Reason"), _("If the organisation made the change, it will see this."), most=1000)


class DecideApplicationForm(DecideForm):
    reason = make_text_field(
        _("Reason"), _("The organisation will see this. You must give a reason if you refuse."), most=1000
    )

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("answer") == "no" and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Enter a reason for refusing"))


class SuitabilityForm(forms.Form):
    """Our staff check once a year that an organisation is one to send people to."""

    checks = forms.MultipleChoiceField(
        label=_("What you checked"),
        choices=[
            ("identity", _("The organisation is registered and is who it says it is")),
            ("policies", _("It has insurance, and policies on safeguarding and confidentiality")),
            ("lead", _("We can reach its safeguarding contact")),
            ("concerns", _("No complaint or report makes us doubt that people are safe with it")),
        ],
        widget=GovukCheckboxes(),
        error_messages={"required": _("Select what you checked")},
    )
    note = make_text_field(_("Who you spoke to and what you saw"), needed=_("Enter who you spoke to"), most=1000)

    def clean_checks(self) -> list[str]:
        """Return all checks. Raises ValidationError where one is missing: hide the entry instead."""
        checks = self.cleaned_data["checks"]
        if len(checks) < len(self.fields["checks"].choices):
            raise forms.ValidationError(_("Complete all checks. If one fails, hide the entry"))
        return checks


class ConfirmForm(forms.Form):
    """Confirms an entry by the partner's link."""

    word = forms.ChoiceField(
        label=_("Is the entry correct?"),
        choices=Word,
        widget=GovukRadios(reveals={Word.CHANGED: "note"}),
        error_messages={"required": _("Select whether the entry is correct")},
    )
    note = make_text_field(_("What is different?"), most=2000, rows=4)
    has_policies = forms.BooleanField(
        label=_("We still have insurance, and policies on safeguarding and confidentiality"), required=False
    )

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("word") == Word.RIGHT and not cleaned.get("has_policies"):
            self.add_error(
                "has_policies",
                _("Confirm that you have insurance and policies, or tell us what is different"),
            )
        if cleaned.get("word") == Word.CHANGED and not cleaned.get("note") and "note" not in self.errors:
            self.add_error("note", _("Enter what is different"))
