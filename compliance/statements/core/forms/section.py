"""The form of one section, made from the vocabulary: its questions, its lists of items, its disclosures."""

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from compliance.statements import vocabulary
from compliance.statements.choices import AREAS, SectionCode
from compliance.statements.core.forms.fields import AREA_LIST, make_field, remove_option, to_stored, to_typed
from compliance.statements.core.forms.items import (
    ITEM_LISTS,
    DisclosureItem,
    Items,
    add_disclosures,
    add_item,
    get_disclosures,
    items_factory,
    with_item_count,
)
from compliance.statements.models import Section
from compliance.statements.rules import outline
from compliance.statements.rules.financial_year import overlap, parse_day, period_problems
from compliance.statements.types import Answers, Initial, SectionAnswers
from portal.core import jinja
from portal.core.forms import GovukDateField, GovukRadios
from portal.core.forms.rendering import get_revealed_names
from portal.core.languages import cache_by_language

COMPOSITE_TYPES = frozenset({"list", "disclosures", "hash"})
# Answered by the kind of organisation, where that leaves one option.
ONE_OPTION = ("approving_body", "signatory_role")
# The question for an organisation of the group that the search did not find.
MANUAL_MEMBER_FIELD = "group_member_manual_name"


@dataclass(frozen=True)
class SectionContext:
    """What a section has to know of the rest.

    others: the answers of the other sections, flat. periods: of other statements, each with its statement year first.
    known_members: name by company number of organisations here that agreed to stand in this group.
    hidden_disclosures: as stored; those that the short path does not show are kept.
    legal_form: of the organisation, as its settings have it; it decides who approves and signs (s.54(6)).
    suggestions: what the saved text seems to say, with status and sentence by code of the point that nobody answered.
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
    suggestions: Mapping[str, Any] = field(default_factory=dict)


class SectionForm(forms.Form):
    """Every single question of a section. What an answer hides is dropped; what it makes needed is asked for."""

    mark_optional = False

    def __init__(self, *args: Any, code: str, around: SectionContext, legal_form: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.code, self.around = code, around
        self.questions = {
            question.code: question
            for question in vocabulary.fields(code)
            if not question.prefix and question.type not in COMPOSITE_TYPES
        }
        self.fields |= make_question_fields(code, around.is_short, legal_form)
        # Questions and points that nobody has answered yet look the same in every statement
        # (portal.core.forms.field_cache).
        self.cache_version = code, around.is_short, legal_form
        self.cached_fields = {"is_complete", *self.questions}
        self.disclosures: list[DisclosureItem] = []
        self.cached_answers = {f"area_{code}", f"narrative_{code}"}
        if code in AREAS:
            levels = (1,) if around.is_short else (1, 2)
            self.disclosures = add_disclosures(self, code, levels=levels, suggestions=around.suggestions)
            names = [item.disclosure.code for item in self.disclosures]
            self.cached_fields |= {f"{name}-{part}" for name in names for part in ("status", "text")}
        self.fields["is_complete"] = make_completion_field()

    def draw_points(self) -> SafeString:
        """Draw the points of the checklist. Those of which nobody has answered any look the same in every statement."""
        names = [f"{item.disclosure.code}-{part}" for item in self.disclosures for part in ("status", "text")]
        is_untouched = not self.is_bound and not any(self.initial.get(name) for name in names)
        if not is_untouched or self.around.suggestions or settings.DEBUG:
            return jinja.draw("statements/_points.jinja", {"items": self.disclosures})
        return draw_untouched_points(self.code, self.around.is_short)

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
            self.answers["disclosures"] = get_disclosures(self)
        for name, sentence in check_section(self.code, answers, self.around):
            self.add_error(name, sentence)
        return cleaned

    def stored(self) -> SectionAnswers:
        answers = {
            name: to_stored(question, self.cleaned_data.get(name))
            for name, question in self.questions.items()
            if name in self.cleaned_data
        }
        return {name: value for name, value in answers.items() if value is not None}

    def _need(self, name: str, question: vocabulary.Field) -> None:
        if name not in self._errors and question.required == "no":
            self.add_error(name, _("Answer “%(label)s”, because you chose “other”") % {"label": _(question.label)})


@cache_by_language
def draw_untouched_points(code: str, is_short: bool) -> SafeString:
    """Draw the points of an area as an empty form shows them."""
    nobody = SectionContext(organisation_name="", company_number="", today=date.min, is_short=is_short)
    form = SectionForm(code=code, around=nobody, legal_form="")
    return jinja.draw("statements/_points.jinja", {"items": form.disclosures})


def make_question_fields(code: str, is_short: bool, legal_form: str) -> dict[str, forms.Field]:
    """Return the fields of a section's questions: those that nothing changes are the same for all forms."""
    fields = _make_question_fields(code, is_short, legal_form)
    # A date remembers what was wrong with it.
    return {name: copy.deepcopy(f) if isinstance(f, GovukDateField) else f for name, f in fields.items()}


