"""The form of one section, made from the vocabulary: its questions, its lists of items, its disclosures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext as _

from compliance.statements import outline, vocabulary
from compliance.statements.choices import AREAS, SectionCode
from compliance.statements.forms import checks
from compliance.statements.forms.disclosures import DisclosureItem, add_disclosures, disclosures_of
from compliance.statements.forms.fields import AREA_LIST, as_stored, as_typed, leave_out, make
from compliance.statements.forms.items import ITEM_LISTS, Items, counted, items_factory, with_another
from compliance.statements.models import Section
from portal.core.forms import GovukRadios

NOT_FIELDS = frozenset({"list", "disclosures", "hash"})
# The question for an organisation of the group that the search did not find.
NAMED_BESIDE = "group_member_manual_name"


@dataclass(frozen=True)
class Surroundings:
    """What a section has to know of the rest.

    others: the answers of the other sections, flat. periods: of other statements, each with its statement year first.
    known_members: name by company number of organisations here that agreed to stand in this group.
    hidden_disclosures: as stored; those that the short path does not show are kept.
    legal_form: of the organisation, as its settings have it; it decides who approves and signs (s.54(6)).
    """

    organisation_name: str
    company_number: str
    today: date
    others: Mapping[str, Any] = field(default_factory=dict)
    periods: Sequence[tuple[int, date, date]] = ()
    known_members: Mapping[str, str] = field(default_factory=dict)
    hidden_disclosures: Mapping[str, Any] = field(default_factory=dict)
    is_short: bool = False
    legal_form: str = ""


class SectionForm(forms.Form):
    """Every single question of a section. What an answer hides is dropped; what it makes needed is asked for."""

    mark_optional = False

    def __init__(self, *args: Any, code: str, around: Surroundings, legal_form: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.code, self.around = code, around
        self.questions = {
            question.code: question
            for question in vocabulary.fields(code)
            if not question.prefix and question.type not in NOT_FIELDS
        }
        for name, question in self.questions.items():
            self.fields[name] = make(question, legal_form=legal_form)
            if around.is_short and question.enumeration == AREA_LIST:
                leave_out(self.fields[name], SectionCode.INTRO)
        self.disclosures: list[DisclosureItem] = []
        if code in AREAS:
            self.disclosures = add_disclosures(self, code, levels=(1,) if around.is_short else (1, 2))
        self.fields["is_complete"] = forms.ChoiceField(
            label=_("Have you completed this section?"),
            choices=[("yes", _("Yes, I have completed it")), ("no", _("No, I will come back to it later"))],
            widget=GovukRadios,
            error_messages={
                "required": _("Say whether you have completed this section"),
                "invalid_choice": _("Say whether you have completed this section"),
            },
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        answers = self.stored()
        for name, question in self.questions.items():
            if not question.is_asked({**self.around.others, **answers}):
                self._errors.pop(name, None)
                cleaned.pop(name, None)
                answers.pop(name, None)
            elif question.is_needed({**self.around.others, **answers}) and not answers.get(name):
                self._need(name, question)
        self.answers = answers
        if self.disclosures:
            self.answers["disclosures"] = disclosures_of(self)
        for name, sentence in checks.of_section(self.code, answers, self.around):
            self.add_error(name, sentence)
        return cleaned

    def stored(self) -> dict[str, Any]:
        found = {
            name: as_stored(question, self.cleaned_data.get(name))
            for name, question in self.questions.items()
            if name in self.cleaned_data
        }
        return {name: value for name, value in found.items() if value is not None}

    def _need(self, name: str, question: vocabulary.Field) -> None:
        if name not in self._errors and question.required == "no":
            self.add_error(name, _("%(label)s Enter an answer, as you chose “other”") % {"label": _(question.label)})


class SectionInput:
    """The whole page of a section: its form and its lists, from stored answers or from what was posted."""

    def __init__(
        self, section: Section, around: Surroundings, *, data: QueryDict | None = None, quiet: bool = False
    ) -> None:
        """quiet: show what was posted without judging it."""
        self.section, self.around = section, around
        self.code = section.code
        answers = section.answers
        if data is not None and not quiet and NAMED_BESIDE in data:
            data = with_named(data)
        legal_form = (data.get("legal_form") if data is not None else None) or answers.get("legal_form") or ""
        self.form = SectionForm(
            data,
            code=self.code,
            around=around,
            legal_form=legal_form if legal_form in vocabulary.enumeration("legal_form").codes else "",
            initial=None if data is not None else self._initial(answers),
        )
        self.lists: dict[str, Items] = {
            code: items_factory(code)(
                None if data is None else counted(data, code),
                prefix=code,
                initial=_typed_items(code, answers.get(code) or []),
                around=around,
            )
            for code in ITEM_LISTS.get(self.code, ())
        }
        if quiet:
            self._silence()

    def _initial(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        initial = {
            question.code: as_typed(question, answers.get(question.code))
            for question in vocabulary.fields(self.code)
            if question.code in answers and question.type not in NOT_FIELDS
        }
        for code, item in (answers.get("disclosures") or {}).items():
            initial |= {f"{code}-status": item.get("status"), f"{code}-text": item.get("text")}
        if self.section.is_complete:
            initial["is_complete"] = "yes"
        return initial

    def _silence(self) -> None:
        """Bound, and without messages: for text that was typed and not yet sent."""
        self.form._errors = ErrorDict()
        self.form.cleaned_data = {}
        for items in self.lists.values():
            items.silence()

    def is_valid(self) -> bool:
        valid = [self.form.is_valid(), *(items.is_valid() for items in self.lists.values())]
        if not all(valid):
            return False
        if self.form.answers.get("no_risks") and self.lists["risks"].answers:
            self.form.add_error("no_risks", _("You named a risk. Remove it, or untick “We found no risk”"))
        self._ask_for_what_is_missing()
        return self.form.is_valid() and all(items.is_valid() for items in self.lists.values())

    @property
    def answers(self) -> dict[str, Any]:
        """What is kept, once it is valid."""
        answers = dict(self.form.answers)
        for code, items in self.lists.items():
            question = vocabulary.field(code)
            if question.is_asked({**self.around.others, **answers}) and items.answers:
                answers[code] = items.answers
        return {name: value for name, value in answers.items() if not outline.is_empty(value)}

    @property
    def is_complete(self) -> bool:
        return self.form.cleaned_data.get("is_complete") == "yes"

    def _ask_for_what_is_missing(self) -> None:
        if not self.is_complete:
            return
        for code in outline.missing(self.code, self.answers, self.around.others):
            question = vocabulary.field(code)
            sentence = _("%(label)s Answer this, or say that you will come back to the section") % {
                "label": _(question.label)
            }
            if code in self.form.fields:
                self.form.add_error(code, sentence)
            elif code == "risks":
                self._ask_about_risks()
            else:
                self.lists[code].is_needed = True
                self.form.add_error(NAMED_BESIDE, _("Name at least one organisation of the group"))

    def _ask_about_risks(self) -> None:
        """Of each described risk, what its part of the summary needs."""
        described = [form for form in self.lists["risks"].forms if getattr(form, "answers", None)]
        for form in described:
            for name in outline.missing_of_risk(form.answers):
                label = _(form.questions[name].label)
                form.add_error(name, _("%(label)s Enter an answer") % {"label": label})

    @property
    def lists_after(self) -> str:
        """The question that the lists follow on the page."""
        after: dict[str, str] = {
            SectionCode.ORGANISATIONS: "is_group",
            SectionCode.RISK: "narrative_risk",
            SectionCode.MONITORING: "narrative_monitoring",
        }
        return after.get(self.code, "")

    @property
    def offered_members(self) -> list[tuple[str, str]]:
        """Number and name of the known organisations of the group that are not on the list yet."""
        forms = self.lists["group_members"].forms if "group_members" in self.lists else []
        named = {form["company_number"].value() for form in forms}
        return [(number, name) for number, name in self.around.known_members.items() if number not in named]

    @property
    def editor_names(self) -> list[str]:
        return [name for name, question in self.form.questions.items() if question.type == "rich_text"]

    @property
    def disclosure_names(self) -> set[str]:
        return {field.name for item in self.form.disclosures for field in (item.status, item.text)}


def with_named(data: QueryDict) -> QueryDict:
    """What was posted, with the organisation named beside the list on the list, where its name can be kept.

    One that cannot stays where it was typed, and its message with it.
    """
    try:
        name = make(vocabulary.field(NAMED_BESIDE), legal_form="").clean(data[NAMED_BESIDE])
    except forms.ValidationError:
        return data
    is_group = data.get("is_group") == "yes"
    return with_another(data, "group_members") if name and is_group else data


def _typed_items(code: str, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    questions = vocabulary.item_fields(code)
    return [{question.name: as_typed(question, item.get(question.name)) for question in questions} for item in items]
