"""The forms of "do we need a statement?", one for each question."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from compliance.organisations.choices import GroupRole, LegalForm, TurnoverBand
from compliance.organisations.rules import scope
from compliance.organisations.rules.scope import Answer, Question
from portal.core.forms import GovukDateField, GovukRadios, GovukTextInput

YES, NO = ("yes", _("Yes")), ("no", _("No"))
CHOICES = {
    "yes_no": [YES, NO],
    # The rules ask whether all business had ceased; people are asked whether there was any.
    "traded": [("no", YES[1]), ("yes", NO[1])],
    "yes_no_unsure": [YES, NO, ("unsure", _("I am not sure"))],
    "legal_form": LegalForm.choices,
    "group": GroupRole.choices,
}
NOT_KNOWN = "not_provided"


class QuestionForm(forms.Form):
    """A question with one choice as its answer."""

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.question = question
        self.fields["answer"] = self.make_field()

    def make_field(self) -> forms.Field:
        """Return the field of the answer."""
        return forms.ChoiceField(
            label=_(self.question["text"]),
            help_text=_(self.question.get("hint", "")),
            choices=CHOICES[self.question["kind"]],
            widget=GovukRadios(inline=self.question["kind"] in ("yes_no", "traded")),
            error_messages={"required": _("Select an answer: %(question)s") % {"question": _(self.question["text"])}},
        )

    def answer(self) -> Any:
        """Return the answer as a plain value, so that it fits a web session and JSON."""
        return self.cleaned_data["answer"]


class TurnoverForm(QuestionForm):
    """A sum as people type it, or a band where the sum is not known."""

    UNREADABLE = _("Turnover must be a number, like 36,000,000")

    def make_field(self) -> forms.Field:
        """Return the field of the sum and add the field of the band."""
        self.fields["band"] = forms.ChoiceField(
            label=_("Or select a range"),
            required=False,
            choices=[
                ("", _("I have entered the turnover above")),
                *TurnoverBand.choices[1:],
                (NOT_KNOWN, _("I do not know")),
            ],
            widget=GovukRadios(),
        )
        self.mark_optional = False
        return forms.CharField(
            label=_(self.question["text"]),
            help_text=_(self.question["hint"]),
            required=False,
            max_length=40,
            error_messages={"max_length": self.UNREADABLE},
            widget=GovukTextInput(
                {"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}, prefix="£", width=20
            ),
        )

    def clean_answer(self) -> int | None:
        """Return the sum in whole pounds, or None where none was typed."""
        typed = self.cleaned_data["answer"]
        if not typed:
            return None
        try:
            return scope.parse_turnover(typed)
        except ValueError as error:
            raise ValidationError(self.UNREADABLE) from error

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        pounds, band = cleaned.get("answer"), cleaned.get("band")
        if "answer" not in self.errors and "band" not in self.errors:
            if pounds is None and not band:
                self.add_error("answer", _("Enter turnover as a number, like 36,000,000, or select a range"))
            elif pounds is not None and band and band != scope.turnover_band_for(pounds):
                self.add_error(
                    "band", _("Select the range that includes your number, or “I have entered the turnover above”")
                )

    def answer(self) -> int | str:
        """Return whole pounds, or the code of the band."""
        pounds = self.cleaned_data["answer"]
        return self.cleaned_data["band"] if pounds is None else pounds


class YearEndForm(QuestionForm):
    """A date, or nothing where it is not known yet."""

    def make_field(self) -> forms.Field:
        """Return the field of the date."""
        return GovukDateField(
            label=_(self.question["text"]),
            help_text=_("For example, 31 3 2026. %(hint)s") % {"hint": _(self.question["hint"])},
            required=False,
            earliest=date(2015, 1, 1),
            latest=date(2100, 12, 31),
        )

    def answer(self) -> str:
        """Return the date as ISO text, or an empty string."""
        day = self.cleaned_data["answer"]
        return day.isoformat() if day else ""


FORMS = {"turnover": TurnoverForm, "date": YearEndForm}


def form_for(question: Question, data: Any = None, *, answer: Answer = None) -> QuestionForm:
    """Return the form of a question, bound to data or filled with the answer given before."""
    initial: dict[str, object] = {"answer": answer}
    if question["kind"] == "turnover" and isinstance(answer, str):
        initial = {"band": answer}
    elif question["kind"] == "turnover" and isinstance(answer, int):
        initial = {"answer": f"{answer:,}", "band": ""}
    return FORMS.get(question["kind"], QuestionForm)(data, question=question, initial=initial)
