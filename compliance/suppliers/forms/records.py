"""Clean suppliers and sites as they are typed, and show what differs when two people change one at once."""

from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.organisations.rules.company_numbers import parse_company_number
from compliance.suppliers.choices import SiteFunction, SupplierStatus
from compliance.suppliers.forms.fields import (
    CODE_ATTRS,
    NOT_KNOWN_CHOICE,
    ActivityField,
    CountryField,
    LineField,
    ProductsField,
    ReferenceField,
    SectorField,
    TierField,
    YesNoField,
)
from compliance.suppliers.labels.fields import FIELD_LABELS
from compliance.suppliers.languages import LANGUAGE_NAMES
from compliance.suppliers.models import Site, Supplier
from compliance.suppliers.rules import identifiers
from compliance.suppliers.selectors.owners import get_owner_candidates
from portal.accounts.models import User
from portal.core.forms import GovukDateField, GovukRadios, GovukTextarea, GovukTextInput, QuickChoiceField

UK = "GB"
EARLIEST_CHECK_DATE = date(2000, 1, 1)


def code_input(width: int = 20) -> GovukTextInput:
    return GovukTextInput(CODE_ATTRS, width=width)


@dataclass(frozen=True)
class Difference:
    """Hold one field that two people changed: what is saved now, and what was typed here."""

    label: str
    theirs: str
    yours: str


