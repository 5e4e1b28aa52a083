"""Lists whose items have questions of their own: risks, measures, goals, members of a group."""

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet, formset_factory
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from compliance.organisations.rules.names import normalise_name
from compliance.statements import vocabulary
from compliance.statements.choices import SectionCode
from compliance.statements.core.forms.fields import AREA_LIST, TextField, make_field, remove_option, to_stored
from compliance.statements.rules import outline
from compliance.statements.types import SectionAnswers
from compliance.statements.vocabulary import Disclosure
from portal.core.forms import GovukRadios, GovukTextarea
from portal.core.languages import cache_by_language

ITEM_LISTS: dict[str, tuple[str, ...]] = {
    SectionCode.ORGANISATIONS: ("group_members",),
    SectionCode.RISK: ("risks",),
    SectionCode.MONITORING: ("kpis", "goals"),
}
# The answer without which an item says nothing.
ITEM_NAME_FIELDS = {"group_members": "legal_name", "risks": "description", "kpis": "name", "goals": "text"}


# More stored items than these are folded as a whole.
MAX_OPEN_ITEMS = 3
# What one item is called, and the button that adds one.
ITEM_LABELS = {
    "group_members": (gettext_lazy("Organisation"), gettext_lazy("Add an organisation")),
    "risks": (gettext_lazy("Risk"), gettext_lazy("Add a risk")),
    "kpis": (gettext_lazy("Measure"), gettext_lazy("Add a measure")),
    "goals": (gettext_lazy("Goal"), gettext_lazy("Add a goal")),
}


class ItemForm(forms.Form):
    """One item. An empty one is dropped; one that has answers needs its name."""

    list_code = ""
    mark_optional = False

    def __init__(self, *args: Any, around: Any, **kwargs: Any) -> None:
        kwargs["empty_permitted"] = True
        kwargs["use_required_attribute"] = False
        super().__init__(*args, **kwargs)
        self.around = around
        self.questions = {question.name: question for question in vocabulary.item_fields(self.list_code)}
        for name, question in self.questions.items():
            self.fields[name] = make_field(question)
            if around.is_short and question.enumeration == AREA_LIST:
                remove_option(self.fields[name], SectionCode.INTRO)

    def has_changed(self) -> bool:
        return True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        answers = {
            name: to_stored(question, self.cleaned_data.get(name))
            for name, question in self.questions.items()
            if name in self.cleaned_data
        }
        answers = {name: value for name, value in answers.items() if not outline.is_empty(value)}
        key = ITEM_NAME_FIELDS[self.list_code]
        for name, question in self.questions.items():
            if question.asked_when and question.asked_when.field == "is_group":
                continue
            if question.cleared_otherwise and not question.is_asked(answers):
                self._errors.pop(name, None)
                answers.pop(name, None)
            elif question.is_needed(answers) and outline.is_empty(answers.get(name)) and name not in self._errors:
                self.add_error(name, _("Answer “%(label)s”") % {"label": _(question.label)})
        if answers and key not in answers and key not in self._errors:
            label = _(self.questions[key].label)
            self.add_error(key, _("Answer “%(label)s”, or remove this part") % {"label": label})
        self.answers = answers
        if self.list_code == "group_members" and answers:
            self._check_member()
        return cleaned

    @property
    def title(self) -> str:
        """Return what names the item, as it was stored or typed."""
        return str(self[ITEM_NAME_FIELDS[self.list_code]].value() or "")

    @property
    def is_folded(self) -> bool:
        """Tell whether only the name of the item shows: it was stored, and nothing in it is wrong."""
        is_open_goal = self.list_code == "goals" and not self["status"].value()
        return bool(self.title) and not self.is_bound and not is_open_goal

    def _check_member(self) -> None:
        """Not the organisation itself; scope is needed; a member in scope is covered or not."""
        if not self.answers.get("scope") and "scope" not in self._errors:
            self.add_error("scope", _("Say whether this organisation itself has to publish"))
        name, number = self.answers.get("legal_name", ""), self.answers.get("company_number", "")
        own_number = self.around.company_number
        if (number and number == own_number) or (
            name and normalise_name(name) == normalise_name(self.around.organisation_name)
        ):
            self.add_error("legal_name", _("Your own organisation is already covered. Name the others"))


