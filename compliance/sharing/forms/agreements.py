"""What a lead writes into a sharing agreement."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.casework.forms.cases import reason, text
from compliance.referrals.models import Partner
from compliance.sharing.choices import FeedKind
from compliance.sharing.gateways import get_gateways
from compliance.sharing.labels import COLUMN_LABELS
from compliance.sharing.rules.columns import COLUMNS
from portal.core.forms import GovukCheckboxes, GovukDateField, GovukTextInput, QuickChoiceField
from portal.core.types import JsonObject
from portal.reference import helpline

MAX_DAYS = 366
NATIONS = {"england": _("England"), "wales": _("Wales"), "scotland": _("Scotland"),
           "northern-ireland": _("Northern Ireland")}  # fmt: skip


# Titles of the parts of the form, and the fields of each.
GROUPS = (
    (_("Partner and purpose"), ("partner", "purpose", "description")),
    (_("Legal basis"), ("lawful_basis", "condition", "gateways")),
    (_("What you can share"), (*FeedKind.values,)),
    (
        _("At the partner"),
        ("retention_days", "onward_sharing", "security", "breach_contact", "our_contact"),
    ),
    (_("Dates and approval"), ("starts_on", "review_on", "ends_on", "reason")),
)


def describe_nations(codes: Sequence[str]) -> str:
    return ", ".join(str(NATIONS[code]) for code in codes)


def _columns(kind: FeedKind, help_text: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=kind.label,
        help_text=help_text,
        required=False,
        choices=[(column, COLUMN_LABELS[column]) for column in COLUMNS[kind]],
        widget=GovukCheckboxes(small=True),
    )


def _line(label: Any, needed: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=200,
        widget=GovukTextInput({"autocomplete": "off"}),
        error_messages={"required": needed},
    )


class AgreementForm(forms.Form):
    partner = QuickChoiceField(label=_("Partner"), error_messages={"required": _("Select the partner")})
    purpose = QuickChoiceField(label=_("Purpose"), error_messages={"required": _("Select the purpose")})
    description = text(_("What the sharing is for"), needed=_("Enter what the sharing is for"), most=2000, rows=3)
    lawful_basis = QuickChoiceField(label=_("Lawful basis"), error_messages={"required": _("Select the lawful basis")})
    condition = QuickChoiceField(
        label=_("Condition for special category data"),
        help_text=_("You need this for intelligence reports and sites, but not for hotspots."),
        required=False,
    )
    gateways = forms.MultipleChoiceField(
        label=_("Legal gateways"),
        help_text=_("Check with your legal adviser that each one applies in the nation where you use it."),
        widget=GovukCheckboxes(small=True),
        error_messages={"required": _("Select at least one legal gateway")},
    )
    hotspots = _columns(
        FeedKind.HOTSPOTS,
        _("Choose the columns that can be shared. Leave this empty if you will not share this kind of feed."),
    )
    operational = _columns(FeedKind.OPERATIONAL)
    labour_sites = _columns(FeedKind.LABOUR_SITES)
    retention_days = forms.IntegerField(
        label=_("How many days the partner can keep a feed"),
        min_value=1,
        max_value=MAX_DAYS,
        widget=GovukTextInput(width=3),
        error_messages={"required": _("Enter how many days the partner can keep a feed")},
    )
    onward_sharing = text(
        _("Onward sharing"),
        _("Who the partner can share it with, or “none”."),
        needed=_("Enter who the partner can share it with"),
        most=1000,
        rows=2,
    )
    security = text(_("Security at the partner"), needed=_("Enter how the partner keeps it secure"), most=1000, rows=2)
    breach_contact = _line(
        _("Who to tell about a data breach"), _("Enter who to tell about a data breach"), _("Name, phone and email.")
    )
    our_contact = _line(_("Contact at the helpline"), _("Enter the contact at the helpline"))
    starts_on = GovukDateField(label=_("First day"))
    review_on = GovukDateField(label=_("Review date"))
    ends_on = GovukDateField(label=_("Last day"))
    reason = reason(_("The second person will read this before they decide."))

    def __init__(self, *args: Any, partners: Sequence[Partner], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["partner"].choices = [("", "–"), *((str(partner.pk), partner.name) for partner in partners)]
        for name, vocabulary in (
            ("purpose", "sharing_purpose"),
            ("lawful_basis", "lawful_basis"),
            ("condition", "special_category_condition"),
        ):
            self.fields[name].choices = [("", "–"), *helpline.get_choices(vocabulary)]
        self.fields["gateways"].choices = [
            (gateway.code, f"{gateway.title}: {gateway.provision} ({describe_nations(gateway.nations)})")
            for gateway in get_gateways().gateways.values()
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts, review, ends = (cleaned.get(name) for name in ("starts_on", "review_on", "ends_on"))
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The end date must be on or after the start date"))
        elif review and ends and review > ends:
            self.add_error("review_on", _("The review date must be on or before the end date"))
        elif ends and ends < self.today:
            self.add_error("ends_on", _("The end date must be today or later"))
        if not any(cleaned.get(kind) for kind in FeedKind.values):
            self.add_error("hotspots", _("Select the columns for at least one kind of feed"))
        if any(cleaned.get(kind) for kind in ("operational", "labour_sites")) and not cleaned.get("condition"):
            self.add_error("condition", _("Select the condition for special category data"))
        return cleaned

    def grouped(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Return the fields in groups, each with its heading."""
        return [(title, [self[name] for name in names]) for title, names in GROUPS]

    @property
    def facts(self) -> JsonObject:
        cleaned = self.cleaned_data
        own = ("purpose", "description", "lawful_basis", "condition", "gateways", "retention_days", "onward_sharing",
               "security", "breach_contact", "our_contact", "starts_on", "review_on", "ends_on")  # fmt: skip
        columns = {kind: cleaned[kind] for kind in FeedKind.values if cleaned[kind]}
        return {name: cleaned[name] for name in own} | {"columns": columns}