@cache_by_language
def _make_question_fields(code: str, is_short: bool, legal_form: str) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {}
    for question in vocabulary.fields(code):
        if question.prefix or question.type in COMPOSITE_TYPES:
            continue
        fields[question.code] = make_field(question, legal_form=legal_form)
        if is_short and question.enumeration == AREA_LIST:
            remove_option(fields[question.code], SectionCode.INTRO)
    return fields


@cache_by_language
def make_completion_field() -> forms.Field:
    """Return the last question. Nobody has to answer it to save: what is not said to be complete is not."""
    return forms.ChoiceField(
        required=False,
        label=_("Have you completed this section?"),
        choices=[("yes", _("Yes, I have completed it")), ("no", _("No, I will come back to it later"))],
        widget=GovukRadios(small=True, inline=True),
        error_messages={"invalid_choice": _("Say whether you have completed this section")},
    )


class SectionInput:
    """The whole page of a section: its form and its lists, from stored answers or from what was posted."""

    def __init__(
        self, section: Section, around: SectionContext, *, data: QueryDict | None = None, quiet: bool = False
    ) -> None:
        """quiet: show what was posted without judging it."""
        self.section, self.around = section, around
        self.code = section.code
        answers = section.answers
        if data is not None and not quiet and MANUAL_MEMBER_FIELD in data:
            data = add_named_member(data)
        legal_form = (data.get("legal_form") if data is not None else None) or answers.get("legal_form") or ""
        self.form = SectionForm(
            data,
            code=self.code,
            around=around,
            legal_form=legal_form if legal_form in vocabulary.enumeration("legal_form").codes else "",
        )
        if data is None:
            self.form.initial = self._initial(answers)
        self.lists: dict[str, Items] = {
            code: items_factory(code)(
                None if data is None else with_item_count(data, code),
                prefix=code,
                initial=_typed_items(code, answers.get(code) or []),
                around=around,
            )
            for code in ITEM_LISTS.get(self.code, ())
        }
        if quiet:
            self._silence()

    def _initial(self, answers: Answers) -> Initial:
        initial = {
            question.code: to_typed(question, answers.get(question.code))
            for question in vocabulary.fields(self.code)
            if question.code in answers and question.type not in COMPOSITE_TYPES
        }
        initial = self._only_options() | initial
        if self.code in AREAS and answers.get(f"narrative_{self.code}"):
            initial.setdefault(f"area_{self.code}", "yes")
        initial |= {f"{code}-status": suggestion.status for code, suggestion in self.around.suggestions.items()}
        for code, item in (answers.get("disclosures") or {}).items():
            initial |= {f"{code}-status": item.get("status"), f"{code}-text": item.get("text")}
        if self.section.is_complete:
            initial["is_complete"] = "yes"
        return initial

    def _only_options(self) -> Initial:
        """Return the answer of each question that has only one: the Act names who approves and who signs."""
        return {
            name: field.choices[0][0]
            for name, field in self.form.fields.items()
            if name in ONE_OPTION and len(field.choices) == 1
        }

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
    def answers(self) -> SectionAnswers:
        """Return what is stored, once the input is valid."""
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
        for code in outline.missing_questions(self.code, self.answers, self.around.others):
            question = vocabulary.field(code)
            sentence = _("Answer “%(label)s”, or say that you will come back to the section") % {
                "label": _(question.label)
            }
            if code in self.form.fields:
                self.form.add_error(code, sentence)
            elif code == "risks":
                self._ask_about_risks()
            else:
                self.lists[code].is_needed = True
                self.form.add_error(MANUAL_MEMBER_FIELD, _("Name at least one organisation of the group"))

    def _ask_about_risks(self) -> None:
        """Of each described risk, what its part of the summary needs."""
        described = [form for form in self.lists["risks"].forms if getattr(form, "answers", None)]
        for form in described:
            for name in outline.missing_risk_parts(form.answers):
                label = _(form.questions[name].label)
                form.add_error(name, _("Answer “%(label)s”") % {"label": label})

    @property
    def lists_after(self) -> str:
        """Return the code of the question that the lists follow on the page."""
        after: dict[str, str] = {
            SectionCode.ORGANISATIONS: "is_group",
            SectionCode.RISK: "narrative_risk",
            SectionCode.MONITORING: "narrative_monitoring",
        }
        return after.get(self.code, "")

    @property
    def suggested_points(self) -> list[DisclosureItem]:
        """Return the points that are ticked because of the text, and that nobody has confirmed."""
        return [item for item in self.form.disclosures if item.suggestion]

    @property
    def offered_members(self) -> list[tuple[str, str]]:
        """Return number and name of the known organisations of the group that are not on the list yet."""
        forms = self.lists["group_members"].forms if "group_members" in self.lists else []
        named = {form["company_number"].value() for form in forms}
        return [(number, name) for number, name in self.around.known_members.items() if number not in named]

    @property
    def editor_names(self) -> list[str]:
        return [name for name, question in self.form.questions.items() if question.type == "rich_text"]

    @property
    def editor_box(self) -> str:
        """Return the id of the text box that has an editor, of which a section has one at most; else empty."""
        return next((self.form[name].id_for_label for name in self.editor_names), "")

    @property
    def question_fields(self) -> list[BoundField]:
        """Return the fields of the questions, but those that an answer reveals and the one beside the list."""
        elsewhere = get_revealed_names(self.form) | {MANUAL_MEMBER_FIELD}
        names = [name for name in self.form.questions if name not in elsewhere and not self._is_detail(name)]
        # The text comes first.
        return [self.form[name] for name in sorted(names, key=lambda name: name not in self.editor_names)]

    @property
    def detail_fields(self) -> list[BoundField]:
        """Return the questions of an area that are answered with ticks, or in a line, beside its text."""
        elsewhere = get_revealed_names(self.form)
        return [self.form[name] for name in self.form.questions if name not in elsewhere and self._is_detail(name)]

    @property
    def is_detail_open(self) -> bool:
        revealed = get_revealed_names(self.form)
        return any(field.errors for field in self.detail_fields) or any(
            name in revealed and self._is_detail(name) for name in self.form.errors
        )

    @property
    def answered_details(self) -> int:
        return sum(not outline.is_empty(field.value()) for field in self.detail_fields)

    def _is_detail(self, name: str) -> bool:
        """Tell whether a statement can do without the answer, and the page shows it folded."""
        question = self.form.questions[name]
        is_own = name in self.editor_names or name.startswith("area_") or bool(question.exclusive_with)
        return self.code in AREAS and not is_own and question.required == "no"