class BaseItems(BaseFormSet):
    """silence() shows what was typed without judging it. is_needed: the section is not whole without an item."""

    list_code = ""
    is_needed = False
    default_error_messages = {
        "too_many_forms": ngettext_lazy("Add %(num)d at most", "Add %(num)d at most", "num"),
    }

    def __init__(self, *args: Any, around: Any, initial: list | None = None, **kwargs: Any) -> None:
        kwargs["form_kwargs"] = {"around": around}
        super().__init__(*args, initial=initial or None, **kwargs)
        if not initial:
            self.extra = 1

    def add_prefix(self, index: int | str) -> str:
        return f"{self.prefix}-{index}"

    def clean(self) -> None:
        if self.list_code == "group_members":
            self._no_member_twice()

    def _no_member_twice(self) -> None:
        seen: set[str] = set()
        for form in self.forms:
            answers = getattr(form, "answers", {})
            names = {answers.get("company_number") or "", normalise_name(answers.get("legal_name", ""))} - {""}
            if names & seen:
                form.add_error("legal_name", _("This organisation is already on the list. Remove one of the two"))
            seen |= names

    def silence(self) -> None:
        self._errors = [ErrorDict() for _form in self.forms]
        self._non_form_errors = self.error_class()
        for form in self.forms:
            form._errors = ErrorDict()
            form.cleaned_data = {}

    @property
    def answers(self) -> list[SectionAnswers]:
        return [form.answers for form in self.forms if form.answers]

    @property
    def question(self) -> vocabulary.Field:
        return vocabulary.field(self.list_code)

    @property
    def label(self) -> str:
        return _(self.question.label)

    @property
    def item_label(self) -> str:
        return str(ITEM_LABELS[self.list_code][0])

    @property
    def add_label(self) -> str:
        return str(ITEM_LABELS[self.list_code][1])

    @property
    def add_another_label(self) -> str:
        return _("Add another: %(item)s") % {"item": self.item_label}

    @property
    def is_folded(self) -> bool:
        """Tell whether the questions of the item are folded: nothing typed, nothing wrong, no more wanted."""
        is_empty = len(self.forms) == 1 and not any(
            self.forms[0][name].value() not in (None, "", []) for name in self.forms[0].fields
        )
        return is_empty and not self.is_needed and not self.total_error_count() and not self.has_offers

    @property
    def is_long(self) -> bool:
        """Tell whether the whole list is folded: its stored items would push the rest of the page away."""
        return len(self.forms) > MAX_OPEN_ITEMS and all(form.is_folded for form in self.forms)

    @property
    def has_offers(self) -> bool:
        """Tell whether organisations of the group can be added with a button."""
        return self.list_code == "group_members" and bool(self.forms[0].around.known_members)

    @property
    def is_full(self) -> bool:
        return len(self.forms) >= self.max_num


Items = BaseItems


def items_factory(code: str) -> type[BaseItems]:
    most = vocabulary.field(code).max_items or 20
    form = type(f"{code}_form", (ItemForm,), {"list_code": code})
    formset: Any = formset_factory(
        form, formset=BaseItems, extra=0, max_num=most, absolute_max=most + 1, validate_max=True
    )
    formset.list_code = code
    return formset


def count_items(data: QueryDict, code: str) -> int:
    """Count the posted items by their fields: a counter can be missing or wrong, and items would be lost."""
    indexes = (name.split("-")[1] for name in data if name.startswith(f"{code}-") and name.count("-") >= 2)
    return max(
        (int(index) + 1 for index in indexes if index.isascii() and index.isdigit() and len(index) < 5), default=0
    )


def with_item_count(data: QueryDict, code: str) -> QueryDict:
    """Return the posted data with the right counter; there is always room for one item."""
    changed = data.copy()
    changed[f"{code}-TOTAL_FORMS"], changed[f"{code}-INITIAL_FORMS"] = str(count_items(data, code) or 1), "0"
    return changed


def add_item(data: QueryDict, code: str) -> QueryDict:
    """Return the posted data with room for one more item."""
    changed = data.copy()
    manual = str(changed.get("group_member_manual_name", "")).strip() if code == "group_members" else ""
    if code in ITEM_NAME_FIELDS:
        changed[f"{code}-{count_items(data, code)}-{ITEM_NAME_FIELDS[code]}"] = manual
    if manual:
        changed["group_member_manual_name"] = ""
    return changed


def add_member(data: QueryDict, number: str, name: str) -> QueryDict:
    """Return the posted data with a known organisation in the first empty place of the group."""
    changed, count = data.copy(), count_items(data, "group_members")
    used = {key.split("-")[1] for key in data if key.startswith("group_members-") and str(data.get(key) or "").strip()}
    index = next((index for index in range(count) if str(index) not in used), count)
    changed[f"group_members-{index}-legal_name"] = name
    changed[f"group_members-{index}-company_number"] = number
    changed["is_group"] = "yes"
    return changed


def add_filled_items(data: QueryDict, code: str, items: Iterable[Mapping[str, str]]) -> QueryDict:
    """Return the posted data with items in the first places of the list where nothing is typed."""
    changed, count = data.copy(), count_items(data, code)
    used = {key.split("-")[1] for key in data if key.startswith(f"{code}-") and str(data.get(key) or "").strip()}
    places = (index for index in itertools.count() if str(index) not in used or index >= count)
    for index, item in zip(places, items, strict=False):
        for name, value in item.items():
            changed[f"{code}-{index}-{name}"] = value
    return changed


