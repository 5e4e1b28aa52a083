from datetime import UTC, datetime

import pytest

from compliance.statistics.selectors import preparation
from tests.factories.statistics import prepared, published, published_quarter, small_month

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def test_periods_that_are_over_are_offered_the_newest_first(statistician, second_person):
    published("2026-03", statistician, second_person)
    codes = [period.code for period in preparation.get_offered_periods(NOW)]
    assert codes[:4] == ["2026-04", "2026-q1", "2026-02", "2026-01"]


def test_a_release_is_compared_with_what_it_corrects_or_the_last_of_its_kind(statistician, second_person):
    quarter = published_quarter(statistician, second_person)
    assert preparation.get_previous(quarter) is None
    following = prepared("2026-q2", statistician)
    assert preparation.get_previous(following) == quarter
    corrected = prepared("2026-q1", statistician, small_month("2026-01", calls=70), note="Calls were missing.")
    assert preparation.get_previous(corrected) == quarter


def test_a_table_of_two_facts_has_a_column_for_each_group_and_the_total(statistician):
    preview = preparation.get_preview(prepared("2026-q1", statistician), "contacts_by_channel_and_purpose")
    assert preview.heads[0] == "How the contact reached the helpline" and preview.heads[-1] == "Total"
    assert all(len(row.cells) == len(preview.heads) - 1 for row in preview.rows)
    assert preview.rows[-1].label == "Total" and preview.before is None


def test_months_of_telephone_figures_are_over():
    assert [str(month) for month in preparation.get_phone_months(NOW)][:2] == ["2026-04", "2026-03"]
