"""In which order bands are read, and numbers of people that are told as a span."""

from compliance.statistics.rules.clusters import Band

# The hottest first. What is not unusual stands before what is low.
BAND_ORDER = {str(band): position for position, band in enumerate(Band)}
PEOPLE_BANDS = ((0, "0"), (1, "1-4"), (5, "5-9"), (10, "10-19"), (20, "20-49"), (50, "50+"))


def band_people(number: int) -> str:
    """Return the span that a number of people lies in."""
    return next(name for least, name in reversed(PEOPLE_BANDS) if number >= least)
