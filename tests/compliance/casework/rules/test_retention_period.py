"""How long a case is kept, by table (docs/requirements/helpline.md#desk-retention)."""

from datetime import date

import pytest

from compliance.casework.rules import retention_period
from portal.reference import helpline

SEVEN_YEARS = 2555


def until(bands, *, child=True, closed=date(2026, 3, 10), told=date(2026, 1, 5), born=None):
    return retention_period.get_last_day_of_case(
        closed_on=closed, told_on=told, concerns_child=child, age_bands=bands, adult_days=SEVEN_YEARS, born=born
    )


@pytest.mark.parametrize(
    ("bands", "child", "last_day", "why"),
    [
        ([], False, date(2033, 3, 8), "an adult: seven years of 365 days"),
        (["10_15"], False, date(2033, 3, 8), "ages of a case without a child do not count"),
        (["16_17"], True, date(2035, 1, 5), "at least 16 when told: 25 nine years later, after the seven"),
        (["10_15"], True, date(2041, 1, 5), "at least 10"),
        (["0_9"], True, date(2051, 1, 5), "may be new-born"),
        (["16_17", "0_9"], True, date(2051, 1, 5), "the youngest counts"),
        (["16_17", "35_44"], True, date(2035, 1, 5), "adults beside the child do not"),
        (["35_44"], True, date(2051, 1, 5), "a child of whom no age is coded"),
        ([], True, date(2051, 1, 5), "nothing is known"),
        (["unknown"], True, date(2051, 1, 5), "not known may be new-born"),
        (["18_24"], True, date(2033, 3, 8), "not sure, and at least 18: the seven years are later"),
    ],
)
def test_the_last_day_of_a_case_rests_on_the_youngest_who_may_be_in_it(bands, child, last_day, why):
    assert until(bands, child=child) == last_day, why


def test_a_year_of_birth_that_is_known_counts_instead_of_the_age_band():
    assert until(["0_9"], born=2019) == date(2044, 12, 31)
    assert until(["0_9"], born=2007) == until([], child=False)


def test_a_child_of_a_leap_day_is_grown_on_the_first_of_march():
    assert until(["0_9"], told=date(2024, 2, 29)) == date(2049, 3, 1)


def test_a_case_that_concerns_a_child_is_of_a_class_of_its_own():
    assert retention_period.get_retention_class(concerns_child=True) == retention_period.CASE_CHILD
    assert retention_period.get_retention_class(concerns_child=False) == retention_period.CASE_ADULT


@pytest.mark.parametrize("band", helpline.get_labels("age_band"))
def test_every_age_band_of_the_vocabulary_is_read(band):
    assert band in retention_period.ADULT_BANDS or until([band]) >= until([], child=False)
