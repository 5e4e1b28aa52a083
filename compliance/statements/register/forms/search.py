"""The filters of the public register. The same form reads the page's address, the downloads' and the API's."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.organisations.choices import LegalForm
from compliance.statements import vocabulary
from compliance.statements.choices import AREAS, Way
from compliance.statements.core.forms.fields import translate_choices
from compliance.statements.register.search import ELSEWHERE, HERE, SORTS, Params
from compliance.statements.rules.financial_year import FIRST_YEAR
from portal.core.forms import GovukCheckboxes, QuickChoiceField
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


class SearchForm(forms.Form):
    mark_optional = False

    q = forms.CharField(
        label=_("Name or company number"),
        required=False,
        max_length=160,
        strip=True,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}),
    )
    source = QuickChoiceField(
        label=_("Where it is"),
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
        choices: dict[str, list] = {
            "year": _years(last_year),
            "sector": [ANY, *translate_choices(vocabulary.enumeration("sector").choices)],
            "turnover": [ANY, *translate_choices(vocabulary.enumeration("turnover_band").choices)],
            "affected": [ANY, *translate_choices(vocabulary.enumeration("risk_target").choices)],
            "remediation": [ANY, *translate_choices(vocabulary.enumeration("remediation_action").choices)],
            "indicator": [ANY, *translate_choices(vocabulary.enumeration("ilo_indicator").choices)],
            "country": [ANY, *translate_choices((country.code, country.name) for country in countries())],
        }
        for name, options in choices.items():
            self.fields[name].choices = options  # type: ignore[attr-defined]

    def clean_q(self) -> str:
        return self.cleaned_data["q"].replace("\x00", "")

    def params(self) -> Params:
        """Return what was asked; a filter with an unknown value counts as not asked."""
        values = getattr(self, "cleaned_data", {})
        sort = values.get("sort") or ""
        return Params(
            q=values.get("q") or "",
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
