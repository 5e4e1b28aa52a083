"""Forms that describe a case: which columns they set in clear, and which they seal."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.casework.forms.calls import many_of, one_of, words
from compliance.casework.forms.cases import Versioned, text
from compliance.casework.forms.fields import several_nationalities
from compliance.casework.services import council_lookup
from portal.core.forms import QuickChoiceField
from portal.core.text import fold
from portal.core.types import JsonObject
from portal.reference import helpline, places
from portal.reference.synonyms import get_country_names, get_country_synonyms

# Of those who may be responsible: how many there are between two numbers, nobody asks.
NO_RANGE = frozenset({"range"})
UNITED_KINGDOM = "GB"


class DescribingForm(Versioned):
    """column: the sealed column; inner: fields that go into it as one JSON, or None where it is one text."""

    mark_optional = False
    column: ClassVar[str] = "description"
    inner: ClassVar[tuple[str, ...] | None] = None

    @classmethod
    def shown_of(cls, row: Any, facts: Mapping[str, Any]) -> JsonObject:
        """What the fields hold of a row that is there. said: what is sealed of it, by name."""
        sealed = cls._sealed_names()
        clear = {name: getattr(row, name) for name in cls.base_fields if name not in sealed and hasattr(row, name)}
        return clear | {name: value for name, value in facts.items() if name in cls.base_fields}

    @property
    def facts(self) -> JsonObject:
        sealed = self._sealed_names() | {"version"}
        return {name: value for name, value in self.cleaned_data.items() if name not in sealed}

    def sealed(self, cleaned: Mapping[str, Any]) -> JsonObject:
        """said: what is sealed so far; of it stays what this form does not ask."""
        if self.inner is None:
            return {self.column: self.cleaned_data[self.column]}
        others = {name: value for name, value in cleaned.items() if name not in self.base_fields}
        return {self.column: others | {name: self.cleaned_data[name] for name in self.inner if self.cleaned_data[name]}}

    @classmethod
    def _sealed_names(cls) -> set[str]:
        return set(cls.inner or (cls.column,))


class GroupForm(DescribingForm):
    count_mode = one_of(_("How exact the number is"), "pv_count_mode")
    count_min = forms.IntegerField(label=_("Number, or lowest number"), required=False, min_value=0, max_value=100_000)
    count_max = forms.IntegerField(label=_("Highest number"), required=False, min_value=0, max_value=100_000)
    gender = one_of(_("Gender"), "group_gender")
    age_bands = many_of(_("Ages"), "age_band")
    nationalities = several_nationalities(_("Nationalities"))
    languages = many_of(_("Languages"), "language")
    still_in_situation = one_of(_("Still in the situation"), "still_in_situation")
    last_contact = one_of(_("Last contact with the exploiters"), "last_contact_with_exploiter")
    exploitation_types = many_of(_("Exploitation"), "exploitation_type")
    description = text(_("Description"), _("Anything that helps us find or help them. Add names separately."), rows=5)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        least, most = cleaned.get("count_min"), cleaned.get("count_max")
        if least is not None and most is not None and most < least:
            self.add_error("count_max", _("Highest number must be the same as or more than the lowest number"))
        return cleaned


class IdentityForm(forms.Form):
    """Somebody's name, apart from everything else."""

    mark_optional = False
    name = words(_("Name"))
    born = words(_("Date of birth"), _("Day, month and year, or as much as you know."), most=40, width=20)
    phone = words(_("Phone number"), most=40, width=20)
    address = words(_("Address"))
    how_to_reach = text(_("How to contact them safely"), most=1000, rows=3)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.values()):
            self.add_error("name", _("Enter a name or anything else you know"))
        return cleaned


class ExploiterForm(DescribingForm):
    inner = ("name", "description", "business", "vehicle", "contact")
    count_mode = one_of(_("How exact the number is"), "pv_count_mode", without=NO_RANGE)
    count = forms.IntegerField(label=_("How many there are"), required=False, min_value=0, max_value=10_000)
    nationalities = several_nationalities(_("Nationalities"))
    languages = many_of(_("Languages"), "language")
    name = words(_("Names or nicknames"))
    description = text(_("Description"), rows=4)
    business = words(_("Business"))
    vehicle = words(_("Vehicle"))
    contact = words(_("Phone number or web address"), most=500)


