"""Which columns a feed may have. What is not here cannot be agreed, so it can never leave.

Never here: who told us, what they told us in their words, notes, other cases of the same reporter, the business that
told us, and in hotspots any nationality.

See docs/requirements/helpline.md#feed-columns.
"""

from collections.abc import Iterable, Mapping
from typing import Any

HOTSPOT_COLUMNS = (
    "period",
    "council_code",
    "council",
    "police_force",
    "region",
    "exploitation_type",
    "sector",
    "contacts",
    "cases",
    "people",
    "child_contacts",
    "rate_per_100000",
    "rate_lower",
    "rate_upper",
    "smoothed_per_100000",
    "band",
    "z",
    "holds_after_correction",
    "expected_contacts",
    "is_rise",
    "is_in_circle",
)
# In the order of an intelligence report: event, person, object, location.
OPERATIONAL_COLUMNS = (
    "event_reference",
    "event_received_on",
    "event_type",
    "event_sectors",
    "event_indicators",
    "event_summary",
    "event_source",
    "event_assessment",
    "event_handling",
    "event_consent",
    "event_contact",
    "person_count",
    "person_gender",
    "person_age_band",
    "person_nationality_group",
    "person_subject",
    "object_business",
    "object_vehicle",
    "object_web",
    "location_premises",
    "location_address",
    "location_council",
    "location_police_force",
    "location_region",
)
LABOUR_SITE_COLUMNS = (
    "site_business",
    "site_name",
    "site_address",
    "site_council",
    "site_police_force",
    "site_sector",
    "site_tier",
    "labour_provider",
    "goods_or_services",
    "people",
    "indicators",
    "reports",
    "first_reported_on",
    "last_reported_on",
)
COLUMNS: dict[str, tuple[str, ...]] = {
    "hotspots": HOTSPOT_COLUMNS,
    "operational": OPERATIONAL_COLUMNS,
    "labour_sites": LABOUR_SITE_COLUMNS,
}
# On every row, so that a line that was copied out of a feed still says where it is from.
WATERMARK = "watermark"


def get_agreed_columns(kind: str, agreed: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Return the agreed columns of a kind in the order of the list; none where the kind was not agreed."""
    chosen = frozenset(agreed.get(kind, ()))
    return tuple(column for column in COLUMNS.get(kind, ()) if column in chosen)


# Any: text, a number, or nothing.
def cut_row(row: Mapping[str, Any], columns: Iterable[str], *, watermark: str) -> dict[str, Any]:
    """Return the agreed columns of a row, and the watermark. Raises KeyError where the row lacks one."""
    return {column: row[column] for column in columns} | {WATERMARK: watermark}
