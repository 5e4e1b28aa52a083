"""Filter the register: the same form reads the page's address, the download's and a saved view's."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.suppliers.choices import AuditAge, Band, SpendBand, StatementStatus, SupplierStatus, Tier, TurnoverBand
from compliance.suppliers.forms.fields import LineField, sector_choices
from compliance.suppliers.labels.columns import COLUMN_LABELS
from compliance.suppliers.models import SavedView
from compliance.suppliers.selectors.register_choices import RegisterChoices
from compliance.suppliers.selectors.search import ALL_STATUSES, NO_OWNER, NOT_KNOWN, SearchParams
from portal.core.forms import GovukCheckboxes, GovukRadios, QuickChoiceField
from portal.core.forms.field_cache import draw
from portal.core.languages import cache_by_language
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
    "-audit": gettext_lazy("Last audit, newest first"),
    "-actions": gettext_lazy("Open actions, most first"),
    "actions": gettext_lazy("Open actions, fewest first"),
    "-spend": gettext_lazy("Spend, highest first"),
    "spend": gettext_lazy("Spend, lowest first"),
    "category": gettext_lazy("Category, A to Z"),
    "-category": gettext_lazy("Category, Z to A"),
}


class RegisterFilter(forms.Form):
    """Filter the register. countries: codes to choose from; owners: names by public id.

    What is not among the choices filters nothing.
    """

    mark_optional = False
    cached_fields = frozenset(
        {"q", "country", "tier", "band", "status", "statement", "sector", "category", "owner", "spend", "audit"}
        | {"turnover", "providers", "alert", "sort"}
    )

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
            ("", gettext_lazy("All except ended")),
            *SupplierStatus.choices,
            (ALL_STATUSES, gettext_lazy("All, including ended")),
        ],
    )
    statement = QuickChoiceField(
        label=gettext_lazy("Modern slavery statement"), required=False, choices=[ANY_CHOICE, *StatementStatus.choices]
    )
    sector = QuickChoiceField(
        label=gettext_lazy("Sector"), required=False, choices=lambda: [ANY_CHOICE, *sector_choices()[1:]]
    )
    category = QuickChoiceField(label=gettext_lazy("Category"), required=False)
    owner = QuickChoiceField(label=gettext_lazy("Managed by"), required=False)
    spend = QuickChoiceField(
        label=gettext_lazy("Spend a year"), required=False, choices=[ANY_CHOICE, *SpendBand.choices]
    )
    audit = QuickChoiceField(label=gettext_lazy("Last audit"), required=False, choices=[ANY_CHOICE, *AuditAge.choices])
    turnover = QuickChoiceField(
        label=gettext_lazy("Turnover"), required=False, choices=[ANY_CHOICE, *TurnoverBand.choices]
    )
    providers = forms.BooleanField(label=gettext_lazy("Only labour providers"), required=False)
    alert = forms.BooleanField(label=gettext_lazy("Only suppliers with an open alert"), required=False)
    sort = QuickChoiceField(label=gettext_lazy("Sort by"), required=False, choices=list(SORT_LABELS.items()))

    # What the member may choose from, where the form was made for one (exports.get_filter).
    register_choices: RegisterChoices = RegisterChoices()

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        countries: list[str],
        may_find_alerts: bool,
        categories: Iterable[str] = (),
        owners: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(data)
        self.fields["category"].choices = [ANY_CHOICE, *((name, name) for name in categories)]
        self.fields["category"].cache_version = tuple(categories)
        named_owners = sorted((owners or {}).items(), key=lambda owner: owner[1].casefold())
        self.fields["owner"].choices = [ANY_CHOICE, *named_owners, (NO_OWNER, _("No one"))]
        self.fields["owner"].cache_version = tuple(named_owners)
        names = get_country_names()
        named = sorted((_(names.get(code, code)), code) for code in countries)
        self.fields["country"].choices = [ANY_CHOICE, *((code, name) for name, code in named)]
        self.fields["country"].cache_version = tuple(countries)
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


class SaveViewForm(forms.ModelForm):
    """Name a view of the register."""

    name = LineField(
        label=gettext_lazy("Name of the view"), max_length=80, help_text=gettext_lazy("Like “High risk in Asia”")
    )
    is_shared = forms.TypedChoiceField(
        label=gettext_lazy("Who can see it?"),
        choices=[("yes", gettext_lazy("Everyone in your organisation")), ("no", gettext_lazy("Only you"))],
        coerce=lambda value: value == "yes",
        widget=GovukRadios(small=True),
        error_messages={"required": gettext_lazy("Select who can see the view")},
    )

    class Meta:
        model = SavedView
        fields = ("name",)

    def __init__(self, *args: Any, may_share: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_share:
            del self.fields["is_shared"]


class ColumnsForm(forms.Form):
    """Choose the columns of the list; the name is always there."""

    columns = forms.MultipleChoiceField(
        label=gettext_lazy("Columns"),
        choices=list(COLUMN_LABELS.items()),
        widget=GovukCheckboxes(small=True),
        error_messages={
            "required": gettext_lazy("Select at least one column"),
            "invalid_choice": gettext_lazy("Select columns from the list"),
            "invalid_list": gettext_lazy("Select columns from the list"),
        },
    )


@cache_by_language
def draw_column_boxes(*columns: str) -> SafeString:
    """Return the boxes of all columns, of which these are ticked: the same for everybody who chose them."""
    return draw(ColumnsForm(initial={"columns": columns})["columns"], {})
