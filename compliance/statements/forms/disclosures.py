"""What a section may tell, item by item: its status, a sentence on it, and where the item comes from."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.statements import vocabulary
from compliance.statements.forms.fields import TextField
from compliance.statements.vocabulary import Disclosure
from portal.core.forms import GovukRadios, GovukTextarea

# Only what was seen in the guide may be called the guide's (domain guide, "How to read it").
ORIGIN = {
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


def origin(disclosure: Disclosure) -> str:
    return _("Level %(level)s, %(origin)s") % {"level": disclosure.level, "origin": ORIGIN[disclosure.evidence]}


def add_disclosures(form: forms.Form, area: str, *, levels: Iterable[int]) -> list[DisclosureItem]:
    items = [one for level in levels for one in vocabulary.disclosures(area, level)]
    options = vocabulary.enumeration("disclosure_status")
    question = vocabulary.field("disclosure.text")
    for item in items:
        form.fields[f"{item.code}-status"] = forms.ChoiceField(
            label=_(item.text),
            help_text=origin(item),
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


def disclosures_of(form: Any) -> dict[str, dict[str, str]]:
    """Answers by code. A reason is needed for what is not relevant; text without a status is an oversight."""
    found = {}
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
            found[code] = {"status": status, "text": text or ""}
    return _with_deeper(form, found)


def _with_deeper(form: Any, found: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """The short path hides level 2; what was answered there before stays."""
    shown = {item.disclosure.code for item in form.disclosures}
    kept = {code: item for code, item in form.around.hidden_disclosures.items() if code not in shown}
    return kept | found