class PlaceForm(DescribingForm):
    column = "place"
    inner = (
        "premises",
        "lines",
        "town",
        "postcode",
        "council",
        "force",
        "force_reason",
        "directions",
        "vehicle",
        "url",
    )
    role = one_of(_("What happens there"), "location_role")
    venue_type = one_of(_("Kind of place"), "venue_type")
    premises = words(_("Name of the place"))
    lines = words(_("Building and street"))
    town = words(_("Town, city or area"))
    postcode = words(_("Postcode"), most=12, width=10)
    council = QuickChoiceField(label=_("Council"), required=False)
    force = QuickChoiceField(
        label=_("Police force"), help_text=_("Leave blank to use the council’s force."), required=False
    )
    force_reason = words(_("Why you chose another force"))
    country = QuickChoiceField(label=_("Country, if not in the UK"), required=False)
    directions = text(_("How to find it"), most=1000, rows=2)
    vehicle = words(_("Car or van"))
    url = words(_("Website, app or profile"), most=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].required = True
        self.fields["role"].error_messages["required"] = _("Select what happens at this place")
        self.fields["council"].choices = [
            ("", "–"),
            *((council.code, council.name) for council in places.get_councils()),
        ]
        forces = sorted((force.name, code) for code, force in places.get_police_forces().items())
        self.fields["force"].choices = [("", "–"), *((code, name) for name, code in forces)]
        countries = sorted((name, code) for code, name in get_country_names().items() if code != UNITED_KINGDOM)
        self.fields["country"].choices = [("", "–"), *((code, name) for name, code in countries)]

    @classmethod
    def shown_of(cls, row: Any, facts: Mapping[str, Any]) -> JsonObject:
        """The country as it is coded, or as somebody typed it where that names one."""
        typed = get_country_synonyms().get(fold(str(facts.get("country") or "")))
        return super().shown_of(row, facts) | {"country": row.country or typed or ""}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        council = council_lookup.find_council(cleaned)
        if council and not cleaned.get("country"):
            cleaned["council"] = council.code
        if council and not cleaned.get("force"):
            cleaned["force"] = council.police_force
        elif council and cleaned["force"] != council.police_force and not cleaned.get("force_reason"):
            self.add_error("force_reason", _("Enter why you chose another force"))
        return cleaned

    @property
    def facts(self) -> JsonObject:
        """A force without a council tells the nation and the region too; the special ones have none."""
        cleaned = self.cleaned_data
        known = places.get_council(cleaned["council"]) or places.get_police_forces().get(cleaned["force"])
        overseas = bool(cleaned["country"]) and known is None
        return super().facts | {
            "nation": (known.nation if known else None) or "",
            "region": (known.region if known else None) or ("overseas" if overseas else "unknown"),
            "in_uk": True if known else False if overseas else None,
            "precision": self._precision(),
            "confidence": "stated",
        }

    def sealed(self, cleaned: Mapping[str, Any]) -> JsonObject:
        """With the country's name, as those read it to whom the place is told."""
        sealed_facts = super().sealed(cleaned)
        if country := get_country_names().get(self.cleaned_data["country"]):
            sealed_facts[self.column]["country"] = country
        return sealed_facts

    def _precision(self) -> str:
        """The finest level that is there (docs/requirements/helpline.md#places)."""
        finest = (
            ("premises", "premises"),
            ("lines", "premises"),
            ("postcode", "postcode"),
            ("town", "town"),
            ("council", "local_authority"),
            ("force", "police_force"),
            ("country", "country"),
        )
        return next((level for name, level in finest if self.cleaned_data.get(name)), "unknown")


class SupplyForm(DescribingForm):
    column = "details"
    inner = ("business", "site", "product", "reporting_business", "labour_provider", "workers", "action_taken")
    tier = one_of(_("Tier"), "supply_chain_tier")
    business_contact_type = one_of(_("What it is about"), "business_contact_type")
    knowledge_source = one_of(_("How it came to light"), "business_knowledge_source")
    sectors = many_of(_("Sector"), "sector")
    business = words(_("Business"))
    site = text(_("Site"), most=1000, rows=2)
    product = words(_("Goods or services"))
    reporting_business = words(_("Business that told us"))
    labour_provider = words(_("Labour provider"))
    workers = text(_("Workers affected"), most=1000, rows=2)
    action_taken = text(_("What has been done so far"), most=2000, rows=3)


class SignsForm(forms.Form):
    """One list of signs at a time; the words of the lists come from the vocabulary, by group."""

    mark_optional = False

    def __init__(self, *args: Any, vocabulary: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["codes"] = many_of(helpline.get_title(vocabulary), vocabulary)


FORMS: dict[str, type[DescribingForm]] = {
    "people": GroupForm,
    "exploiter": ExploiterForm,
    "place": PlaceForm,
    "supply": SupplyForm,
}
