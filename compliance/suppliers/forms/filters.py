"""Filter the register: the same form reads the page's address, the download's and a saved view's."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.suppliers.choices import Band, StatementStatus, SupplierStatus, Tier
from compliance.suppliers.forms.fields import LineField
from compliance.suppliers.selectors.search import ALL_STATUSES, NOT_KNOWN, SearchParams
from portal.core.forms import QuickChoiceField
from portal.reference.synonyms import get_country_names

ANY_CHOICE = ("", gettext_lazy("Any"))
SORT_LABELS = {
    "name": gettext_lazy("Name, A to Z"),
    "-name": gettext_lazy("Name, Z to A"),
    "country": gettext_lazy("Country, A to Z"),
    "-country": gettext_lazy("Country, Z to A"),
    "tier": gettext_lazy("Tier, nearest first"),
    "-tier": gettext_lazy("Tier, farthest first"),
    "-risk": gettext_lazy("Risk, highest first"),
    "risk": gettext_lazy("Risk, lowest first"),
    "audit": gettext_lazy("Last audit, oldest first"),
    "-audit": gettext_lazy("Last audit, latest first"),
    "-actions": gettext_lazy("Open actions, most first"),
    "actions": gettext_lazy("Open actions, fewest first"),
}


class RegisterFilter(forms.Form):
    """Filter the register. countries: codes to choose from. What is not among the choices filters nothing."""

    mark_optional = False

    q = LineField(label=gettext_lazy("Name, reference, number or town"), required=False, max_length=160)
    country = QuickChoiceField(label=gettext_lazy("Country"), required=False)
    tier = QuickChoiceField(label=gettext_lazy("Tier"), required=False, choices=[ANY_CHOICE, *Tier.choices])
    band = QuickChoiceField(
        label=gettext_lazy("Risk"),
        required=False,
        choices=[ANY_CHOICE, *reversed(Band.choices), (NOT_KNOWN, gettext_lazy("Not known"))],
    )
    status = QuickChoiceField(
        label=gettext_lazy("Status"),
        required=False,
        choices=[
            ("", gettext_lazy("All that have not ended")),
            *SupplierStatus.choices,
            (ALL_STATUSES, gettext_lazy("All, ended ones too")),
        ],
    )
    statement = QuickChoiceField(
        label=gettext_lazy("Modern slavery statement"), required=False, choices=[ANY_CHOICE, *StatementStatus.choices]
    )
    providers = forms.BooleanField(label=gettext_lazy("Labour providers only"), required=False)
    alert = forms.BooleanField(label=gettext_lazy("With an open alert only"), required=False)
    sort = QuickChoiceField(label=gettext_lazy("Sort by"), required=False, choices=list(SORT_LABELS.items()))

    def __init__(self, data: Mapping[str, Any], *, countries: list[str], may_find_alerts: bool) -> None:
        super().__init__(data)
        names = get_country_names()
        named = sorted((_(names.get(code, code)), code) for code in countries)
        self.fields["country"].choices = [ANY_CHOICE, *((code, name) for name, code in named)]
        self.countries = {code: name for name, code in named}
        if not may_find_alerts:
            del self.fields["alert"]
        self.is_valid()

    @property
    def values(self) -> dict[str, Any]:
        """Return what filters the list, by field; unknown values are left out."""
        return {name: value for name, value in self.cleaned_data.items() if value and name != "sort"}

    @property
    def params(self) -> SearchParams:
        return SearchParams(**self.values, sort=self.cleaned_data.get("sort") or "name")

    def query(self, **changes: Any) -> str:
        """Return a query string with the filters and the order as they are, but for the changes; None removes one."""
        values = self.values | ({"sort": self.params.sort} if self.params.sort != "name" else {}) | changes
        parameters = {name: "on" if value is True else value for name, value in values.items() if value}
        return f"?{urlencode(parameters)}" if parameters else "?"

    def chosen(self) -> list[tuple[str, str]]:
        """Return a sentence for each filter, and the query string without it."""
        return [(self._describe_filter(name, value), self.query(**{name: None})) for name, value in self.values.items()]

    def describe(self) -> str:
        return "; ".join(words for words, _query in self.chosen())

    def _describe_filter(self, name: str, value: Any) -> str:
        label = str(self.fields[name].label)
        if value is True:
            return label
        labels = {str(code): str(words) for code, words in getattr(self.fields[name], "choices", ())}
        return f"{label}: {labels.get(value, value)}"


class SaveViewForm(forms.Form):
    name = LineField(
        label=gettext_lazy("Name of the view"),
        max_length=80,
        help_text=gettext_lazy("Like “High risk in Asia”. Everybody in your organisation sees it."),
    )
