"""The form of a call: nothing that the caller has not said is asked, and only danger and age are needed at the end."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.casework.choices import Age, Danger, IdentityMode
from compliance.concerns import labels
from portal.core.forms import GovukCheckboxes, GovukRadios, GovukTextarea, GovukTextInput, QuickChoiceField
from portal.core.types import JsonObject
from portal.reference import helpline

LONGEST = 15_000


def words(label: Any, help_text: Any = "", *, most: int = 200, width: int | None = None) -> forms.CharField:
    widget = GovukTextInput({"autocomplete": "off"}, width=width)
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=most, widget=widget)


def one_of(label: Any, name: str, *, without: frozenset[str] = frozenset()) -> forms.ChoiceField:
    choices = [("", "–"), *helpline.get_choices(name, without=without)]
    return QuickChoiceField(label=label, required=False, choices=choices)


def many_of(label: Any, name: str) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, required=False, choices=helpline.get_choices(name), widget=GovukCheckboxes(small=True)
    )


class CallForm(forms.Form):
    """The names are those of a concern's answers, so that a call and a form are read alike.

    is_ending: the call becomes a case, so that danger and age are needed.
    """

    mark_optional = False

    is_safe = forms.ChoiceField(
        label=_("Is it safe for the caller to talk?"),
        required=False,
        choices=[("yes", _("Yes")), ("no", _("No: only ask yes or no questions")), ("not_sure", _("Not sure"))],
        widget=GovukRadios(small=True, inline=True),
    )
    danger_level = forms.ChoiceField(
        label=_("Is anyone in danger now?"), required=False, choices=Danger, widget=GovukRadios(small=True, inline=True)
    )
    age_of_person = forms.ChoiceField(
        label=_("Is anyone under 18?"), required=False, choices=Age, widget=GovukRadios(small=True, inline=True)
    )
    for_self = forms.ChoiceField(
        label=_("For themselves?"),
        required=False,
        choices=helpline.get_choices("for_self"),
        widget=GovukRadios(small=True, inline=True),
    )
    account = forms.CharField(
        label=_("What is happening"),
        help_text=_("In the caller’s own words."),
        required=False,
        max_length=LONGEST,
        widget=GovukTextarea({"autocomplete": "off"}, maxlength=LONGEST, threshold=75, rows=9),
    )
    known = words(_("Reference or code from an earlier contact"), _("Only if the caller has called before."), most=60)
    language = one_of(_("Language"), "language")
    purpose = one_of(_("Why they are calling"), "contact_purpose")
    premises_name = words(_("Name of the place"))
    address = words(_("Building and street"))
    town = words(_("Town, city or area"))
    postcode = words(_("Postcode"), most=12, width=10)
    local_authority = words(_("Council"))
    vehicle = words(_("Car or van"))
    pv_count_min = forms.IntegerField(
        label=_("How many people are affected"), required=False, min_value=0, max_value=100_000
    )
    still_in_situation = one_of(_("Are they still there?"), "still_in_situation")
    wants = forms.MultipleChoiceField(
        label=_("What do they want to happen?"),
        help_text=_("Always ask this if they are still there."),
        required=False,
        choices=list(labels.WANTS.items()),
        widget=GovukCheckboxes(small=True),
    )
    exploitation_type = many_of(_("Kind of situation"), "exploitation_type")
    sector = many_of(_("Kind of work"), "sector")
    responsible = words(_("Who controls it or profits from it"), most=1000)
    reporter_type = one_of(_("The caller’s connection to this"), "reporter_type")
    reporter_proximity = one_of(_("How they know about it"), "reporter_proximity")
    identity_mode = forms.ChoiceField(
        label=_("Who can know who the caller is?"),
        help_text=_("Leave this blank if you have not asked."),
        required=False,
        choices=[choice for choice in IdentityMode.choices if choice[0] != IdentityMode.NOT_ASKED],
        widget=GovukRadios(small=True),
    )
    consent = many_of(_("Who do they agree we can tell?"), "consent_recipient")
    name = words(_("What we can call them"))
    phone = words(_("Phone number"), most=40, width=20)
    contact_method = many_of(_("How we can contact them"), "contact_method")
    contact_safety = many_of(_("Safe contact instructions"), "contact_safety")
    safe_times = words(_("When it is safe to contact them"), _("For example, Mondays after 18:00."))
    code_word = words(_("Code word we say first"), most=40, width=20)
    give_code = forms.BooleanField(
        label=_("Create a code to read out"),
        help_text=_("The caller can use it to read and send messages on this website."),
        required=False,
    )

    def __init__(self, *args: Any, is_ending: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_ending:
            self._needs(
                "danger_level", _("Ask whether anyone is in danger now. If they do not know, select “Danger not known”")
            )
            self._needs(
                "age_of_person", _("Ask whether anyone is under 18. If they are not sure, select “Age not sure”")
            )

    def _needs(self, name: str, message: Any) -> None:
        self.fields[name].required = True
        self.fields[name].error_messages["required"] = message

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("identity_mode") == IdentityMode.ANONYMOUS and (cleaned.get("name") or cleaned.get("phone")):
            self.add_error(
                "identity_mode",
                _(
                    "An anonymous caller cannot leave a name or number. Clear them, or change who can know who the "
                    "caller is"
                ),
            )
        return cleaned

    def every_answer(self) -> JsonObject:
        """Return what a validated form holds, right or wrong: nothing that somebody typed gets lost at the end.

        A text that is too long is cut. What its field cannot read is under as_typed, by the field's name.
        """
        answers = {name: value for name, value in self.cleaned_data.items() if value}
        unreadable: JsonObject = {}
        for name, value in self.as_typed().items():
            if name in answers or name not in self.errors:
                continue
            field = self.fields[name]
            try:
                answers[name] = field.clean(value)
            except forms.ValidationError:
                if type(field) is forms.CharField:
                    answers[name] = str(value)[: field.max_length]
                else:
                    unreadable[name] = value
        return answers | ({"as_typed": unreadable} if unreadable else {})

    def as_typed(self) -> JsonObject:
        """What is in the fields, right or wrong, cut to what a draft may hold: an autosave refuses nothing."""
        typed: JsonObject = {}
        for name, field in self.fields.items():
            value = field.widget.value_from_datadict(self.data, self.files, name)
            if isinstance(value, list):
                typed[name] = [str(code)[:100] for code in value[:100]]
            elif value not in (None, "", False):
                typed[name] = value if value is True else str(value)[:LONGEST]
        return typed
