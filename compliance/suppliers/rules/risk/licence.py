"""Decide where a labour provider needs a UK gangmaster's licence. Pure.

Gangmasters (Licensing) Act 2004, section 3: agricultural work, gathering shellfish, and processing or packaging what
comes of them. A provider abroad needs one too when its workers work in the UK.

See docs/requirements/suppliers.md#gangmaster-licences.
"""

LICENSED_SECTORS = frozenset({"food_agriculture_fishing"})
LICENSED_ACTIVITIES = frozenset({"seasonal_agriculture", "shellfish_gathering", "meat_or_poultry_processing"})


def needs_licence(country: str, works: tuple[tuple[str, str], ...]) -> bool:
    """Return whether workers whom somebody else provides may do this work in this place only under a licence."""
    return country == "GB" and any(
        sector in LICENSED_SECTORS or activity in LICENSED_ACTIVITIES for sector, activity in works
    )
