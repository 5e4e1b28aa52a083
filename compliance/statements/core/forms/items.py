"""Lists whose items have questions of their own: risks, measures, goals, members of a group."""

from collections.abc import Iterable
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
from compliance.statements.vocabulary import Disclosure
from portal.core.forms import GovukRadios, GovukTextarea

ITEM_LISTS: dict[str, tuple[str, ...]] = {
    SectionCode.ORGANISATIONS: ("group_members",),
    SectionCode.RISK: ("risks",),
    SectionCode.MONITORING: ("kpis", "goals"),
}
# The answer without which an item says nothing.
ITEM_NAME_FIELDS = {"group_members": "legal_name", "risks": "description", "kpis": "name", "goals": "text"}


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
                self.add_error(name, _("%(label)s Enter an answer") % {"label": _(question.label)})
        if answers and key not in answers and key not in self._errors:
            label = _(self.questions[key].label)
            self.add_error(key, _("%(label)s: enter an answer, or remove this part") % {"label": label})
        self.answers = answers
        if self.list_code == "group_members" and answers:
            self._check_member()
        return cleaned

    def _check_member(self) -> None:
        """Not the organisation itself; scope is needed; a member in scope is covered or not."""
        if not self.answers.get("scope") and "scope" not in self._errors:
            self.add_error("scope", _("Say whether this organisation itself has to publish"))
        name, number = self.answers.get("legal_name", ""), self.answers.get("company_number", "")
        own_number = self.around.company_number
        if (number and number == own_number) or (
            name and normalise_name(name) == normalise_name(self.around.organisation_name)
        ):
            self.add_error("legal_name", _("Your own organisation is covered already. Name the others"))


class BaseItems(BaseFormSet):
    """silence() shows what was typed without judging it. is_needed: the section is not whole without an item."""

    list_code = ""
    is_needed = False
    default_error_messages = {
        "too_many_forms": ngettext_lazy("Name %(num)d at most", "Name %(num)d at most", "num"),
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
                form.add_error("legal_name", _("This organisation is on the list already. Remove one of the two"))
            seen |= names

    def silence(self) -> None:
        self._errors = [ErrorDict() for _form in self.forms]
        self._non_form_errors = self.error_class()
        for form in self.forms:
            form._errors = ErrorDict()
            form.cleaned_data = {}

    @property
    def answers(self) -> list[dict[str, Any]]:
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
        return is_empty and not self.is_needed and not self.total_error_count()

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


def remove_item(data: QueryDict, code: str, place: int) -> QueryDict:
    """Return the posted data without one item of the list; the later ones move up."""
    changed, count = data.copy(), count_items(data, code)
    if not 0 <= place < count:
        return changed
    fields = {name.split("-", 2)[2] for name in changed if name.startswith(f"{code}-") and name.count("-") >= 2}
    for index in range(place, count):
        for name in fields:
            following = changed.getlist(f"{code}-{index + 1}-{name}") if index + 1 < count else []
            if following:
                changed.setlist(f"{code}-{index}-{name}", following)
            else:
                changed.pop(f"{code}-{index}-{name}", None)
    return changed


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
    """One item as the page draws it."""

    form: forms.Form
    disclosure: Disclosure

    @property
    def status(self) -> BoundField:
        return self.form[f"{self.disclosure.code}-status"]

    @property
    def text(self) -> BoundField:
        return self.form[f"{self.disclosure.code}-text"]


def describe_origin(disclosure: Disclosure) -> str:
    return _("Level %(level)s, %(origin)s") % {"level": disclosure.level, "origin": ORIGIN_LABELS[disclosure.evidence]}


def add_disclosures(form: forms.Form, area: str, *, levels: Iterable[int]) -> list[DisclosureItem]:
    items = [disclosure for level in levels for disclosure in vocabulary.disclosures(area, level)]
    options = vocabulary.enumeration("disclosure_status")
    question = vocabulary.field("disclosure.text")
    for item in items:
        form.fields[f"{item.code}-status"] = forms.ChoiceField(
            label=_(item.text),
            help_text=describe_origin(item),
            choices=[(value, SHORT.get(value, _(label))) for value, label in options.choices],
            required=False,
            widget=GovukRadios(small=True, inline=True),
            error_messages={"invalid_choice": _("%(item)s: choose one of the answers") % {"item": _(item.text)}},
        )
        form.fields[f"{item.code}-text"] = TextField(
            label=_(question.label),
            max_length=question.max_length,
            required=False,
            widget=GovukTextarea({"aria-label": f"{_(question.label)} {_(item.text)}"}, rows=2),
        )
    return [DisclosureItem(form, item) for item in items]


def get_disclosures(form: Any) -> dict[str, dict[str, str]]:
    """Return the answers by code. A point that is not relevant needs a reason; text without status is a slip."""
    items = {}
    for item in form.disclosures:
        code = item.disclosure.code
        status, text = form.cleaned_data.get(f"{code}-status"), form.cleaned_data.get(f"{code}-text")
        if text and not status and f"{code}-status" not in form.errors:
            form.add_error(f"{code}-status", _("%(item)s: say whether you cover it") % {"item": item.disclosure.text})
        elif status == "not_relevant" and not text and f"{code}-text" not in form.errors:
            form.add_error(
                f"{code}-text", _("%(item)s: say why it is not relevant to you") % {"item": item.disclosure.text}
            )
        elif status:
            items[code] = {"status": status, "text": text or ""}
    return _with_deeper(form, items)


def _with_deeper(form: Any, found: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """The short path hides level 2; what was answered there before stays."""
    shown = {item.disclosure.code for item in form.disclosures}
    hidden = {code: item for code, item in form.around.hidden_disclosures.items() if code not in shown}
    return hidden | found
