"""The form by which an organisation changes its own entry; two of our staff look at what it says."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learning.directory.forms.entry import ServiceForm, get_initial
from learning.directory.forms.fields import clean_phone_number, make_line_field, make_text_field
from learning.directory.models import Service
from learning.directory.services import facts

LEAD = "Safeguarding: "
MAX_PHONES = 12


class OwnEntryForm(ServiceForm):
    """What everybody reads, and what we ask once a year. What only our staff know is not on it."""

    phones = make_text_field(
        gettext_lazy("Public phone numbers"),
        gettext_lazy("One on each line, then a comma and what it is for, like “0808 157 0000, Helpline”."),
        rows=4,
    )
    lead_name = make_line_field(
        gettext_lazy("Safeguarding contact"), needed=gettext_lazy("Enter the name of your safeguarding contact")
    )
    lead_contact = make_line_field(
        gettext_lazy("How can we contact this person?"),
        gettext_lazy("Give a phone number or email. We do not publish it."),
        needed=gettext_lazy("Enter a phone number or email address for your safeguarding contact"),
    )
    has_policies = forms.BooleanField(
        label=gettext_lazy("We still have insurance, and policies on safeguarding and confidentiality"),
        error_messages={
            "required": gettext_lazy(
                "Confirm that you have insurance and policies. We list only services that have them"
            )
        },
    )

    GROUPS: dict[Any, tuple[str, ...]] = {gettext_lazy("Phone numbers"): ("phones",)} | ServiceForm.GROUPS
    GROUPS = GROUPS | {gettext_lazy("For the helpline"): ("lead_name", "lead_contact", "has_policies")}
    PLACE = ("address", "city", "postcode", "is_secret", "accessibility")
    PERSON = ("person_name", "person_title", "person_email", "person_phone", "person_is_public")

    def __init__(self, *args: Any, service: Service, **kwargs: Any) -> None:
        lines = facts.format_phones(service).replace(facts.SEPARATOR, ", ")
        super().__init__(*args, initial=get_initial(service) | {"phones": lines}, **kwargs)
        self.service = service
        place = service.locations.first()
        hidden = [] if place is None or place.is_public else [*self.PLACE]
        hidden += [] if service.person_is_public else [*self.PERSON]
        for name in hidden:
            del self.fields[name]

    def clean_phones(self) -> str:
        """Return a line for each number, as facts have it. Raises ValidationError."""
        lines = [line for line in self.cleaned_data["phones"].splitlines() if line.strip()]
        if len(lines) > MAX_PHONES:
            raise ValidationError(_("Enter no more than %(most)s phone numbers") % {"most": MAX_PHONES})
        pairs = (line.partition(",") for line in lines)
        return "\n".join(
            f"{clean_phone_number(number)}{facts.SEPARATOR}{words.strip()[:100]}".removesuffix(facts.SEPARATOR)
            for number, _comma, words in pairs
        )

    def clean_person_phone(self) -> str:
        return super().clean_person_phone() if "person_phone" in self.fields else ""

    def get_facts(self) -> dict[str, object]:
        """Return the facts as the organisation says them; those that it was not asked are left out."""
        cleaned, fields = self.cleaned_data, self.fields
        after = {name: value for name, value in self.known_values().items() if name in fields}
        after |= {f"{facts.PROVIDER}{name}": value for name, value in self.provider().items()}
        if "address" in fields:
            place = {name: cleaned[name] for name in ("address", "city", "postcode", "accessibility")}
            after |= {f"{facts.PLACE}{name}": value for name, value in place.items()}
            after[f"{facts.PLACE}is_public"] = not cleaned["is_secret"]
        after |= {"hours": facts.format_spans(self.spans()), "phones": cleaned["phones"]}
        kept = [line for line in self.service.staff_note.splitlines() if not line.startswith(LEAD)]
        lead = f"{LEAD}{cleaned['lead_name']}, {cleaned['lead_contact']}."
        return after | {"staff_note": "\n".join([lead, *kept])[:4000]}
