from datetime import UTC, datetime

import pytest

from compliance.statistics.rules.periods import Month, parse_period
from compliance.statistics.selectors.month import get_month_page
from compliance.statistics.services.phone_figures import save_phone_figures
from portal.accounts.roles import StaffRole
from tests.factories import cases as cf
from tests.factories.accounts import UserFactory
from tests.factories.statistics import LATE, small_month, store

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)


@pytest.fixture
def manager():
    return UserFactory(role=StaffRole.HELPLINE_MANAGER)


def numbers(user) -> dict[str, tuple[str, str]]:
    page = get_month_page(user=user, now=NOW)
    return {row.label: (row.now, row.last_year) for row in page.rows}


def test_the_month_so_far_is_beside_the_frozen_month_of_last_year(vault, second_person, statistician):
    cf.full_case(vault.unlocked, at=datetime(2026, 3, 10, tzinfo=UTC))
    store(parse_period("2025-03"), small_month("2025-03"), statistician)
    found = numbers(second_person)
    assert found["Cases"] == ("1", "0") and found["Contacts"][1] == "54"
    assert found["People, at least"][0] == "3"


def test_what_was_never_frozen_is_counted_from_the_desk(vault, second_person):
    cf.full_case(vault.unlocked, at=datetime(2025, 3, 10, tzinfo=UTC))
    assert numbers(second_person)["Cases"] == ("0", "1")


def test_telephone_figures_stand_beside_one_another(second_person):
    figures = {"answered": 90, "abandoned": 10, "median_wait_seconds": 14}
    save_phone_figures(month=Month(2025, 3), **figures, actor=second_person, at=LATE)
    found = numbers(second_person)
    assert found["Telephone calls answered, of those offered"] == ("–", "90 / 100")
    assert found["Median wait of answered calls, seconds"] == ("–", "14")


def test_targets_are_shown_for_both_months(second_person):
    page = get_month_page(user=second_person, now=NOW)
    assert [period.code for period, _table in page.targets] == ["2026-03", "2025-03"]


def test_away_from_the_desk_the_newest_month_is_the_last_closed_one_as_it_was_frozen(vault, manager, statistician):
    """See docs/requirements/statistics.md#closed-months."""
    cf.full_case(vault.unlocked, at=datetime(2026, 2, 10, tzinfo=UTC))
    assert numbers(manager)["Cases"] == ("1", "0")
    store(parse_period("2026-02"), small_month("2026-02"), statistician)
    cf.full_case(vault.unlocked, at=datetime(2026, 3, 10, tzinfo=UTC))
    assert numbers(manager)["Contacts"] == ("54", "0")
    page = get_month_page(user=manager, now=NOW)
    assert [period.code for period, _table in page.targets] == ["2026-02", "2025-02"]
    assert str(page.running) == "March 2026"