def remove_item(data: QueryDict, code: str, position: int) -> QueryDict:
    """Return the posted data without one item of the list; the later ones move up."""
    changed, count = data.copy(), count_items(data, code)
    if not 0 <= position < count:
        return changed
    fields = {name.split("-", 2)[2] for name in changed if name.startswith(f"{code}-") and name.count("-") >= 2}
    for index in range(position, count):
        for name in fields:
            following = changed.getlist(f"{code}-{index + 1}-{name}") if index + 1 < count else []
            if following:
                changed.setlist(f"{code}-{index}-{name}", following)
            else:
                changed.pop(f"{code}-{index}-{name}", None)
    return changed


# One tick that confirms every suggestion of the checklist.
CONFIRM_FIELD = "confirm_points"

# Only what was seen in the guide may be called the guide's (docs/requirements/statements.md#origin-of-items).
ORIGIN_LABELS = {
    "seen": gettext_lazy("a topic of the statutory guidance"),
    "template": gettext_lazy("from the international template"),
    "eti": gettext_lazy("from the ETI framework"),
    "inferred": gettext_lazy("our suggestion"),
}

# The vocabulary's words in short, so that the four answers fit one line.
SHORT = {
    "covered": gettext_lazy("Covered"),
    "planned": gettext_lazy("Planned"),
    "not_covered": gettext_lazy("Not covered"),
    "not_relevant": gettext_lazy("Not relevant"),
}


@dataclass(frozen=True)
class DisclosureItem:
    """One item as the page draws it. suggestion: what the text seems to say, with its sentence."""

    form: forms.Form
    disclosure: Disclosure
    suggestion: Any = None

    @property
    def status(self) -> BoundField:
        return self.form[f"{self.disclosure.code}-status"]

    @property
    def text(self) -> BoundField:
        return self.form[f"{self.disclosure.code}-text"]

    @property
    def has_errors(self) -> bool:
        return bool(self.status.errors or self.text.errors)


def describe_origin(disclosure: Disclosure) -> str:
    return _("Level %(level)s, %(origin)s") % {"level": disclosure.level, "origin": ORIGIN_LABELS[disclosure.evidence]}


def add_disclosures(
    form: forms.Form, area: str, *, levels: tuple[int, ...], suggestions: Mapping[str, Any] | None = None
) -> list[DisclosureItem]:
    """Add two fields for each item. All forms have the same ones, which nothing changes.

    suggestions: by code of the item; each brings a hidden field, by which an untouched suggestion is known again.
    """
    form.fields.update(_make_disclosure_fields(area, levels))
    items = [item for level in levels for item in vocabulary.disclosures(area, level)]
    return [DisclosureItem(form, item, (suggestions or {}).get(item.code)) for item in items]


def is_unconfirmed(form: Any, code: str) -> bool:
    """Tell whether the answer is a suggestion that the person neither changed nor confirmed."""
    suggested = form.data.get(f"{code}-suggested")
    is_same = bool(suggested) and suggested == form.cleaned_data.get(f"{code}-status")
    return is_same and not form.cleaned_data.get(f"{code}-text") and not form.data.get(CONFIRM_FIELD)


@cache_by_language
def _make_disclosure_fields(area: str, levels: tuple[int, ...]) -> dict[str, forms.Field]:
    items = [disclosure for level in levels for disclosure in vocabulary.disclosures(area, level)]
    options = vocabulary.enumeration("disclosure_status")
    question = vocabulary.field("disclosure.text")
    fields: dict[str, forms.Field] = {}
    for item in items:
        fields[f"{item.code}-status"] = forms.ChoiceField(
            label=_(item.text),
            help_text=describe_origin(item),
            choices=[(value, SHORT.get(value, _(label))) for value, label in options.choices],
            required=False,
            widget=GovukRadios(small=True, inline=True),
            error_messages={"invalid_choice": _("Select an answer for “%(item)s”") % {"item": _(item.text)}},
        )
        fields[f"{item.code}-text"] = TextField(
            label=_(question.label),
            max_length=question.max_length,
            required=False,
            widget=GovukTextarea({"aria-label": f"{_(question.label)} {_(item.text)}"}, rows=2),
        )
    return fields


def get_disclosures(form: Any) -> dict[str, dict[str, str]]:
    """Return the answers by code. A point that is not relevant needs a reason; text without status is a slip."""
    items = {}
    for item in form.disclosures:
        code = item.disclosure.code
        status, text = form.cleaned_data.get(f"{code}-status"), form.cleaned_data.get(f"{code}-text")
        if text and not status and f"{code}-status" not in form.errors:
            form.add_error(f"{code}-status", _("Say whether you cover “%(item)s”") % {"item": item.disclosure.text})
        elif status == "not_relevant" and not text and f"{code}-text" not in form.errors:
            form.add_error(
                f"{code}-text", _("Say why “%(item)s” is not relevant to you") % {"item": item.disclosure.text}
            )
        elif status and not is_unconfirmed(form, code):
            items[code] = {"status": status, "text": text or ""}
    return _with_deeper(form, items)


def _with_deeper(form: Any, answers: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """The short path hides level 2; what was answered there before stays."""
    shown = {item.disclosure.code for item in form.disclosures}
    hidden = {code: item for code, item in form.around.hidden_disclosures.items() if code not in shown}
    return hidden | answers