class RecordForm(forms.ModelForm):
    """Change a supplier or a site. It carries the version that was on the screen when the person began to type."""

    began_from = forms.Field(required=False, widget=forms.HiddenInput)  # what is none begins from nowhere
    sections: ClassVar[tuple[tuple[Any, tuple[str, ...]], ...]] = ()

    def __init__(self, *args: Any, instance: Any = None, **kwargs: Any) -> None:
        # A copy: checking a form writes what was typed into its row, which the page shows too.
        super().__init__(*args, instance=copy(instance), **kwargs)
        if instance is not None:
            self.fields["began_from"].initial = instance.changed_at.isoformat()

    @property
    def values(self) -> dict[str, object]:
        """Return what was typed, by field of the row."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}

    def grouped(self) -> list[tuple[Any, list[forms.BoundField]]]:
        return [(title, [self[name] for name in names]) for title, names in self.sections]

    def clean_os_id(self) -> str:
        message = _("Enter an Open Supply Hub ID of 15 characters that begins with a country, like BD2021250D1DTN7")
        return _parse_or_reject(identifiers.parse_os_id, self.cleaned_data["os_id"], message)

    def differences(self, current: Any) -> list[Difference]:
        """Return where the row as it is now is not what was typed; the next save then begins from there."""
        self.data = self.data.copy()
        self.data[self.add_prefix("began_from")] = current.changed_at.isoformat()
        return [
            Difference(str(self[name].label), self._describe_value(name, theirs), self._describe_value(name, yours))
            for name, yours in self.values.items()
            if (theirs := getattr(current, name)) != yours
        ]

    def _describe_value(self, name: str, value: Any) -> str:
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        labels = {str(code): str(words) for code, words in getattr(self.fields[name], "choices", ()) if code != ""}
        return labels.get(str(value), str(value)) if value not in ("", None) else _("Nothing")


class SupplierForm(RecordForm):
    """Change all that is kept of a supplier itself; what is bought and where people work have forms of their own."""

    sections = (
        (gettext_lazy("Company details"), ("name", "trading_name", "supplier_ref", "company_number", "country")),
        (gettext_lazy("Your relationship"), ("status", "category", "is_over_turnover", "is_labour_provider", "owner")),
        (gettext_lazy("Contact"), ("contact_name", "contact_email", "language")),
        (gettext_lazy("External references"), ("os_id", "duns", "lei", "sedex_company_ref")),
        (gettext_lazy("Notes"), ("notes",)),
    )

    name = LineField(label=FIELD_LABELS["name"], max_length=200, help_text=gettext_lazy("The company’s legal name"))
    trading_name = LineField(label=FIELD_LABELS["trading_name"], max_length=200, required=False)
    supplier_ref = ReferenceField(
        label=FIELD_LABELS["supplier_ref"],
        help_text=gettext_lazy(
            "Your own number or code for this supplier, like S-0042. We use it to match rows in workbooks."
        ),
    )
    company_number = LineField(
        label=FIELD_LABELS["company_number"],
        max_length=20,
        required=False,
        help_text=gettext_lazy("For a UK company, 8 characters, like 01234567"),
        widget=code_input(10),
    )
    country = CountryField(help_text=gettext_lazy("Where it is registered"))
    status = forms.ChoiceField(
        label=FIELD_LABELS["status"], choices=SupplierStatus.choices, widget=GovukRadios(small=True)
    )
    category = LineField(
        label=FIELD_LABELS["category"],
        max_length=80,
        required=False,
        help_text=gettext_lazy("Your own name for what you buy, like Packaging"),
    )
    is_over_turnover = YesNoField(
        label=FIELD_LABELS["is_over_turnover"],
        help_text=gettext_lazy("Companies of this size that do business in the UK must publish a statement."),
    )
    owner: forms.ModelChoiceField = forms.ModelChoiceField(
        label=FIELD_LABELS["owner"],
        queryset=None,
        to_field_name="uuid",
        required=False,
        empty_label=gettext_lazy("No one: notify the administrators"),
        help_text=gettext_lazy("We notify them when an audit finds something that someone needs to look at."),
    )
    contact_name = LineField(label=FIELD_LABELS["contact_name"], max_length=100, required=False)
    language = forms.ChoiceField(
        label=FIELD_LABELS["language"],
        choices=[("", gettext_lazy("Not set: English")), *LANGUAGE_NAMES.items()],
        required=False,
        help_text=gettext_lazy("We use English until a named person has reviewed the translation."),
    )
    os_id = LineField(
        label=FIELD_LABELS["os_id"],
        max_length=identifiers.OS_ID_LENGTH,
        required=False,
        widget=code_input(),
    )
    duns = LineField(label=FIELD_LABELS["duns"], max_length=20, required=False, widget=code_input())
    lei = LineField(
        label=FIELD_LABELS["lei"],
        max_length=identifiers.LEI_LENGTH,
        required=False,
        help_text=gettext_lazy("20 letters and numbers"),
        widget=code_input(),
    )
    sedex_company_ref = LineField(
        label=FIELD_LABELS["sedex_company_ref"], max_length=40, required=False, widget=code_input()
    )
    notes = forms.CharField(
        label=FIELD_LABELS["notes"],
        max_length=2000,
        required=False,
        widget=GovukTextarea(rows=4),
        help_text=gettext_lazy("Do not write about people at risk here. Call the helpline."),
    )

    class Meta:
        model = Supplier
        fields = (
            "name",
            "trading_name",
            "supplier_ref",
            "company_number",
            "country",
            "status",
            "category",
            "is_over_turnover",
            "is_labour_provider",
            "owner",
            "contact_name",
            "contact_email",
            "language",
            "os_id",
            "duns",
            "lei",
            "sedex_company_ref",
            "notes",
        )
        labels = FIELD_LABELS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Ending asks why, on a page of its own.
        ended = [] if self.instance.status == SupplierStatus.ENDED else [SupplierStatus.ENDED]
        self.fields["status"].choices = [pair for pair in SupplierStatus.choices if pair[0] not in ended]
        candidates = get_owner_candidates([self.instance.organisation])
        self.fields["owner"].queryset = User.objects.filter(memberships__in=candidates).order_by("first_name", "pk")
        self.initial["owner"] = self.instance.owner and self.instance.owner.uuid

    def clean_lei(self) -> str:
        message = _("Enter an LEI of 18 letters and numbers, then 2 numbers")
        return _parse_or_reject(identifiers.parse_lei, self.cleaned_data["lei"], message)

    def clean(self) -> None:
        super().clean()
        _clean_number(self)


class NewSupplierForm(forms.Form):
    """Add a supplier with the least that makes one: who it is, and what is bought from it."""

    name = LineField(label=FIELD_LABELS["name"], max_length=200, help_text=gettext_lazy("The company’s legal name"))
    country = CountryField(help_text=gettext_lazy("Where it is registered"))
    supplier_ref = ReferenceField(
        label=FIELD_LABELS["supplier_ref"],
        required=False,
        help_text=gettext_lazy(
            "Your own number or code for this supplier, like S-0042. Leave it empty and we’ll create one."
        ),
    )
    company_number = LineField(
        label=FIELD_LABELS["company_number"],
        max_length=20,
        required=False,
        help_text=gettext_lazy(
            "We use it to check whether the company has published a statement. For a UK company, 8 characters, "
            "like 01234567"
        ),
        widget=code_input(10),
    )
    tier = TierField()
    sector = SectorField()
    products = ProductsField()
    is_labour_provider = forms.BooleanField(
        label=FIELD_LABELS["is_labour_provider"],
        required=False,
        help_text=gettext_lazy("An agency, gangmaster or recruiter"),
    )

    def clean(self) -> None:
        super().clean()
        _clean_number(self)

    @property
    def values(self) -> dict[str, object]:
        names = ("name", "country", "supplier_ref", "company_number", "is_labour_provider")
        return {name: self.cleaned_data[name] for name in names}

    @property
    def supply(self) -> dict[str, object]:
        return {name: self.cleaned_data[name] for name in ("tier", "sector", "products")}


class SiteForm(RecordForm):
    sections = (
        (gettext_lazy("Site details"), ("name", "site_ref", "address", "town", "region", "postcode", "country")),
        (gettext_lazy("Work"), ("function", "sector", "activity", "recruits_from_abroad", "pays_by_piece_or_cash")),
        (gettext_lazy("Map coordinates"), ("latitude", "longitude")),
        (gettext_lazy("External references"), ("os_id", "sedex_site_ref")),
    )

    name = LineField(
        label=FIELD_LABELS["name"],
        max_length=200,
        help_text=gettext_lazy("The name people there use, like Unit 2, Gazipur"),
    )
    site_ref = ReferenceField(
        label=FIELD_LABELS["site_ref"],
        help_text=gettext_lazy("Your own code for this site, like ST-7. We use it to match audits."),
    )
    address = LineField(label=FIELD_LABELS["address"], max_length=300)
    town = LineField(label=FIELD_LABELS["town"], max_length=100, required=False)
    region = LineField(label=FIELD_LABELS["region"], max_length=100, required=False)
    postcode = LineField(label=FIELD_LABELS["postcode"], max_length=20, required=False, widget=code_input(10))
    country = CountryField()
    function = QuickChoiceField(
        label=FIELD_LABELS["function"], required=False, choices=[NOT_KNOWN_CHOICE, *SiteFunction.choices]
    )
    sector = SectorField(required=False)
    activity = ActivityField()
    recruits_from_abroad = YesNoField(label=FIELD_LABELS["recruits_from_abroad"])
    pays_by_piece_or_cash = YesNoField(label=FIELD_LABELS["pays_by_piece_or_cash"])
    latitude = forms.FloatField(
        label=FIELD_LABELS["latitude"],
        required=False,
        min_value=-90,
        max_value=90,
        help_text=gettext_lazy("Like 23.95. Enter both latitude and longitude, or neither."),
        widget=GovukTextInput({"inputmode": "text", "autocomplete": "off"}, width=10),
    )
    longitude = forms.FloatField(
        label=FIELD_LABELS["longitude"],
        required=False,
        min_value=-180,
        max_value=180,
        help_text=gettext_lazy("Like 90.38"),
        widget=GovukTextInput({"inputmode": "text", "autocomplete": "off"}, width=10),
    )
    os_id = LineField(
        label=FIELD_LABELS["os_id"],
        max_length=identifiers.OS_ID_LENGTH,
        required=False,
        widget=code_input(),
    )
    sedex_site_ref = LineField(label=FIELD_LABELS["sedex_site_ref"], max_length=40, required=False, widget=code_input())

    class Meta:
        model = Site
        fields = (
            "name",
            "site_ref",
            "address",
            "town",
            "region",
            "postcode",
            "country",
            "function",
            "sector",
            "activity",
            "recruits_from_abroad",
            "pays_by_piece_or_cash",
            "latitude",
            "longitude",
            "os_id",
            "sedex_site_ref",
        )
        labels = FIELD_LABELS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site_ref"].required = self.instance.pk is not None

    def clean(self) -> None:
        super().clean()
        values = self.cleaned_data
        position = values.get("latitude"), values.get("longitude")
        is_typed = not {"latitude", "longitude"} & set(self.errors)
        if is_typed and not identifiers.is_valid_position(*position):
            self.add_error("latitude", _("Enter both latitude and longitude, like 23.95 and 90.38, or neither"))


class EndForm(forms.Form):
    reason = LineField(
        label=gettext_lazy("Why are you marking this supplier as ended?"),
        max_length=200,
        help_text=gettext_lazy("A short note for your colleagues. We keep it in the history."),
    )


class LicenceForm(forms.Form):
    """Record what a look into the public register of gangmaster licences showed.

    See docs/requirements/suppliers.md#gangmaster-licences.
    """

    licence_number = LineField(label=gettext_lazy("Licence number"), max_length=50, widget=code_input())
    licence_checked_on = GovukDateField(
        label=gettext_lazy("When did you check the licence?"), earliest=EARLIEST_CHECK_DATE
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["licence_checked_on"].latest = today


def _parse_or_reject(parse: Any, value: str, message: str) -> str:
    try:
        return parse(value) if value else ""
    except ValueError as error:
        raise ValidationError(message) from error


def _clean_number(form: forms.BaseForm) -> None:
    """Fill a UK number with zeros on the left; other countries' numbers are kept as they are."""
    values = form.cleaned_data
    if values.get("company_number") and values.get("country") == UK:
        try:
            values["company_number"] = parse_company_number(values["company_number"])
        except ValueError:
            form.add_error("company_number", _("UK company number must be 8 characters, like 01234567 or SC123456"))
