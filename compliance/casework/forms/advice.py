"""The answer to a request for advice, which also closes its case."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from compliance.casework.forms.cases import Versioned, text
from compliance.casework.forms.messages import ENGLISH, LONGEST, NOT_WRITTEN
from portal.core.forms import QuickChoiceField
from portal.core.forms.hidden_fields import TokenField
from portal.reference import helpline


class AdviceForm(Versioned):
    """has_code: whether the answer is sent, so that the language in which it is written is asked."""

    mark_optional = False
    text = text(_("Your answer"), needed=_("Enter your answer"), most=LONGEST, rows=8)
    language = QuickChoiceField(
        label=_("Language"),
        choices=helpline.get_choices("language", without=NOT_WRITTEN),
        initial=ENGLISH,
        required=False,
    )
    token = TokenField(required=False)

    def __init__(self, *args: Any, has_code: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_code:
            self.fields["text"].help_text = _(
                "Use short sentences and no one else’s name. They can only read it with their code."
            )
        else:
            self.fields["text"].label = _("The advice you gave")
            self.fields["text"].help_text = _(
                "There is no code, so nothing is sent. This is saved as the closing note."
            )
            del self.fields["language"]

    def clean_language(self) -> str:
        return self.cleaned_data["language"] or ENGLISH
