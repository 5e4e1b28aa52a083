from datetime import UTC, datetime

import pytest

from compliance.statistics.models import Extract
from compliance.statistics.rules.extract import compute_hash, merge, read_extract
from compliance.statistics.rules.periods import parse_period
from compliance.statistics.services import extracts
from compliance.statistics.services.extracts import freeze_extract, get_bounds
from compliance.statistics.services.phone_figures import save_phone_figures
from portal.core.exceptions import ActionRefused
from tests.factories import cases as cf
from tests.factories.statistics import LATE, published, small_month

pytestmark = pytest.mark.django_db
MARCH = parse_period("2026-03")
IN_MARCH, IN_APRIL = datetime(2026, 3, 10, 12, tzinfo=UTC), datetime(2026, 4, 1, 0, 30, tzinfo=UTC)


def test_a_period_that_is_not_over_is_not_frozen(statistician):
    """The clocks in London decide: half past midnight there is half past eleven the evening before elsewhere."""
    with pytest.raises(ActionRefused, match="not ended yet"):
        freeze_extract(period=MARCH, actor=statistician, at=datetime(2026, 3, 31, 22, 30, tzinfo=UTC))
    assert freeze_extract(period=MARCH, actor=statistician, at=datetime(2026, 3, 31, 23, 30, tzinfo=UTC))


def test_the_same_facts_are_frozen_once_and_other_facts_anew(vault, statistician):
    one, same = (freeze_extract(period=MARCH, actor=statistician, at=IN_APRIL) for _ in range(2))
    assert one == same
    cf.contact(at=IN_MARCH)
    other = freeze_extract(period=MARCH, actor=statistician, at=IN_APRIL)
    assert (Extract.objects.count(), other.facts - one.facts) == (2, 1)
    assert other.sha256 == compute_hash(other.content) != one.sha256


def test_telephone_figures_are_frozen_with_the_facts(statistician):
    figures = {"answered": 812, "abandoned": 50, "median_wait_seconds": 14}
    save_phone_figures(month=MARCH.months[0], **figures, actor=statistician, at=IN_APRIL)
    units = read_extract(freeze_extract(period=MARCH, actor=statistician, at=IN_APRIL).content)
    assert units["calls"].rows == {("2026-03", "answered"): 812, ("2026-03", "abandoned"): 50}
    assert units["median_waits"].rows == {("2026-03",): 14}


def test_a_quarter_begins_and_ends_by_the_clocks_people_see():
    begins, ends = get_bounds(parse_period("2026-q2"))
    assert begins == datetime(2026, 3, 31, 23, tzinfo=UTC) and ends == datetime(2026, 6, 30, 23, tzinfo=UTC)
    assert get_bounds(parse_period("2026"))[1] == datetime(2027, 1, 1, tzinfo=UTC)


def test_a_year_is_counted_from_the_newest_extracts_of_its_quarters(statistician, second_person):
    """A case that was coded late gets into the year with a correction of its quarter, and not on its own."""
    for number in (1, 2, 3, 4):
        published(f"2026-q{number}", statistician, second_person)
    assert extracts.find_released_units(parse_period("2026-q1")) == {}
    changed = merge(small_month(month, calls=90) for month in ("2026-01", "2026-02", "2026-03"))
    published("2026-q1", statistician, second_person, changed, note="Two days of calls were missing.")
    year = extracts.freeze_extract(period=parse_period("2026"), actor=statistician, at=LATE)
    counted = read_extract(year.content)["contacts"].rows
    calls = {fact[0]: number for fact, number in counted.items() if fact[1] == "phone"}
    assert [calls[f"2026-{month:02d}"] for month in (1, 3, 4, 12)] == [90, 90, 40, 40]
    assert "exploiters" in read_extract(year.content), "what only the year has is read from the cases"


def test_a_year_without_all_its_quarters_is_read_from_the_cases(statistician, second_person):
    for number in (1, 2, 3):
        published(f"2026-q{number}", statistician, second_person)
    assert extracts.find_released_units(parse_period("2026")) == {}
