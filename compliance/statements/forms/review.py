"""Comments, answers, and the drafter's word on a check."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from compliance.statements.choices import SectionCode
from compliance.statements.forms.fields import TextField
from portal.core.forms import GovukTextarea


class CommentForm(forms.Form):
    """A question on the text, or on one section of it."""

    mark_optional = False

    def __init__(self, *args: Any, sections: list[SectionCode], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"] = forms.ChoiceField(
            label=_("Which part is it about?"),
            choices=[("", _("The whole statement")), *((code.value, code.label) for code in sections)],
            required=False,
            error_messages={"invalid_choice": _("Choose a part of the statement")},
        )
        self.fields["text"] = TextField(
            label=_("Your comment"),
            max_length=5000,
            widget=GovukTextarea(maxlength=5000, rows=4),
            error_messages={"required": _("Write your comment")},
        )


class WordForm(forms.Form):
    """One text in a thread: an answer, or what one has just written and changes."""

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"] = TextField(
            label=label,
            max_length=5000,
            widget=GovukTextarea(rows=3),
            error_messages={"required": _("Write some text")},
        )


class CheckAnswerForm(forms.Form):
    """What the drafter says to a criterion: "we cover this on page 4"."""

    mark_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"] = TextField(
            label=_("Your answer to this"),
            help_text=_("For example, “We cover this under Training” or “Not relevant, because …”. Reviewers see it."),
            max_length=500,
            required=False,
            widget=GovukTextarea(maxlength=500, threshold=50, rows=2),
        )
