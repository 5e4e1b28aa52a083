"""A question as a form: radios where one answer is right, checkboxes where several are."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.training.models import Question
from portal.core.forms import GovukCheckboxes, GovukRadios


class QuestionForm(forms.Form):
    """answer: places of the chosen answers, as a list of whole numbers."""

    mark_optional = False

    def __init__(self, *args: Any, question: Question, chosen: list[int] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(index), answer["text"]) for index, answer in enumerate(question.answers)]
        if question.has_several:
            self.fields["answer"] = forms.MultipleChoiceField(
                label=question.text,
                help_text=_("Select all correct answers."),
                choices=choices,
                widget=GovukCheckboxes,
                initial=[str(index) for index in chosen or ()],
                error_messages={"required": _("Select at least one answer")},
            )
        else:
            self.fields["answer"] = forms.ChoiceField(
                label=question.text,
                choices=choices,
                widget=GovukRadios,
                initial=str(chosen[0]) if chosen else None,
                error_messages={"required": _("Select an answer")},
            )

    def chosen(self) -> list[int]:
        answer = self.cleaned_data["answer"]
        return [int(index) for index in (answer if isinstance(answer, list) else [answer])]
