"""What is asked of the search of guidance. The page's address holds it, so that it can be shared."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.resources.choices import Audience, Topic, page_languages, sectors
from learning.resources.rules.stemming import MOST_LETTERS
from learning.resources.selectors.search import FILTERS, Params, filled
from portal.core.forms import QuickChoiceField

ANY = ("", _("Any"))


class SearchForm(forms.Form):
    mark_optional = False

    q = forms.CharField(
        label=_("Search the guidance"),
        required=False,
        strip=True,
        widget=forms.TextInput(
            attrs={"type": "search", "autocomplete": "off", "spellcheck": "false", "maxlength": MOST_LETTERS}
        ),
    )
    topic = QuickChoiceField(label=_("Topic"), required=False, choices=[ANY, *Topic.choices])
    audience = QuickChoiceField(label=_("For whom"), required=False, choices=[ANY, *Audience.choices])
    sector = QuickChoiceField(label=_("Sector"), required=False)
    language = QuickChoiceField(label=_("Language"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="%s", **kwargs)
        self.fields["sector"].choices = [ANY, *sectors()]
        self.fields["language"].choices = [ANY, *page_languages()]
        there = filled()
        for name in FILTERS:
            # An address that somebody kept may name a value whose last page is gone.
            wanted = there[name] | {"", self.data.get(name, "")}
            self.fields[name].choices = [choice for choice in self.fields[name].choices if choice[0] in wanted]

    def clean_q(self) -> str:
        """A question longer than any is cut, not refused."""
        return self.cleaned_data["q"].replace("\x00", "")[:MOST_LETTERS]

    def params(self) -> Params:
        """What was asked; a filter with an unknown value counts as not asked."""
        given = getattr(self, "cleaned_data", {})
        return Params(**{name: given.get(name) or "" for name in ("q", "topic", "audience", "sector", "language")})
