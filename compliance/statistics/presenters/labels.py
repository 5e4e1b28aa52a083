"""Kinds, units and findings in the words of the public pages."""

from django.utils.translation import gettext_lazy

from compliance.statistics.labels import label_period
from compliance.statistics.rules.periods import Kind, parse_period

# What a heading says of the largest group of a dimension; others have their title alone.
LARGEST = {
    "channel": gettext_lazy("Most common channel: %(label)s (%(percent)s%% of %(unit)s)"),
    "purpose": gettext_lazy("Most common reason: %(label)s (%(percent)s%% of %(unit)s)"),
    "class": gettext_lazy("Most common subject: %(label)s (%(percent)s%% of %(unit)s)"),
    "language": gettext_lazy("Most common language: %(label)s (%(percent)s%% of %(unit)s)"),
    "category": gettext_lazy("Most common category: %(label)s (%(percent)s%% of %(unit)s)"),
    "exploitation": gettext_lazy("Most common type: %(label)s (%(percent)s%% of %(unit)s)"),
    "region": gettext_lazy("Most common place: %(label)s (%(percent)s%% of %(unit)s)"),
    "sector": gettext_lazy("Most common sector: %(label)s (%(percent)s%% of %(unit)s)"),
    "age": gettext_lazy("Largest age group: %(label)s (%(percent)s%% of %(unit)s)"),
    "gender": gettext_lazy("Most common gender: %(label)s (%(percent)s%% of %(unit)s)"),
    "nationality": gettext_lazy("Most common nationality: %(label)s (%(percent)s%% of %(unit)s)"),
    "recipient": gettext_lazy("Most common recipient: %(label)s (%(percent)s%% of %(unit)s)"),
    "call_answer": gettext_lazy("%(label)s: %(percent)s%% of %(unit)s"),
    "subtype": gettext_lazy("Most common kind: %(label)s (%(percent)s%% of %(unit)s)"),
    "signposted_to": gettext_lazy("Most common signpost: %(label)s (%(percent)s%% of %(unit)s)"),
    "police_force": gettext_lazy("Most cases: %(label)s (%(percent)s%% of %(unit)s)"),
    "tier": gettext_lazy("Most common place: %(label)s (%(percent)s%% of %(unit)s)"),
    "learned": gettext_lazy("Most common source: %(label)s (%(percent)s%% of %(unit)s)"),
}
# A unit inside a sentence.
UNITS_IN_SENTENCES = {
    "contacts": gettext_lazy("contacts"),
    "cases": gettext_lazy("cases"),
    "people": gettext_lazy("people"),
    "exploiters": gettext_lazy("possible exploiters"),
    "referrals": gettext_lazy("referrals"),
    "signposts": gettext_lazy("signposts"),
    "calls": gettext_lazy("calls"),
    "business_cases": gettext_lazy("cases about a business"),
    "signs": gettext_lazy("signs"),
}
KINDS = {
    Kind.MONTH: gettext_lazy("Monthly figures"),
    Kind.QUARTER: gettext_lazy("Quarterly figures"),
    Kind.YEAR: gettext_lazy("Annual figures"),
}


def format_month_code(code: str) -> str:
    """Return March 2026 for 2026-03."""
    return label_period(parse_period(code))
