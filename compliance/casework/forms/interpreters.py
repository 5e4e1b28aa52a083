"""Who interprets, and the table of those who can."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.casework.choices import InterpreterMode, InterpreterOutcome
from compliance.casework.forms.calls import one_of, words
from compliance.casework.forms.cases import text
from compliance.casework.services.interpreters import ANY_GENDER
from portal.core.forms import GovukCheckboxes, GovukRadios
from portal.reference import helpline

COMPANION = "companion"
WHO = (
    (InterpreterMode.THREE_WAY_CALL, _("An interpreter on the call")),
    (InterpreterMode.CALLBACK, _("We call back with an interpreter")),
    (InterpreterMode.SIGN_LANGUAGE, _("A sign language interpreter")),
    (InterpreterMode.BILINGUAL_HANDLER, _("I speak the language")),
    (COMPANION, _("Somebody who is with them offers to")),
)
GENDERS = (("female", _("A woman")), ("male", _("A man")))
REAL_LANGUAGES = [choice for choice in helpline.get_choices("language") if choice[0] not in {"unknown", "other"}]


class AskForm(forms.Form):
    """Asked for by one press: the language is there already, where the call or the case says it."""

    language = one_of(_("Which language"), "language")
    gender = forms.ChoiceField(
        label=_("Do they wish for a woman or a man?"),
        choices=[*GENDERS, (ANY_GENDER, _("No wish"))],
        initial=ANY_GENDER,
        widget=GovukRadios(inline=True),
    )
    who = forms.ChoiceField(
        label=_("Who interprets"), choices=WHO, initial=InterpreterMode.THREE_WAY_CALL, widget=GovukRadios()
    )
    booking = words(_("Booking reference"), _("If there is one already."), most=40, width=20)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].required = True
        self.fields["language"].error_messages["required"] = _("Choose the language")


class JoinedForm(forms.Form):
    is_gender_met = forms.ChoiceField(
        label=_("Is it a woman or a man, as they wished?"),
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
        error_messages={"required": _("Choose how it ended")},
    )
    complaint = text(
        _("A complaint about the interpreter"), _("Of the person, or your own. It is sealed."), most=2000, rows=3
    )


class ProviderForm(forms.Form):
    """A line of the table, which leads keep."""

    name = forms.CharField(
        label=_("Name"), max_length=120, error_messages={"required": _("Enter the name of the provider")}
    )
    dial_in = forms.CharField(
        label=_("Number to dial"), max_length=60, error_messages={"required": _("Enter the number to dial")}
    )
    pin = words(_("PIN or account"), _("Leave it empty to keep the one there is. It is sealed."), most=40, width=20)
    drop_pin = forms.BooleanField(label=_("There is no PIN any more"), required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=REAL_LANGUAGES,
        widget=GovukCheckboxes(small=True),
        error_messages={"required": _("Tick the languages")},
    )
    genders = forms.MultipleChoiceField(
        label=_("Whom one can ask for"), choices=GENDERS, required=False, widget=GovukCheckboxes(inline=True)
    )
    hours = words(_("Hours"), _("For example, day and night, or Mondays to Fridays 8am to 6pm."), most=200)
    position = forms.IntegerField(
        label=_("Place in the order"), help_text=_("1 is tried first."), min_value=1, max_value=99, initial=1
    )

    @property
    def facts(self) -> dict[str, Any]:
        names = ("name", "dial_in", "languages", "genders", "hours", "position")
        return {name: self.cleaned_data[name] for name in names}

    @property
    def new_pin(self) -> str | None:
        return "" if self.cleaned_data["drop_pin"] else self.cleaned_data["pin"] or None
