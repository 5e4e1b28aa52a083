"""Columns, codes and reasons of feeds in words."""

from django.utils.translation import gettext_lazy

from compliance.sharing.rules.common_records import ELSEWHERE, NO_CONSENT, TOO_FEW_ALIKE
from portal.reference import helpline

COLUMN_LABELS = {
    "period": gettext_lazy("Quarter"),
    "council_code": gettext_lazy("Council code"),
    "council": gettext_lazy("Council"),
    "police_force": gettext_lazy("Police force"),
    "region": gettext_lazy("Region"),
    "exploitation_type": gettext_lazy("Type of exploitation"),
    "sector": gettext_lazy("Sector"),
    "contacts": gettext_lazy("Contacts"),
    "cases": gettext_lazy("Cases, if at least 5"),
    "people": gettext_lazy("People, as a range"),
    "child_contacts": gettext_lazy("Contacts about a child, if at least 5"),
    "rate_per_100000": gettext_lazy("Contacts per 100,000 residents"),
    "rate_lower": gettext_lazy("Lower limit of the rate"),
    "rate_upper": gettext_lazy("Upper limit of the rate"),
    "smoothed_per_100000": gettext_lazy("Smoothed rate"),
    "band": gettext_lazy("Band"),
    "z": gettext_lazy("Gi* z-score"),
    "holds_after_correction": gettext_lazy("Significant after correction for many tests"),
    "expected_contacts": gettext_lazy("Average contacts in the 8 quarters before"),
    "is_rise": gettext_lazy("Rise compared with the 8 quarters before"),
    "is_in_circle": gettext_lazy("In the scan circle"),
    "event_reference": gettext_lazy("Case reference"),
    "event_received_on": gettext_lazy("Received on"),
    "event_type": gettext_lazy("Type of exploitation"),
    "event_sectors": gettext_lazy("Sectors"),
    "event_indicators": gettext_lazy("Indicators"),
    "event_summary": gettext_lazy("Summary for partners"),
    "event_source": gettext_lazy("Source evaluation (3x5x2)"),
    "event_assessment": gettext_lazy("Information assessment (3x5x2)"),
    "event_handling": gettext_lazy("Handling code (3x5x2)"),
    "event_consent": gettext_lazy("Consent"),
    "event_contact": gettext_lazy("Contact at the helpline"),
    "person_count": gettext_lazy("People, as a range"),
    "person_gender": gettext_lazy("Gender"),
    "person_age_band": gettext_lazy("Age"),
    "person_nationality_group": gettext_lazy("Nationality group"),
    "person_subject": gettext_lazy("Who may be responsible"),
    "object_business": gettext_lazy("Business"),
    "object_vehicle": gettext_lazy("Vehicle"),
    "object_web": gettext_lazy("Web address"),
    "location_premises": gettext_lazy("Premises"),
    "location_address": gettext_lazy("Address"),
    "location_council": gettext_lazy("Council"),
    "location_police_force": gettext_lazy("Police force"),
    "location_region": gettext_lazy("Region"),
    "site_business": gettext_lazy("Business"),
    "site_name": gettext_lazy("Site"),
    "site_address": gettext_lazy("Address"),
    "site_council": gettext_lazy("Council"),
    "site_police_force": gettext_lazy("Police force"),
    "site_sector": gettext_lazy("Sectors"),
    "site_tier": gettext_lazy("Place in the supply chain"),
    "labour_provider": gettext_lazy("Labour provider"),
    "goods_or_services": gettext_lazy("Goods or services"),
    "indicators": gettext_lazy("Indicators"),
    "reports": gettext_lazy("Cases about the site"),
    "first_reported_on": gettext_lazy("First reported on"),
    "last_reported_on": gettext_lazy("Last reported on"),
    "watermark": gettext_lazy("Watermark"),
}
# Of columns that hold codes: the list that has their words.
VOCABULARIES = {
    "event_source": "intelligence_source",
    "event_assessment": "intelligence_assessment",
    "event_handling": "intelligence_handling",
    "event_consent": "consent_state",
    "event_type": "exploitation_type",
    "event_sectors": "sector",
    "person_gender": "group_gender",
    "person_age_band": "age_band",
    "location_region": "region",
    "region": "region",
    "exploitation_type": "exploitation_type",
    "sector": "sector",
    "band": "hotspot_band",
}
# A grading is read with its code.
GRADINGS = frozenset({"event_source", "event_assessment", "event_handling"})
LEFT_OUT_LABELS = {
    ELSEWHERE: gettext_lazy("outside the partner’s area, or with no known place"),
    NO_CONSENT: gettext_lazy("without consent for this recipient"),
    TOO_FEW_ALIKE: gettext_lazy("with fewer than 9 similar cases in the feed"),
}


def label_column(column: str) -> str:
    return str(COLUMN_LABELS[column])


def label_cell(column: str, value: object) -> str:
    """Return a cell as people read it: labels for codes, a list where there are several."""
    if column not in VOCABULARIES or not value:
        return str(value)
    codes = str(value).split(";")
    texts = [str(helpline.get_label(VOCABULARIES[column], code)) for code in codes]
    return f"{str(value).upper()}: {texts[0]}" if column in GRADINGS else ", ".join(texts)


def describe_left_out(reason: str, number: int) -> str:
    return f"{number} {LEFT_OUT_LABELS[reason]}"
