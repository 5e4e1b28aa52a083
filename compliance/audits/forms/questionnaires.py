"""The forms of a self-assessment: whom to ask, one topic of questions, sending, and the code of earlier answers."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.audits.forms.supplier_links import LATEST_REPLY, USUAL_REPLY
from compliance.audits.rules.questionnaires import MAX_NUMBER, MAX_TEXT, NUMBER, TEXT, Answers, Question, Topic
from compliance.audits.services.questionnaires import CODE_LENGTH, clean_code
from compliance.suppliers.models import Supplier
from portal.core.forms import GovukCheckboxes, GovukDateField, GovukRadios, GovukTextarea, GovukTextInput
from portal.core.templatetags.text import breakable

YES_NO_CHOICES = (
    ("yes", gettext_lazy("Yes")), ("partly", gettext_lazy("Partly")), ("no", gettext_lazy("No")),
    ("unsure", gettext_lazy("Not sure")),
)  # fmt: skip


class AskForm(forms.Form):
    """The suppliers to ask, and by when they should answer."""

    mark_optional = False

    def __init__(self, *args: Any, suppliers: Iterable[Supplier], today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"reply_by": today + USUAL_REPLY}, **kwargs)
        rows = list(suppliers)
        self.fields["suppliers"] = forms.MultipleChoiceField(
            label=_("Which suppliers?"),
            choices=[(str(row.uuid), row.name) for row in rows],
            widget=GovukCheckboxes(hints={str(row.uuid): breakable(row.contact_email) for row in rows}),
            error_messages=dict.fromkeys(
                ("required", "invalid_choice", "invalid_list"), _("Select at least one supplier from the list")
            ),
        )
        self.fields["reply_by"] = GovukDateField(
            label=_("Answer by"),
            earliest=today + timedelta(days=1),
            latest=today + LATEST_REPLY,
            error_messages={"required": _("Enter the date you want the answer by")},
        )


class TopicForm(forms.Form):
    """The questions of one topic. Each may stay open until the answers are sent."""

    mark_optional = False
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, topic: Topic, answers: Answers, version: int, **kwargs: Any) -> None:
        super().__init__(*args, initial=dict(answers) | {"version": str(version)}, **kwargs)
        self.topic = topic
        for question in topic.questions:
            self.fields[question.code] = _get_field(question)

    @property
    def answers(self) -> dict[str, str | int]:
        """Return the questions that were answered, with their answers."""
        cleaned = ((each.code, self.cleaned_data.get(each.code)) for each in self.topic.questions)
        return {code: answer for code, answer in cleaned if answer not in (None, "")}


def _get_field(question: Question) -> forms.Field:
    if question.kind == NUMBER:
        return forms.IntegerField(
            label=_(question.text),
            required=False,
            min_value=0,
            max_value=MAX_NUMBER,
            widget=GovukTextInput({"inputmode": "numeric"}, width=5),
            error_messages={"invalid": _("Enter a whole number, like 120")},
        )
    if question.kind == TEXT:
        return forms.CharField(
            label=_(question.text),
            required=False,
            max_length=MAX_TEXT,
            widget=GovukTextarea(maxlength=MAX_TEXT, threshold=75, rows=4),
        )
    return forms.ChoiceField(
        label=_(question.text),
        required=False,
        choices=YES_NO_CHOICES,
        widget=GovukRadios,
        error_messages={"invalid_choice": _("Select an answer")},
    )


class SendAnswersForm(forms.Form):
    """Who answers, and whether the supplier keeps a copy to use again."""

    mark_optional = False
    respondent = forms.CharField(
        label=gettext_lazy("Your name"), max_length=100, error_messages={"required": gettext_lazy("Enter your name")}
    )
    role = forms.CharField(
        label=gettext_lazy("Your job title"),
        max_length=100,
        error_messages={"required": gettext_lazy("Enter your job title")},
    )
    copy = forms.MultipleChoiceField(
        label=gettext_lazy("Use these answers again"),
        help_text=gettext_lazy("The answers are yours. With a code you can use them again when someone else asks you."),
        required=False,
        choices=[("keep", gettext_lazy("Give me a code for my answers"))],
        widget=GovukCheckboxes,
    )


class CodeForm(forms.Form):
    """The code of answers that the supplier gave before."""

    mark_optional = False
    code = forms.CharField(
        label=gettext_lazy("Code for your earlier answers"),
        help_text=gettext_lazy("20 letters and digits, like ABCDE-FGHJK-MNPQR-STVWX"),
        max_length=60,
        widget=GovukTextInput({"autocomplete": "off", "spellcheck": "false"}, width=20),
        error_messages={"required": gettext_lazy("Enter the code")},
    )

    def clean_code(self) -> str:
        code = clean_code(self.cleaned_data["code"])
        if len(code) != CODE_LENGTH:
            raise forms.ValidationError(_("A code has 20 letters and digits. Check each one."))
        return code
