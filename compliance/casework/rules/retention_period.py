"""How long what the desk keeps is kept.

The periods in days are in portal/reference/data/helpline.json; portal.reference.helpline.get_retention_days reads them.

All of it is a proposal until the data protection officer has confirmed it.

See docs/requirements/helpline.md#desk-retention.
"""

from collections.abc import Iterable
from datetime import date, timedelta

CASE_ADULT, CASE_CHILD = "case_adult", "case_child"
# Until a child is so old, or as long as an adult's case, whichever is later.
CHILD_CASE_UNTIL_AGE = 25
# How old at least somebody in an age band is; where nothing is known, a new-born child.
MIN_AGE_OF_BAND = {"10_15": 10, "16_17": 16, "18_24": 18}
ADULT_BANDS = frozenset({"25_34", "35_44", "45_54", "55_64", "65_plus", "adult_unknown"})


def get_retention_class(*, concerns_child: bool) -> str:
    """Return the code of the class. Not sure of the age counts as child."""
    return CASE_CHILD if concerns_child else CASE_ADULT


def get_last_day_of_case(
    *,
    closed_on: date,
    told_on: date,
    concerns_child: bool,
    age_bands: Iterable[str],
    adult_days: int,
    born: int | None = None,
) -> date:
    """Return the last day on which a closed case is kept.

    told_on:    the day on which the people had the ages of age_bands; the youngest possible age counts.
    adult_days: of the class case_adult.
    born:       year of birth of the youngest, where somebody knows it; it then counts instead of the bands.
    """
    as_adult = closed_on + timedelta(days=adult_days)
    if not concerns_child:
        return as_adult
    grown = (
        date(born + CHILD_CASE_UNTIL_AGE, 12, 31)
        if born
        else add_years(told_on, CHILD_CASE_UNTIL_AGE - _youngest_age(age_bands))
    )
    return max(as_adult, grown)


def _youngest_age(age_bands: Iterable[str]) -> int:
    """Of a case with a child, where the ages of all its people are known, the youngest; else 0."""
    return min((MIN_AGE_OF_BAND.get(band, 0) for band in age_bands if band not in ADULT_BANDS), default=0)


def add_years(day: date, years: int) -> date:
    """Return the same day so many years later; of 29 February the day after the month, where the year has none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
