"""Forms of a preparation pack: who it is for, the questions of one section, and the hand-over."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.casework.choices import Age, RevealReason
from compliance.casework.forms.calls import one_of, words
from compliance.casework.forms.cases import Versioned, text
from compliance.casework.forms.fields import SeveralField
from compliance.casework.models import PersonGroup
from compliance.referrals.choices import ConsentState, PackStage, Source
from compliance.referrals.forms.consent import HOW
from compliance.referrals.rules import nrm_sections as rules
from portal.core.forms import GovukCheckboxes, GovukDateField, GovukRadios, GovukTextInput, QuickChoiceField
from portal.core.types import JsonObject
from portal.reference import nrm
from portal.reference.nrm import Question

SECTION_SOURCE, SECTION_WHY = "section.source", "section.why"
EXPLAINED = (
    _("What the National Referral Mechanism is"),
    _("What support there is, and where"),
    _("What may happen, including a negative decision"),
    _("Who will get their data"),
    _("That the police will be told, and they do not have to speak to them"),
    _("That they can withdraw at any time"),
)
LATER = (
    PackStage.RG_PENDING,
    PackStage.RG_POSITIVE,
    PackStage.RG_NEGATIVE,
    PackStage.CG_PENDING,
    PackStage.CG_POSITIVE,
    PackStage.CG_NEGATIVE,
    PackStage.SUSPENDED,
    PackStage.WITHDRAWN,
)


class BeginForm(forms.Form):
    """The consent page of an adult. Nothing is ticked in advance (docs/requirements/helpline.md#pack-consent)."""

    group = forms.ChoiceField(
        label=_("Who is the pack for?"),
        help_text=_("Make one pack for each person, including brothers and sisters."),
        widget=GovukRadios(),
        error_messages={"required": _("Select who the pack is for")},
    )
    age = forms.ChoiceField(
        label=_("Is this person under 18?"),
        choices=[(Age.UNDER_18, _("Yes")), (Age.ADULT, _("No")), (Age.NOT_SURE, _("Not sure, treat as a child"))],
        widget=GovukRadios(inline=True),
        error_messages={"required": _("Select whether this person is under 18")},
    )
    explained = forms.MultipleChoiceField(
        label=_("If they are an adult, what did you explain to them?"),
        choices=[(str(number), words) for number, words in enumerate(EXPLAINED)],
        required=False,
        widget=GovukCheckboxes(),
    )
    consents = forms.ChoiceField(
        label=_("If they are an adult, do they agree to a referral?"),
        choices=[
            (ConsentState.GIVEN, _("Yes")),
            (ConsentState.REFUSED, _("No")),
            (ConsentState.NOT_ASKED, _("They have not decided")),
        ],
        required=False,
        widget=GovukRadios(inline=True),
    )
    helps_authorities = forms.ChoiceField(
        label=_("If they do not agree, are they willing to help an investigation?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        required=False,
        widget=GovukRadios(inline=True),
    )
    how_given = forms.ChoiceField(
        label=_("How they answered"), choices=HOW, required=False, widget=GovukRadios(inline=True)
    )
    language = one_of(_("Language"), "language")
    with_interpreter = forms.BooleanField(label=_("Used an independent interpreter"), required=False)
    words = text(_("What they said"), most=2000, rows=3)

    def __init__(self, *args: Any, groups: Iterable[PersonGroup], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [
            (str(group.pk), _("Group %(number)s") % {"number": number}) for number, group in enumerate(groups, start=1)
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("age") == Age.ADULT:
            if not cleaned.get("consents"):
                self.add_error("consents", _("Select whether they agree. You can only refer an adult who agrees"))
            if cleaned.get("consents") == ConsentState.GIVEN and len(cleaned.get("explained") or ()) < len(EXPLAINED):
                self.add_error("explained", _("Explain every point first, then tick what you explained"))
            if cleaned.get("consents") == ConsentState.REFUSED and not cleaned.get("helps_authorities"):
                self.add_error("helps_authorities", _("Select whether they are willing to help"))
        return cleaned

    def facts(self, on: date) -> JsonObject:
        names = ("how_given", "language", "with_interpreter")
        return {name: self.cleaned_data[name] for name in names} | {"on": on}


class AnswersForm(Versioned):
    """The questions of one section. Whose words its answers are, and why some are missing, is asked once.

    A single answer may say otherwise in its own `<key>.source` and `<key>.why`.
    """

    mark_optional = False

    def __init__(
        self, *args: Any, questions: Iterable[Question], answers: Mapping[str, Mapping[str, Any]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions = list(questions)
        keys = [question.key for question in self.questions]
        self.fields[SECTION_SOURCE] = forms.ChoiceField(
            label=_("Where do these answers come from?"),
            choices=Source.choices,
            required=False,
            widget=GovukRadios(inline=True),
        )
        self.initial[SECTION_SOURCE] = rules.propose_source(answers, keys)
        self.initial[SECTION_WHY] = rules.propose_reason(answers, keys)
        for question in self.questions:
            self._add(question, answers.get(question.key, {}))
        if any(question.rule != rules.OPTIONAL for question in self.questions):
            self.fields[SECTION_WHY] = words(
                _("Reason for any missing answers here"), _("Give one reason for all of them."), most=500
            )

    def _add(self, question: Question, known: Mapping[str, Any]) -> None:
        key = question.key
        self.fields[key] = field_of(question)
        self.initial[key] = _initial(question, known.get("value"))
        self.fields[f"{key}.source"] = forms.ChoiceField(
            label=_("Source"), choices=[("", _("Same as the section")), *Source.choices], required=False
        )
        self.initial[f"{key}.source"] = _exception(known.get("source"), self.initial[SECTION_SOURCE])
        if question.rule != rules.OPTIONAL:
            self.fields[f"{key}.why"] = words(_("Why the answer is missing"), most=500)
            self.initial[f"{key}.why"] = _exception(known.get("why"), self.initial[SECTION_WHY])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if rules.lacks_source(self._answers, source=cleaned.get(SECTION_SOURCE) or ""):
            self.add_error(SECTION_SOURCE, _("Select where these answers come from"))
        return cleaned

    @property
    def given(self) -> dict[str, dict[str, Any]]:
        cleaned = self.cleaned_data
        source, why = cleaned.get(SECTION_SOURCE) or "", cleaned.get(SECTION_WHY) or ""
        return rules.complete_answers(self.questions, self._answers, source=source, why=why)

    @property
    def _answers(self) -> dict[str, JsonObject]:
        """Each answer with what was said of it alone."""
        return {
            question.key: {
                "value": _value(question, self.cleaned_data.get(question.key)),
                "source": self.cleaned_data.get(f"{question.key}.source") or "",
                "why": self.cleaned_data.get(f"{question.key}.why") or "",
            }
            for question in self.questions
        }

    @property
    def section_source(self) -> Any:
        return self[SECTION_SOURCE]

    @property
    def section_why(self) -> Any:
        return self[SECTION_WHY] if SECTION_WHY in self.fields else None

    @property
    def rows(self) -> list[Any]:
        return [self[question.key] for question in self.questions]

    @property
    def exceptions(self) -> list[tuple[Any, Any, Any]]:
        """The answer, whose words, and why none, of each question."""
        return [
            (self[question.key], self[f"{question.key}.source"], self._why_of(question)) for question in self.questions
        ]

    @property
    def has_exceptions(self) -> bool:
        return any(source.value() or (why and why.value()) for _answer, source, why in self.exceptions)

    def _why_of(self, question: Question) -> Any:
        name = f"{question.key}.why"
        return self[name] if name in self.fields else None


def _exception(answer: Any, usual: str) -> str:
    """What an answer says otherwise than its section; empty where it says the same."""
    return str(answer) if answer and answer != usual else ""


def _value(question: Question, value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if question.repeat > 1:
        return [line for line in (value or []) if line]
    return value if value not in (None, False) else ""


class ReasonsForm(Versioned):
    """Why answers are missing: one reason for all of them, or one for each section. gaps: questions by section."""

    mark_optional = False
    everything = words(_("One reason for all of them"), _("For example, the call ended early."), most=500)

    def __init__(self, *args: Any, gaps: Mapping[str, Sequence[Question]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gaps = gaps
        for code in gaps:
            label = _("Another reason for “%(section)s”") % {"section": _(nrm.get_sections()[code])}
            self.fields[f"why.{code}"] = words(label, most=500)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not any(
            cleaned.get(name) for name in ("everything", *(f"why.{code}" for code in self.gaps))
        ):
            self.add_error("everything", _("Enter why the answers are missing"))
        return cleaned

    @property
    def reasons(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"why.{code}"] for code in self.gaps}

    @property
    def number(self) -> int:
        return sum(len(questions) for questions in self.gaps.values())

    @property
    def has_reasons(self) -> bool:
        return any(field.value() for _label, _questions, field in self.rows)

    @property
    def rows(self) -> list[tuple[str, Sequence[Question], Any]]:
        """Label of the section, its questions, and the field for its reason."""
        return [(nrm.get_sections()[code], questions, self[f"why.{code}"]) for code, questions in self.gaps.items()]


def field_of(question: Question) -> forms.Field:
    """A field for a question of the form; nothing is required here, for a gap may be explained."""
    given: dict[str, Any] = {"label": _(question.question), "required": False}
    options = nrm.get_options(question)
    if question.repeat > 1:
        return SeveralField(
            options=options, help_text=_("Put each one on its own line, up to 10, as the form names them."), **given
        )
    match question.type:
        case "choice" if len(options) <= 7:
            return forms.ChoiceField(
                choices=[(code, _(label)) for code, label in options.items()], widget=GovukRadios(), **given
            )
        case "choice":
            return QuickChoiceField(choices=[("", "–"), *options.items()], **given)
        case "boxes":
            labels = [(code, _(label)) for code, label in options.items()]
            return forms.MultipleChoiceField(choices=labels, widget=GovukCheckboxes(), **given)
        case "tick":
            return forms.BooleanField(**given)
        case "date":
            return GovukDateField(earliest=date(1900, 1, 1), **given)
        case "number":
            return forms.IntegerField(min_value=0, max_value=50, **given)
        case "email":
            return forms.EmailField(max_length=254, **given)
        case "text":
            return text(given["label"], most=question.limit, rows=4)
    widget = GovukTextInput({"autocomplete": "off"})
    return forms.CharField(max_length=min(question.limit, 300), widget=widget, **given)


def _initial(question: Question, value: Any) -> Any:
    if question.type == "date" and value:
        return date.fromisoformat(value)
    return value


class SeeForm(forms.Form):
    """Why somebody opens the part that says who the person is."""

    reason = forms.ChoiceField(
        label=_("Why do you need to know?"),
        choices=RevealReason,
        widget=GovukRadios(),
        error_messages={"required": _("Select a reason")},
    )


class HandOverForm(forms.Form):
    """To a named person at a first responder."""

    organisation = QuickChoiceField(label=_("First responder"))
    person = words(_("Person’s name"), most=120)
    email = forms.EmailField(
        label=_("Work email address"),
        help_text=_("Use an address at their organisation, not a private one."),
        max_length=254,
    )
    reason = text(_("Why share now, and with this person"), needed=_("Enter a reason"), most=1000, rows=3)

    def __init__(self, *args: Any, nation: str = "", is_child: bool = False, **kwargs: Any) -> None:
        """nation: of where the person is, empty where it is not known."""
        super().__init__(*args, **kwargs)
        offered = nrm.first_responders_for(nation=nation, is_child=is_child)
        responders = sorted((responder.name, responder.code) for responder in offered)
        self.fields["organisation"].choices = [("", "–"), *((code, name) for name, code in responders)]
        self.fields["organisation"].error_messages["required"] = _("Select the first responder")
        self.fields["person"].required = True
        self.fields["person"].error_messages["required"] = _("Enter the person’s name")

    @property
    def recipient(self) -> dict[str, str]:
        cleaned = self.cleaned_data
        names = {first_responder.code: first_responder.name for first_responder in nrm.first_responders()}
        chosen = {"code": cleaned["organisation"], "organisation": names[cleaned["organisation"]]}
        return chosen | {"person": cleaned["person"], "email": cleaned["email"]}


class ConfirmForm(forms.Form):
    """That they referred it on."""

    on = GovukDateField(label=_("Date they made the referral"))
    reference = words(_("Their reference"), _("If they gave you one."), most=60)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].latest, self.fields["on"].initial = today, today


class StageForm(forms.Form):
    stage = forms.ChoiceField(
        label=_("Current stage"),
        choices=[(stage.value, stage.label) for stage in LATER],
        widget=GovukRadios(),
        error_messages={"required": _("Select the current stage")},
    )
