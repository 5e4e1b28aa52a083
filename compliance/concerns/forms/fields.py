"""The fields of the reporters' pages: browsers remember nothing, and text is counted as people count it."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.concerns.forms.binding import FIELD, BoundToDraftForm
from compliance.concerns.labels import Text, Words
from portal.core.forms import GovukCheckboxes, GovukRadios, GovukTextarea, GovukTextInput
from portal.core.types import JsonObject

MAX_SHORT_TEXT, MAX_LONG_TEXT, MAX_ACCOUNT_TEXT = 200, 5_000, 15_000
COUNTER_THRESHOLD = 80
MAX_PEOPLE = 100_000


class PlainText(forms.CharField):
    """A text field that counts the end of a line as one character, as the page's counter does."""

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")


def text_field(
    label: Text, hint: Text = "", *, max_length: int = MAX_SHORT_TEXT, width: int | None = None, **attrs: str
) -> forms.CharField:
    """Return a field of one line."""
    return PlainText(
        label=label,
        help_text=hint,
        required=False,
        max_length=max_length,
        widget=GovukTextInput({"autocomplete": "off", **attrs}, width=width),
        error_messages={"max_length": _("Use %(limit_value)d characters or fewer")},
    )


def textarea_field(label: Text, hint: Text = "", *, max_length: int = MAX_LONG_TEXT, rows: int = 4) -> forms.CharField:
    """Return a field of several lines."""
    return PlainText(
        label=label,
        help_text=hint,
        required=False,
        max_length=max_length,
        widget=GovukTextarea({"autocomplete": "off"}, maxlength=max_length, threshold=COUNTER_THRESHOLD, rows=rows),
        error_messages={"max_length": _("Use %(limit_value)d characters or fewer")},
    )


def radios_field(
    label: Text, options: Words, hint: Text = "", *, required: Text = "", **widget_options: Any
) -> forms.ChoiceField:
    """Return a choice of one. required: the error when nothing is chosen; without it the question may be skipped."""
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        choices=list(options.items()),
        required=bool(required),
        widget=GovukRadios(**widget_options),
        error_messages={"required": required} if required else None,
    )


def checkboxes_field(label: Text, options: Words, hint: Text = "", **widget_options: Any) -> forms.MultipleChoiceField:
    """Return a choice of several."""
    return forms.MultipleChoiceField(
        label=label,
        help_text=hint,
        choices=list(options.items()),
        required=False,
        widget=GovukCheckboxes(**widget_options),
    )


def number_field(label: Text) -> forms.IntegerField:
    """Return a field for a number of people."""
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=MAX_PEOPLE)


def select_field(label: Text, options: Words, hint: Text = "") -> forms.ChoiceField:
    """Return a long list from which nothing need be chosen."""
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        choices=[("", _("Choose one, or skip this")), *options.items()],
        required=False,
        widget=forms.Select({"autocomplete": "off"}),
    )


class QuestionForm(BoundToDraftForm):
    """A page of the journey. answers: the known answers, which decide the labels.

    Nothing is marked "(optional)": the journey says once that questions may be skipped.
    """

    heading: Text = ""
    intro: Text = _("You can skip any of these.")
    # Whether heading and intro stand above a question that is alone on its page.
    keeps_intro = False

    def __init__(self, *args: Any, answers: JsonObject, route: str, binding: str = "", **kwargs: Any) -> None:
        super().__init__(*args, initial=answers, binding=binding, **kwargs)
        self.answers, self.route = answers, route
        self.build()

    def build(self) -> None:
        """Add fields that depend on self.route and self.answers; the base form has none."""

    @property
    def is_self(self) -> bool:
        """Return whether the reporter reports about themselves."""
        return self.route == "r1"

    @property
    def is_advice(self) -> bool:
        """Return whether a business asks for itself: there is no affected person and no place."""
        return self.route == "r6"

    @property
    def page_answers(self) -> JsonObject:
        """Return what the page adds to the answers; empty ones are left out."""
        cleaned = {key: value for key, value in self.cleaned_data.items() if key != FIELD}
        return {key: value for key, value in cleaned.items() if value not in ("", None, [], False)}


class CardForm(QuestionForm):
    """One more item of a page. token: a form sent twice adds it once. add: the label of its button."""

    add: Text = ""
    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    @property
    def is_untouched(self) -> bool:
        """Return whether it was sent with nothing written or chosen."""
        return all(self.data.getlist(name) in ([], [""]) for name in self.fields if name not in {"token", FIELD})

    @property
    def card_answers(self) -> JsonObject:
        """Return the card as the answers contain it."""
        answers = self.page_answers
        return {"id": str(answers.pop("token", "")), **answers}
