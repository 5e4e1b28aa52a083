"""Tests of how long a case is kept, by its people and its first day."""

from datetime import timedelta

import pytest

from compliance.casework import models as m
from compliance.casework.services import (
    retention_period,
)
from tests.factories.merged import fresh, merge
from tests.factories.sharing import people as group_of

pytestmark = pytest.mark.django_db


def test_the_ages_and_the_first_day_of_a_merged_case_count_for_how_long_it_is_kept(at_desk):
    first, second = at_desk.case(age_of_person="under_18"), at_desk.case(age_of_person="under_18")
    group_of(first, at_desk.keys, age_bands=["under_12"])
    earlier = at_desk.now - timedelta(days=400)
    m.Case.objects.filter(pk=first.pk).update(opened_at=earlier)
    _kind, alone = retention_period.get_class_and_last_day(fresh(first), at_desk.now.date())
    case = merge(at_desk, fresh(first), second)
    assert retention_period.get_class_and_last_day(case, at_desk.now.date())[1] == alone


def test_a_class_without_a_period_in_days_has_none_to_count(db):
    assert retention_period.get_retention_days("case_adult") > 365
    with pytest.raises(KeyError):
        retention_period.get_retention_days("case_child")
    with pytest.raises(KeyError):
        retention_period.get_retention_days("nobody_has_this")


def test_a_case_with_a_child_is_kept_longer_than_one_of_an_adult_and_by_the_year_of_the_youngest(at_desk):
    closed_on = at_desk.now.date()
    adult, child = at_desk.case(), at_desk.case(age_of_person="under_18")
    name, last_day = retention_period.get_class_and_last_day(adult, closed_on)
    days = retention_period.get_retention_days("case_adult")
    assert (name, last_day) == ("case_adult", closed_on + timedelta(days=days))
    name, of_child = retention_period.get_class_and_last_day(child, closed_on)
    assert name == "case_child" and of_child > last_day
    born_now = retention_period.get_class_and_last_day(child, closed_on, born=closed_on.year)[1]
    assert born_now >= of_child
    assert retention_period.get_class_and_last_day(child, closed_on, born=closed_on.year - 17)[1] < born_now
