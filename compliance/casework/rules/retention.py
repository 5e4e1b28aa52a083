"""How long what the desk keeps is kept (helpline 2.8, security 3.15). The periods in days come from the vocabulary.

All of it is a proposal until the data protection officer has confirmed it.
"""

from collections.abc import Iterable
from datetime import date, timedelta

CASE_ADULT, CASE_CHILD = "case_adult", "case_child"
# What one shift told the next; a period of our own, since the vocabulary has none.
NOTE_DAYS = 28
# Until a child is so old, or as long as an adult's case, whichever is later.
GROWN_YEARS = 25
# How old at least somebody in an age band is; where nothing is known, a new-born child.
YOUNGEST = {"10_15": 10, "16_17": 16, "18_24": 18}
ADULT_BANDS = frozenset({"25_34", "35_44", "45_54", "55_64", "65_plus", "adult_unknown"})
# More than this share of a table goes only after a lead has looked.
MOST_PERCENT = 5


def class_of(*, concerns_child: bool) -> str:
    """Not sure of the age counts as child."""
    return CASE_CHILD if concerns_child else CASE_ADULT


def case_until(
    *,
    closed_on: date,
    told_on: date,
    concerns_child: bool,
    age_bands: Iterable[str],
    adult_days: int,
    born: int | None = None,
) -> date:
    """The last day on which a closed case is kept.

    told_on:    the day on which the people had the ages of age_bands; the youngest possible age counts.
    adult_days: of the class case_adult.
    born:       year of birth of the youngest, where somebody knows it; it then counts instead of the bands.
    """
    as_adult = closed_on + timedelta(days=adult_days)
    if not concerns_child:
        return as_adult
    grown = date(born + GROWN_YEARS, 12, 31) if born else years_after(told_on, GROWN_YEARS - _youngest(age_bands))
    return max(as_adult, grown)


def _youngest(age_bands: Iterable[str]) -> int:
    """Of a case with a child, where the ages of all its people are known, the youngest; else 0."""
    return min((YOUNGEST.get(band, 0) for band in age_bands if band not in ADULT_BANDS), default=0)


def until(begins: date, days: int) -> date:
    """The last day of a period of so many days."""
    return begins + timedelta(days=days)


def is_over(last_day: date, today: date) -> bool:
    return today > last_day


def is_too_many(due: int, total: int) -> bool:
    """Whether a run would take more of a table than it may without a lead's word."""
    return due * 100 > total * MOST_PERCENT


def years_after(day: date, years: int) -> date:
    """Of 29 February the day after the month, where the year has none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
