"""Who interprets, and the table of those who can."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.casework.choices import InterpreterMode, InterpreterOutcome
from compliance.casework.forms.calls import one_of, words
from compliance.casework.forms.cases import text
from compliance.casework.models import InterpreterProvider
from compliance.casework.services.interpreters import ANY_GENDER
from portal.core.forms import GovukCheckboxes, GovukRadios
from portal.reference import helpline

COMPANION = "companion"
WHO = (
    (InterpreterMode.THREE_WAY_CALL, _("An interpreter on the call")),
    (InterpreterMode.CALLBACK, _("We’ll call back with an interpreter")),
    (InterpreterMode.SIGN_LANGUAGE, _("A sign language interpreter")),
    (InterpreterMode.BILINGUAL_HANDLER, _("I speak the language")),
    (COMPANION, _("Someone with them is offering to")),
)
GENDERS = (("female", _("A woman")), ("male", _("A man")))
REAL_LANGUAGES = [choice for choice in helpline.get_choices("language") if choice[0] not in {"unknown", "other"}]


class AskForm(forms.Form):
    """Asked for by one press: the language is there already, where the call or the case says it."""

    language = one_of(_("Language"), "language")
    gender = forms.ChoiceField(
        label=_("Do they want a woman or a man?"),
        choices=[*GENDERS, (ANY_GENDER, _("No preference"))],
        initial=ANY_GENDER,
        widget=GovukRadios(inline=True),
    )
    who = forms.ChoiceField(
        label=_("Who interprets"), choices=WHO, initial=InterpreterMode.THREE_WAY_CALL, widget=GovukRadios()
    )
    booking = words(_("Booking reference"), _("If you already have one."), most=40, width=20)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].required = True
        self.fields["language"].error_messages["required"] = _("Select the language")


class JoinedForm(forms.Form):
    is_gender_met = forms.ChoiceField(
        label=_("Is it a woman or a man, as they asked?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        required=False,
        widget=GovukRadios(inline=True),
    )

    @property
    def met(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.cleaned_data["is_gender_met"])


class EndedForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("How it ended"),
        choices=InterpreterOutcome,
        widget=GovukRadios(),
        error_messages={"required": _("Select how it ended")},
    )
    complaint = text(
        _("Complaint about the interpreter"), _("From the person or from you. This is sealed."), most=2000, rows=3
    )


class ProviderForm(forms.ModelForm):
    """A line of the table, which leads keep."""

    name = forms.CharField(label=_("Name"), max_length=120, error_messages={"required": _("Enter the provider’s name")})
    dial_in = forms.CharField(
        label=_("Number to dial"), max_length=60, error_messages={"required": _("Enter the number to dial")}
    )
    pin = words(_("PIN or account"), _("Leave blank to keep the current one. This is sealed."), most=40, width=20)
    drop_pin = forms.BooleanField(label=_("Remove the PIN"), required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=REAL_LANGUAGES,
        widget=GovukCheckboxes(small=True),
        error_messages={"required": _("Select at least one language")},
    )
    genders = forms.MultipleChoiceField(
        label=_("You can ask for"), choices=GENDERS, required=False, widget=GovukCheckboxes(inline=True)
    )
    hours = words(_("Hours"), _("For example, 24 hours a day, or Monday to Friday, 8am to 6pm."), most=200)
    position = forms.IntegerField(
        label=_("Position in the order"),
        help_text=_("The provider at 1 is tried first."),
        min_value=1,
        max_value=99,
        initial=1,
    )

    class Meta:
        model = InterpreterProvider
        fields = ("name", "dial_in", "languages", "genders", "hours", "position")

    @property
    def new_pin(self) -> str | None:
        return "" if self.cleaned_data["drop_pin"] else self.cleaned_data["pin"] or None
