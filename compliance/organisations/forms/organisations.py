"""The forms of an organisation's own facts."""

from copy import copy
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from compliance.organisations.choices import DateOrder, GroupRole, LegalForm, TurnoverBand
from compliance.organisations.forms.fields import CompanyNumberField, NameField
from compliance.organisations.models import Organisation
from compliance.organisations.rules.domains import get_domain
from portal.core.forms import GovukCheckboxes, GovukDateField, GovukRadios, GovukTextarea
from portal.reference.tables import iso_countries, sector_names


class LookUpForm(forms.Form):
    """The search of the companies register."""

    mark_optional = False
    q = forms.CharField(
        label=_("Company name or number"),
        max_length=160,
        error_messages={"required": _("Enter a company name or number")},
        widget=forms.TextInput({"autocomplete": "organization", "spellcheck": "false"}),
    )


class OrganisationForm(forms.ModelForm):
    """Change fields of an organisation; a name or number that waits for its proof is shown in place of the old one."""

    def __init__(self, *args: Any, instance: Organisation | None = None, **kwargs: Any) -> None:
        # A copy: checking a form writes what was typed into its row, which the page shows too.
        super().__init__(*args, instance=copy(instance), **kwargs)
        if instance is not None and (instance.wanted_name or instance.wanted_company_number):
            self.initial.update(name=instance.name_to_confirm, company_number=instance.number_to_confirm)


class DetailsForm(OrganisationForm):
    """Name, legal form, number and address of an organisation."""

    name = NameField(
        label=_("Name of organisation"),
        help_text=_("Use its full registered name, including Limited, plc or LLP."),
        max_length=160,
        widget=forms.TextInput({"autocomplete": "organization"}),
    )
    legal_form = forms.ChoiceField(
        label=_("What kind of organisation is it?"), choices=LegalForm.choices, widget=GovukRadios()
    )
    company_number = CompanyNumberField(required=False)
    address = forms.CharField(
        label=_("Registered address"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 4, "autocomplete": "street-address"}),
    )
    country = forms.ChoiceField(label=_("Country"), initial="GB")

    class Meta:
        model = Organisation
        fields = ("name", "legal_form", "company_number", "address", "country")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_name = sorted(iso_countries().items(), key=lambda item: item[1])
        self.fields["country"].choices = by_name  # type: ignore[attr-defined]


class SectorsForm(OrganisationForm):
    """The sectors in which the organisation works."""

    sectors = forms.MultipleChoiceField(
        label=_("Which sectors does it work in?"),
        help_text=_("Select all that apply. These are the sectors used by the government’s statement registry."),
        widget=GovukCheckboxes(reveals={"other": "sectors_other"}),
        error_messages={"required": _("Select at least one sector")},
    )
    sectors_other = forms.CharField(label=_("Which other sector?"), required=False, max_length=128)

    class Meta:
        model = Organisation
        fields = ("sectors", "sectors_other")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sectors"].choices = list(sector_names().items())  # type: ignore[attr-defined]

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        if "other" not in cleaned.get("sectors", []):
            cleaned["sectors_other"] = ""
        elif not cleaned.get("sectors_other") and "sectors_other" not in self.errors:
            self.add_error("sectors_other", _("Enter the other sector"))


class YearForm(OrganisationForm):
    """Year end, group, turnover and website."""

    year_end_on = GovukDateField(
        label=_("When does the financial year end?"),
        help_text=_("Give the end of the latest or current financial year. For example, 31 3 2026."),
        earliest=date(2015, 1, 1),
        latest=date(2100, 12, 31),
        error_messages={"required": _("Enter the end of the financial year")},
    )
    group_role = forms.ChoiceField(label=_("Is it part of a group?"), choices=GroupRole.choices, widget=GovukRadios())
    turnover_band = forms.ChoiceField(
        label=_("Turnover in the year, including all subsidiaries"),
        required=False,
        choices=[*TurnoverBand.choices[1:], TurnoverBand.choices[0]],
        widget=GovukRadios(),
    )
    website = forms.URLField(
        label=_("Website"),
        help_text=_("For example, https://www.example.org. We use it to verify your organisation."),
        required=False,
        max_length=1024,
        assume_scheme="https",
        error_messages={"invalid": _("Enter a web address, like https://www.example.org")},
    )

    class Meta:
        model = Organisation
        fields = ("year_end_on", "group_role", "turnover_band", "website")

    def clean_website(self) -> str:
        """Return the website. Raises ValidationError for a domain that cannot be read."""
        website = self.cleaned_data["website"]
        if website and not (website.startswith(("http://", "https://")) and get_domain(website)):
            raise ValidationError(_("Enter a web address, like https://www.example.org"))
        return website


class DatesForm(OrganisationForm):
    """The order in which dates in uploaded files are read."""

    mark_optional = False
    date_order = forms.ChoiceField(
        label=_("Do dates in your files start with the day or the month?"),
        help_text=_(
            "We use this only for dates with slashes that could be read either way. If another date in the "
            "same column can only be read the other way, we do not guess. We tell you which rows are not "
            "clear."
        ),
        choices=DateOrder.choices,
        widget=GovukRadios(),
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), _("Select if dates start with the day or the month")
        ),
    )

    class Meta:
        model = Organisation
        fields = ("date_order",)


class GroupForm(forms.Form):
    """The company number of a subsidiary that a parent asks for."""

    company_number = CompanyNumberField(label=_("Company number of the subsidiary"))


class EvidenceForm(forms.Form):
    """A document that proves who the organisation is."""

    evidence = forms.FileField(
        label=_("Document"),
        help_text=_(
            "Upload a PDF, JPG or PNG of up to 25 MB that names you and the organisation. For example, a "
            "letter on headed paper signed by a director. You can also use a page from Companies House with "
            "a letter of authority."
        ),
    )
    note = forms.CharField(
        label=_("What the document shows"),
        required=False,
        max_length=1000,
        widget=GovukTextarea(maxlength=1000, rows=3),
    )


class PageForm(forms.Form):
    """The page of the organisation's website on which the code is placed."""

    mark_optional = False
    page_url = forms.CharField(
        label=_("Page address"),
        help_text=_("Fill this in only if you put the code in a page. Leave it blank if you use the file."),
        required=False,
        max_length=1024,
        widget=forms.URLInput(),
    )
