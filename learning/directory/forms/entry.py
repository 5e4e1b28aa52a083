"""Forms of a service's facts: for our staff, and for the organisation that offers it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.directory.choices import LocationKind, Status, Visibility
from learning.directory.forms.fields import (
    AgeField,
    AreasField,
    GroupedForm,
    HoursField,
    clean_phone_number,
    make_checkboxes,
    make_email_field,
    make_line_field,
    make_text_field,
    make_url_field,
    make_yes_no_field,
)
from learning.directory.forms.search import NOT_SPOKEN_LANGUAGES
from learning.directory.models import Service
from learning.directory.rules.hours import Span
from learning.directory.selectors.geocoding import format_postcode
from portal.core.forms import GovukRadios
from portal.core.forms.hidden_fields import VersionField
from portal.reference import helpline

# Fields of a form that are fields of Service by the same name.
SAME = (
    *("name", "alternate_name", "summary", "description", "url", "email", "needs", "audiences"),
    *("minimum_age", "maximum_age"),
    *("eligibility_description", "languages", "has_interpreters", "interpretation_services", "areas", "area_note"),
    *("hours_note", "is_free", "fees_description", "application_process", "wait_time", "takes_referrals_at_night"),
    *("safe_contact", "person_name", "person_title", "person_email", "person_phone", "person_is_public"),
)
FOR_STAFF = ("alert", "status", "visibility", "is_first_responder", "staff_email", "staff_note", "partner_email")
ORGANISATION = (
    *("provider_name", "provider_description", "website", "provider_email", "charity_number", "company_number"),
)
# Fields of Provider by the same name.
OF_PROVIDER = ("website", "charity_number", "company_number")


def get_language_choices() -> list[tuple[str, Any]]:
    return [(code, words) for code, words in helpline.get_choices("language") if code not in NOT_SPOKEN_LANGUAGES]


class ServiceForm(GroupedForm):
    """Asks what both are asked."""

    provider_name = make_line_field(_("Name of the organisation"), needed=_("Enter the name of the organisation"))
    provider_description = make_text_field(_("Type of organisation"), _("One or two sentences."))
    website = make_url_field(_("Website of the organisation"))
    provider_email = make_email_field(_("Organisation’s public email"))
    charity_number = make_line_field(_("Charity number"), most=20, width=10)
    company_number = make_line_field(_("Company number"), most=20, width=10)

    name = make_line_field(_("Name of the service"), needed=_("Enter the name of the service"))
    alternate_name = make_line_field(_("Another name people know it by"))
    summary = make_text_field(
        _("What it does, in one or two sentences"),
        _(
            "Use short sentences and plain words, because people in need will read them. We show this in lists "
            "and at the top of its page."
        ),
        most=300,
        rows=2,
    )
    description = make_text_field(
        _("More about what it does"),
        needed=_("Enter what the service does"),
        most=4000,
        rows=5,
    )
    url = make_url_field(_("Web page of the service"))
    email = make_email_field(_("Public email"))

    needs = make_checkboxes(
        _("What it helps with"),
        helpline.get_choices("service_type"),
        needed=_("Select at least one thing it helps with"),
    )
    audiences = make_checkboxes(
        _("Who it is for"), helpline.get_choices("service_audience"), needed=_("Select at least one group it is for")
    )
    minimum_age = AgeField(_("Youngest age"))
    maximum_age = AgeField(_("Oldest age"))
    eligibility_description = make_text_field(_("Who it cannot help, or what someone needs first"))

    areas = AreasField()
    area_note = make_line_field(_("More about where it works"), most=300)
    address = make_line_field(_("Address people can visit"), _("Building and street."), most=300)
    city = make_line_field(_("Town"), most=100, width=20)
    postcode = make_line_field(_("Postcode"), most=10, width=10)
    is_secret = forms.BooleanField(
        label=_("Show the address only to the helpline"), help_text=_("For refuges and safe houses."), required=False
    )
    accessibility = make_line_field(_("Disabled access"), most=500)

    hours = HoursField()
    hours_note = make_line_field(_("More about the hours"), _("For example, closed in August."), most=300)
    languages = make_checkboxes(_("Languages its staff speak"), get_language_choices())
    has_interpreters = forms.BooleanField(label=_("It can arrange interpreters for other languages"), required=False)
    interpretation_services = make_line_field(_("More about interpreters"), most=300)

    is_free = make_yes_no_field(_("Is it free?"))
    fees_description = make_line_field(_("What it costs"), most=500)
    application_process = make_text_field(_("How to get help or be referred"))
    wait_time = make_line_field(_("How long it takes"), most=300)
    takes_referrals_at_night = forms.BooleanField(label=_("It takes people at night"), required=False)
    safe_contact = make_line_field(
        _("How to contact them safely"), _("For example, “They never leave a message.”"), most=500
    )

    person_name = make_line_field(
        _("Name of a contact person"), _("The person who answers questions about the service.")
    )
    person_title = make_line_field(_("Contact person’s job title"), most=100)
    person_email = make_email_field(_("Email of the contact person"))
    person_phone = make_line_field(_("Phone number of the contact person"), most=40, width=20)
    person_is_public = forms.BooleanField(
        label=_("Show the contact person to the public"),
        help_text=_("Select this only if the person agrees. Otherwise only the helpline can see it."),
        required=False,
    )

    GROUPS: dict[Any, tuple[str, ...]] = {
        _("The organisation"): ORGANISATION,
        _("The service"): ("name", "alternate_name", "summary", "description", "url", "email"),
        _("Who it helps"): ("needs", "audiences", "minimum_age", "maximum_age", "eligibility_description"),
        _("Where"): ("areas", "area_note", "address", "city", "postcode", "is_secret", "accessibility"),
        _("When, and in which languages"): (
            *("hours", "hours_note", "languages", "has_interpreters", "interpretation_services"),
        ),
        _("How to get it"): (
            *("is_free", "fees_description", "application_process", "wait_time", "takes_referrals_at_night"),
            "safe_contact",
        ),
        _("Contact person"): (*("person_name", "person_title", "person_email", "person_phone", "person_is_public"),),
    }

    def clean_person_phone(self) -> str:
        return clean_phone_number(self.cleaned_data["person_phone"]) if self.cleaned_data["person_phone"] else ""

    def clean_postcode(self) -> str:
        return format_postcode(self.cleaned_data["postcode"])

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        least, most = cleaned.get("minimum_age"), cleaned.get("maximum_age")
        if least is not None and most is not None and least > most:
            self.add_error("maximum_age", _("Oldest age must be the same as or above the youngest age"))

    def provider(self) -> dict[str, str]:
        cleaned = self.cleaned_data
        return {
            "name": cleaned["provider_name"],
            "description": cleaned["provider_description"],
            "email": cleaned["provider_email"],
            **{name: cleaned[name] for name in OF_PROVIDER},
        }

    def values(self) -> dict[str, object]:
        """Return the fields of Service."""
        return self.known_values()

    def known_values(self) -> dict[str, object]:
        """Return the fields of Service that the form asks."""
        return {name: self.cleaned_data[name] for name in SAME if name in self.fields}

    def spans(self) -> list[Span]:
        return self.cleaned_data["hours"]

    def place(self) -> dict[str, object]:
        """Return the fields of Location."""
        cleaned = self.cleaned_data
        has_address = bool(cleaned["address"] or cleaned["city"] or cleaned["postcode"])
        return {
            "kind": LocationKind.PHYSICAL if has_address else LocationKind.VIRTUAL,
            **{name: cleaned[name] for name in ("address", "city", "postcode", "accessibility")},
            "is_public": not cleaned["is_secret"],
        }


class EntryForm(ServiceForm):
    """The form of our staff. version: of the entry that the form was made from, so that nobody overwrites a
    colleague.
    """

    status = forms.ChoiceField(label=_("State"), choices=Status, initial=Status.ACTIVE, widget=GovukRadios())
    visibility = forms.ChoiceField(
        label=_("Who can see it"),
        choices=[one for one in Visibility.choices if one[0] != Visibility.HIDDEN],
        initial=Visibility.PUBLIC,
        widget=GovukRadios(hints={Visibility.STAFF_ONLY: _("For refuges, duty lines and secure email.")}),
    )
    alert = make_line_field(_("Temporary notice"), most=300)
    is_first_responder = make_yes_no_field(_("Is it a first responder organisation?"))
    staff_email = make_email_field(_("Staff-only email"))
    partner_email = make_email_field(
        _("Who confirms the entry each year"), _("Give their work email. We do not publish it.")
    )
    staff_note = make_text_field(_("Staff note"), most=4000)
    sources = make_text_field(_("Sources"), _("Enter a web address or document, one on each line."), most=4000)
    version = VersionField(required=False)

    GROUPS: dict[Any, tuple[str, ...]] = ServiceForm.GROUPS | {
        _("For staff only"): (
            *("status", "visibility", "alert", "is_first_responder", "staff_email", "partner_email", "staff_note"),
            "sources",
        ),
    }

    def __init__(self, *args: Any, service: Service | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=get_initial(service) if service else None, **kwargs)
        if service and service.visibility == Visibility.HIDDEN:
            self.fields["visibility"].choices = Visibility.choices

    def values(self) -> dict[str, object]:
        cleaned = self.cleaned_data
        sources = [line.strip() for line in cleaned["sources"].splitlines() if line.strip()]
        return super().values() | {name: cleaned[name] for name in FOR_STAFF} | {"sources": sources}


def get_initial(service: Service) -> dict[str, object]:
    """Return an entry as the fields of its form show it."""
    provider, place = service.provider, service.locations.first()
    spans = [row.span for row in service.schedules.all()]
    answers = {None: "", True: "yes", False: "no"}
    facts = {name: getattr(service, name) for name in (*SAME, *FOR_STAFF, "version")}
    facts |= {name: answers[facts[name]] for name in ("is_free", "is_first_responder")}
    facts |= {
        "provider_name": provider.name,
        "provider_description": provider.description,
        "provider_email": provider.email,
        **{name: getattr(provider, name) for name in OF_PROVIDER},
        "hours": spans,
        "sources": "\n".join(service.sources),
    }
    if place:
        facts |= {name: getattr(place, name) for name in ("address", "city", "postcode", "accessibility")}
        facts["is_secret"] = not place.is_public
    return facts
