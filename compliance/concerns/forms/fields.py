"""Fields of the journey: nothing is remembered by the browser, and every text is counted as people count it."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.concerns.forms.binding import FIELD, BoundToDraftForm
from compliance.concerns.labels import Text, Words
from portal.core.forms import GovukCheckboxes, GovukRadios, GovukTextarea, GovukTextInput

MAX_SHORT_TEXT, MAX_LONG_TEXT, MAX_ACCOUNT_TEXT = 200, 5_000, 15_000
COUNTER_THRESHOLD = 80
MAX_PEOPLE = 100_000


class PlainText(forms.CharField):
    """A browser sends two characters for the end of a line, and shows its writer a count with one."""

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")


def text_field(
    label: Text, hint: Text = "", *, most: int = MAX_SHORT_TEXT, width: int | None = None, **attrs: str
) -> forms.CharField:
    return PlainText(
        label=label,
        help_text=hint,
        required=False,
        max_length=most,
        widget=GovukTextInput({"autocomplete": "off", **attrs}, width=width),
        error_messages={"max_length": _("Use %(limit_value)d characters or fewer")},
    )


def textarea_field(label: Text, hint: Text = "", *, most: int = MAX_LONG_TEXT, rows: int = 4) -> forms.CharField:
    return PlainText(
        label=label,
        help_text=hint,
        required=False,
        max_length=most,
        widget=GovukTextarea({"autocomplete": "off"}, maxlength=most, threshold=COUNTER_THRESHOLD, rows=rows),
        error_messages={"max_length": _("Use %(limit_value)d characters or fewer")},
    )


def radios_field(label: Text, words: Words, hint: Text = "", *, required: Text = "", **said: Any) -> forms.ChoiceField:
    """required: what is said when nothing is chosen; without it the question may be skipped."""
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        choices=list(words.items()),
        required=bool(required),
        widget=GovukRadios(**said),
        error_messages={"required": required} if required else None,
    )


def checkboxes_field(label: Text, words: Words, hint: Text = "", **said: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, help_text=hint, choices=list(words.items()), required=False, widget=GovukCheckboxes(**said)
    )


def number_field(label: Text) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=MAX_PEOPLE)


def select_field(label: Text, words: Words, hint: Text = "") -> forms.ChoiceField:
    """A long list, of which nothing need be chosen."""
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        choices=[("", _("Choose one, or skip")), *words.items()],
        required=False,
        widget=forms.Select({"autocomplete": "off"}),
    )


class QuestionForm(BoundToDraftForm):
    """A page of the journey. answers: what is known so far, which decides the words.

    Nothing is marked "(optional)": the journey says once that questions may be skipped.
    """

    heading: Text = ""
    intro: Text = _("You can skip any of these.")
    # Whether heading and intro stand above a question that is alone on its page.
    keeps_intro = False

    def __init__(self, *args: Any, answers: dict[str, Any], route: str, binding: str = "", **kwargs: Any) -> None:
        super().__init__(*args, initial=answers, binding=binding, **kwargs)
        self.answers, self.route = answers, route
        self.build()

    def build(self) -> None:
        """Add fields that depend on self.route and self.answers; a form without such has nothing to do here."""

    @property
    def is_self(self) -> bool:
        return self.route == "r1"

    @property
    def is_advice(self) -> bool:
        """A business asks for itself: there is no person, and no place where it happens."""
        return self.route == "r6"

    @property
    def given(self) -> dict[str, Any]:
        """What the page adds to the answers; empty ones are left out."""
        said = {key: value for key, value in self.cleaned_data.items() if key != FIELD}
        return {key: value for key, value in said.items() if value not in ("", None, [], False)}


class CardForm(QuestionForm):
    """One more of what a page asked once. token: a form sent twice adds it once. add: what its button says."""

    add: Text = ""
    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    @property
    def is_untouched(self) -> bool:
        """Sent with nothing written or chosen."""
        return all(self.data.getlist(name) in ([], [""]) for name in self.fields if name not in {"token", FIELD})

    @property
    def card(self) -> dict[str, Any]:
        """As the answers hold it."""
        said = self.given
        return {"id": str(said.pop("token", "")), **said}
