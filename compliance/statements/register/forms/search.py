"""The filters of the public register. The same form reads the page's address, the downloads' and the API's."""

import copy
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from compliance.organisations.choices import LegalForm
from compliance.statements import vocabulary
from compliance.statements.choices import AREAS, Way
from compliance.statements.core.forms.fields import translate_choices
from compliance.statements.register.search import ELSEWHERE, HERE, SORTS, TEXT, Params
from compliance.statements.rules.financial_year import FIRST_YEAR
from portal.core.forms import GovukCheckboxes, QuickChoiceField, field_cache
from portal.reference.tables import countries

ANY = ("", _("Any"))
SORT_WORDS = {"name": _("Name"), "newest": _("Newest first"), "year": _("Latest year first")}
AREA_WORDS = {
    "structure": _("Structure and supply chains"),
    "policies": _("Policies"),
    "risk": _("Risk"),
    "due_diligence": _("Due diligence"),
    "training": _("Training"),
    "monitoring": _("Measuring"),
}


def _years(last: int) -> list[tuple[str, Any]]:
    return [ANY, *((str(year), str(year)) for year in range(last, FIRST_YEAR - 1, -1))]


def _list_options(enumeration: str) -> list[tuple[str, Any]]:
    return [ANY, *translate_choices(vocabulary.enumeration(enumeration).choices)]


def _list_countries() -> list[tuple[str, Any]]:
    return [ANY, *translate_choices((country.code, country.name) for country in countries())]


class SearchForm(forms.Form):
    mark_optional = False
    cached_answers = frozenset({"q"})
    cached_fields = frozenset(
        {
            *(
                "search_in",
                "source",
                "year",
                "sector",
                "turnover",
                "area",
                "form",
                "group",
                "signed",
                "figures",
                "country",
            ),
            *("affected", "indicator", "remediation", "sort"),
        }
    )

    q = forms.CharField(
        label=_("Name, company number or words of a statement"),
        required=False,
        max_length=160,
        strip=True,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}),
    )
    search_in = QuickChoiceField(
        label=_("Search in"),
        required=False,
        choices=[("", _("Names and company numbers first")), (TEXT, _("Text of statements"))],
    )
    source = QuickChoiceField(
        label=_("Where it is published"),
        required=False,
        choices=[ANY, (HERE, _("Published here")), (ELSEWHERE, _("Government registry"))],
    )
    year = QuickChoiceField(label=_("Statement year"), required=False)
    sector = QuickChoiceField(label=_("Sector"), required=False)
    turnover = QuickChoiceField(label=_("Turnover"), required=False)
    area = forms.MultipleChoiceField(
        label=_("Topics covered"),
        required=False,
        choices=[(area.value, AREA_WORDS[area.value]) for area in AREAS],
        widget=GovukCheckboxes(small=True),
    )
    form = QuickChoiceField(label=_("Kind of organisation"), required=False, choices=[ANY, *LegalForm.choices])
    group = QuickChoiceField(
        label=_("Covers"),
        required=False,
        choices=[ANY, ("yes", _("A group of organisations")), ("no", _("One organisation"))],
    )
    signed = QuickChoiceField(label=_("How it was signed"), required=False, choices=[ANY, *Way.choices])
    figures = QuickChoiceField(
        label=_("Measures and figures"), required=False, choices=[ANY, ("yes", _("Has measures and figures"))]
    )
    country = QuickChoiceField(label=_("Names a risk in"), required=False)
    affected = QuickChoiceField(label=_("People it names as at risk"), required=False)
    indicator = QuickChoiceField(label=_("Sign of forced labour it refers to"), required=False)
    remediation = QuickChoiceField(label=_("What was done for people affected"), required=False)
    sort = QuickChoiceField(label=_("Sort by"), required=False, choices=list(SORT_WORDS.items()))

    def __init__(self, *args: Any, last_year: int, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="%s", **kwargs)
        self.cache_version = last_year
        self.fields = dict(_make_fields(last_year))

    @classmethod
    def make_fields(cls, last_year: int) -> dict[str, forms.Field]:
        """Return the fields, whose options are put together when they are shown."""
        fields = copy.deepcopy(cls.declared_fields)
        choices: dict[str, Callable[[], list]] = {
            "year": lambda: _years(last_year),
            "sector": lambda: _list_options("sector"),
            "turnover": lambda: _list_options("turnover_band"),
            "affected": lambda: _list_options("risk_target"),
            "remediation": lambda: _list_options("remediation_action"),
            "indicator": lambda: _list_options("ilo_indicator"),
            "country": _list_countries,
        }
        for name, options in choices.items():
            fields[name].choices = options  # type: ignore[attr-defined]
        return fields

    def clean_q(self) -> str:
        return self.cleaned_data["q"].replace("\x00", "")

    def draw_filters(self) -> SafeString:
        """Draw the filters, without the words and the order."""
        return field_cache.get_or_draw_together(self, [name for name in self.fields if name not in ("q", "sort")])

    def list_filters(self) -> list[str]:
        """Return what is chosen, as "Sector: Construction", without the words and the order."""
        values = getattr(self, "cleaned_data", {})
        lines = []
        for name, field in self.fields.items():
            if name in ("q", "search_in", "sort") or not values.get(name):
                continue
            chosen = values[name] if isinstance(values[name], list) else [values[name]]
            labels = dict(field.choices)  # type: ignore[attr-defined]  # of choices all
            lines.append(f"{field.label}: {', '.join(str(labels.get(code, code)) for code in chosen)}")
        return lines

    def params(self) -> Params:
        """Return what was asked; a filter with an unknown value counts as not asked."""
        values = getattr(self, "cleaned_data", {})
        sort = values.get("sort") or ""
        return Params(
            q=values.get("q") or "",
            search_in=values.get("search_in") or "",
            year=values.get("year") or "",
            turnover_band=values.get("turnover") or "",
            legal_form=values.get("form") or "",
            sector=values.get("sector") or "",
            area=tuple(values.get("area") or ()),
            country=values.get("country") or "",
            affected=values.get("affected") or "",
            indicator=values.get("indicator") or "",
            remediation=values.get("remediation") or "",
            signed=values.get("signed") or "",
            figures=values.get("figures") or "",
            group=values.get("group") or "",
            source=values.get("source") or "",
            sort=sort if sort in SORTS else "name",
        )


@lru_cache(maxsize=4)
def _make_fields(last_year: int) -> dict[str, forms.Field]:
    """Return the fields of the form, which all forms of the year share: nothing changes them."""
    return SearchForm.make_fields(last_year)


# A form would begin with a copy of each field and all its options, in the place of which come those that are shared.
SearchForm.base_fields = {}
