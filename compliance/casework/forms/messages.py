"""Writing to a reporter."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.casework.forms.cases import text
from compliance.casework.message_snippets import SNIPPETS
from portal.core.forms import GovukCheckboxes, QuickChoiceField
from portal.core.forms.hidden_fields import TokenField
from portal.reference import helpline

ENGLISH = "en"
# No text is written in these.
NOT_WRITTEN = frozenset({"bfi", "other", "unknown"})
LONGEST = 4000


class MessageForm(forms.Form):
    """phrases: put below the text by a button of their own. offered: codes of those that are true of the case."""

    mark_optional = False
    text = text(
        _("Message"),
        _("Use short sentences and no one else’s name. They can only read it with their code."),
        needed=_("Enter a message"),
        most=LONGEST,
        rows=6,
    )
    language = QuickChoiceField(
        label=_("Language"),
        choices=helpline.get_choices("language", without=NOT_WRITTEN),
        initial=ENGLISH,
        required=False,
    )
    is_told = forms.BooleanField(label=_("This tells them the outcome"), required=False)
    phrases = forms.MultipleChoiceField(
        label=_("Ready-made phrases"),
        required=False,
        choices=list(SNIPPETS.items()),
        widget=GovukCheckboxes(small=True),
    )
    token = TokenField(required=False)

    def __init__(self, *args: Any, offered: Collection[str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = SNIPPETS.keys() if offered is None else offered
        self.fields["phrases"].choices = [(code, words) for code, words in SNIPPETS.items() if code in self.offered]

    def with_phrases(self) -> "MessageForm":
        """The same, with what was ticked below what was written, and nothing ticked any more."""
        data = self.data.copy()
        ticked = [str(SNIPPETS[code]) for code in data.getlist("phrases") if code in self.offered]
        data["text"] = "\n".join(filter(None, [str(data.get("text", "")).rstrip(), *ticked]))
        data.setlist("phrases", [])
        return MessageForm(
            initial={name: _value(data, name) for name in self.fields}, auto_id=self.auto_id, offered=self.offered
        )

    def clean_language(self) -> str:
        return self.cleaned_data["language"] or ENGLISH


def _value(data: Any, name: str) -> Any:
    return data.getlist(name) if name == "phrases" else data.get(name)
