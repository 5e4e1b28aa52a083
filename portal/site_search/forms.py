"""The form of the search of the whole site. The page's address holds the question, so that it can be shared."""

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.resources.rules.stemming import MAX_QUERY_LENGTH


class SearchForm(forms.Form):
    """One field: words. A question longer than any is cut, not refused."""

    mark_optional = False

    q = forms.CharField(
        label=_("Search guidance, statements, services and training"),
        required=False,
        strip=True,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "maxlength": MAX_QUERY_LENGTH}),
    )

    def clean_q(self) -> str:
        """Return what was typed, without what no database stores."""
        return self.cleaned_data["q"].replace("\x00", "")[:MAX_QUERY_LENGTH]
