"""The drafter's answer to a criterion of the check."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from compliance.statements.core.forms.fields import TextField
from portal.core.forms import GovukTextarea


class CheckAnswerForm(forms.Form):
    """What the drafter says to a criterion: "we cover this on page 4"."""

    mark_optional = False
    cached_fields = frozenset({"text"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"] = TextField(
            label=_("Your answer to this"),
            help_text=_("For example, “We cover this under Training” or “Not relevant, because …”. Reviewers see it."),
            max_length=500,
            required=False,
            widget=GovukTextarea(maxlength=500, threshold=50, rows=2),
        )
