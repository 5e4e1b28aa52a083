"""The search form of guidance. The page's address holds the question, so that it can be shared."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.resources.choices import Audience, Topic, get_page_languages, get_sectors
from learning.resources.rules.stemming import MAX_QUERY_LENGTH
from learning.resources.selectors.search import FILTERS, SearchParams, get_filter_values
from portal.core.forms import QuickChoiceField

ANY_OPTION = ("", _("Any"))


class SearchForm(forms.Form):
    mark_optional = False

    q = forms.CharField(
        label=_("Search the guidance"),
        required=False,
        strip=True,
        widget=forms.TextInput(
            attrs={"type": "search", "autocomplete": "off", "spellcheck": "false", "maxlength": MAX_QUERY_LENGTH}
        ),
    )
    topic = QuickChoiceField(label=_("Topic"), required=False, choices=[ANY_OPTION, *Topic.choices])
    audience = QuickChoiceField(label=_("Audience"), required=False, choices=[ANY_OPTION, *Audience.choices])
    sector = QuickChoiceField(label=_("Sector"), required=False)
    language = QuickChoiceField(label=_("Language"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="%s", **kwargs)
        self.fields["sector"].choices = [ANY_OPTION, *get_sectors()]
        self.fields["language"].choices = [ANY_OPTION, *get_page_languages()]
        there = get_filter_values()
        for name in FILTERS:
            # An address that somebody kept may name a value whose last page is gone.
            wanted = there[name] | {"", self.data.get(name, "")}
            self.fields[name].choices = [choice for choice in self.fields[name].choices if choice[0] in wanted]

    def clean_q(self) -> str:
        """Cut a question longer than any; it is not refused."""
        return self.cleaned_data["q"].replace("\x00", "")[:MAX_QUERY_LENGTH]

    def params(self) -> SearchParams:
        """Return what was asked; a filter with an unknown value counts as not asked."""
        cleaned = getattr(self, "cleaned_data", {})
        return SearchParams(
            **{name: cleaned.get(name) or "" for name in ("q", "topic", "audience", "sector", "language")}
        )
