from datetime import UTC, datetime

import pytest

from compliance.statistics.rules.periods import parse_period
from compliance.statistics.selectors import releases
from compliance.statistics.services.decisions import approve_release
from tests.factories.statistics import LATE, prepared, published, published_quarter, small_month

pytestmark = pytest.mark.django_db
QUARTER = parse_period("2026-q1")


@pytest.fixture
def quarter(statistician, second_person):
    return published_quarter(statistician, second_person)


def test_published_releases_come_with_the_newest_period_first_and_without_their_tables(quarter, statistician):
    prepared("2026-04", statistician)
    found = list(releases.get_published())
    assert [release.code for release in found] == ["2026-q1", "2026-03", "2026-02", "2026-01"]
    assert {"content", "hidden", "exposed"} <= found[0].get_deferred_fields()


def test_the_newest_revision_stands_for_its_period_and_the_first_stays_readable(quarter, statistician, second_person):
    changed = small_month("2026-02", calls=60)
    published("2026-q1", statistician, second_person, changed, note="Days were missing.")
    assert releases.find_release(QUARTER).code == "2026-q1-2"
    assert releases.find_release(QUARTER, 1) == releases.find_release_by_code("2026-q1") == quarter
    assert [release.code for release in releases.get_current()] == ["2026-q1-2", "2026-03", "2026-02", "2026-01"]
    assert [release.revision for release in releases.get_revisions(QUARTER)] == [1, 2]
    assert [release.code for release in releases.get_corrections()] == ["2026-q1-2"]
    revised = releases.get_revised_cells(releases.find_release(QUARTER))
    assert ("contacts_by_channel", ("total",)) in revised and ("cases_by_region", ("wales",)) not in revised
    assert releases.get_revised_cells(quarter) == set()


def test_what_is_not_public_is_not_there(statistician):
    prepared("2026-q1", statistician)
    assert releases.find_release(QUARTER) is None and releases.find_release_by_code("2026-q1") is None


def test_the_next_dates_are_announced_the_soonest_first():
    found = releases.get_announced(datetime(2026, 5, 1, tzinfo=UTC), number=4)
    assert [(row.period.code, row.at.strftime("%d %B %H:%M")) for row in found] == [
        ("2026-03", "07 May 09:30"),
        ("2026-q1", "21 May 09:30"),
        ("2026-04", "04 June 09:30"),
        ("2026-05", "02 July 09:30"),
    ]


def test_what_is_approved_late_is_announced_for_its_new_time(statistician, second_person):
    approved = approve_release(release=prepared("2026-q1", statistician), actor=second_person, at=LATE)
    found = releases.get_announced(LATE)
    assert (found[0].period, found[0].at) == (QUARTER, approved.scheduled_for)
    assert [row.period.code for row in found].count("2026-q1") == 1


def test_what_is_public_is_announced_no_more(quarter):
    codes = {row.period.code for row in releases.get_announced(datetime(2026, 3, 1, tzinfo=UTC), number=30)}
    assert not codes & {"2026-01", "2026-02", "2026-03", "2026-q1"} and "2026-04" in codes