def add_named_member(data: QueryDict) -> QueryDict:
    """Return the posted data with the organisation that was named beside the list added to it, where its name is valid.

    One that cannot stays where it was typed, and its message with it.
    """
    try:
        name = make_field(vocabulary.field(MANUAL_MEMBER_FIELD), legal_form="").clean(data[MANUAL_MEMBER_FIELD])
    except forms.ValidationError:
        return data
    is_group = data.get("is_group") == "yes"
    return add_item(data, "group_members") if name and is_group else data


def _typed_items(code: str, items: list[SectionAnswers]) -> list[SectionAnswers]:
    questions = vocabulary.item_fields(code)
    return [{question.name: to_typed(question, item.get(question.name)) for question in questions} for item in items]


FieldProblem = tuple[str, str]


def check_section(code: str, answers: Answers, around: Any) -> Iterator[FieldProblem]:
    """Yield field and sentence of each problem between the answers of a section."""
    if code == SectionCode.PERIOD:
        yield from check_period(answers, around)
    if code == SectionCode.SIGNOFF:
        yield from check_legal_form(answers, around)


def check_legal_form(answers: Answers, around: Any) -> Iterator[FieldProblem]:
    """Refuse another legal form than the organisation's: who approves and signs follows from it (s.54(6))."""
    form = answers.get("legal_form")
    if form and around.legal_form and form != around.legal_form:
        yield (
            "legal_form",
            _("Your organisation’s settings give another kind of organisation. An administrator can change it there"),
        )


def check_period(answers: Answers, around: Any) -> Iterator[FieldProblem]:
    """Check that the year has begun, is in order, not too long, since the Act, and overlaps no other statement."""
    start, end = parse_day(answers.get("period_start")), parse_day(answers.get("period_end"))
    if start and start > around.today:
        yield "period_start", _("The financial year must have started. Check the first day")
    if not start or not end:
        return
    for problem in period_problems(start, end, today=around.today):
        if not problem.is_warning:
            yield problem.field, _(problem.sentence)
    for year, first, last in around.periods:
        # The very same year is no slip of a day: the service finds its draft, or says that it is published.
        if (start, end) != (first, last) and overlap((start, end), (first, last)):
            sentence = _(
                "%(first)s to %(last)s is already in your statement for %(year)s. A day cannot be in two statements"
            )
            yield (
                "period_end" if start < first else "period_start",
                sentence % {"first": date_format(first, "j F Y"), "last": date_format(last, "j F Y"), "year": year},
            )
