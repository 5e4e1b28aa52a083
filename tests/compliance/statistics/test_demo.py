"""The demo's figures: what the file holds is what the command makes, and the seed loads it as it would be published."""

from datetime import date
from itertools import takewhile

import pytest

from compliance.statistics import demo, demo_releases
from compliance.statistics.choices import State
from compliance.statistics.demo_facts import make_demo_facts
from compliance.statistics.models import Extract, PhoneFigures, Release
from compliance.statistics.rule_sets import get_rule_set
from compliance.statistics.rules.counting import count_tables
from compliance.statistics.rules.extract import compute_hash
from compliance.statistics.selectors import releases
from compliance.statistics.services.preparation import rebuild
from portal.accounts.models import User
from portal.accounts.roles import StaffRole
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.thorough

NEW_YEAR = date(2026, 11, 29)


@pytest.fixture
def seeded(db) -> None:
    for role in (StaffRole.STATISTICIAN, StaffRole.TRIAGE_LEAD):
        UserFactory(role=role, email=f"{role}@helpline.example")
    demo.seed(today=NEW_YEAR)


def test_the_file_is_what_the_command_makes():
    """The first quarter; the rest is made anew in test_every_release_of_the_file_is_what_the_command_makes."""
    stored = demo_releases.read_file()
    made = dict(takewhile(lambda item: item[0] != "2024-04", demo_releases.make_demo_releases()))
    assert list(made) == ["2024-01", "2024-02", "2024-03", "2024-q1"]
    assert made == {code: stored[code] for code in made}


@pytest.mark.soak
def test_every_release_of_the_file_is_what_the_command_makes():
    assert dict(demo_releases.make_demo_releases()) == demo_releases.read_file()


def test_the_file_has_two_years_a_correction_and_a_month_that_waits():
    codes = list(demo_releases.read_file())
    months = [code for code in codes if code[4:6] in {"-0", "-1"}]
    quarters = [code for code in codes if "q" in code and code.count("-") == 1]
    assert (len(months), len(quarters), "2025-q2-2" in codes, "2024" in codes, "2025" in codes) == (
        25,
        8,
        True,
        True,
        True,
    )
    assert len(codes) == 25 + 8 + 1 + 2


def test_facts_come_from_the_seed_and_are_of_a_believable_size():
    first, again = dict(make_demo_facts()), dict(make_demo_facts())
    assert first == again
    contacts = [sum(units["contacts"].rows.values()) for units in first.values()]
    assert all(750 < number < 1100 for number in contacts) and sum(contacts[12:24]) > sum(contacts[:12])


def test_the_largest_forces_have_the_most_cases():
    (year,) = (period for period in demo_releases.make_demo_periods() if period.code == "2025")
    (table,) = (
        one for one in count_tables(year.units, get_rule_set(), year.period) if one.spec.id == "cases_by_police_force"
    )
    first, second, *others = sorted(table.cells, key=lambda index: -table.cells[index])
    assert {*first, *second} == {"metropolitan_police_service", "not_known"}
    assert ("city_of_london_police",) not in others[:30]


def test_the_seed_publishes_two_years(seeded):
    assert Release.objects.published().count() == 24 + 8 + 2 + 1
    assert list(Release.objects.filter(state=State.PREPARED).values_list("code", flat=True)) == ["2026-01"]
    assert Extract.objects.count() == Release.objects.count() and PhoneFigures.objects.count() == 25
    assert [release.code for release in releases.get_current()][:3] == ["2025", "2025-q4", "2025-12"]
    assert releases.get_revised_cells(releases.find_release_by_code("2025-q2-2"))
    for release in Release.objects.select_related("extract"):
        assert compute_hash(release.content) == release.sha256
        assert compute_hash(release.extract.content) == release.extract.sha256
        assert release.decided_by != release.prepared_by


def test_what_is_loaded_can_be_rebuilt(seeded):
    for code in ("2024-02", "2024-q1"):
        release = Release.objects.get(code=code)
        assert rebuild(release) == release.content


def test_seeding_twice_changes_nothing(seeded):
    before = list(Release.objects.values_list("pk", "sha256"))
    demo.seed(today=NEW_YEAR)
    assert list(Release.objects.values_list("pk", "sha256")) == before


def test_nothing_is_public_before_the_day_it_was_announced_for(db):
    for role in (StaffRole.STATISTICIAN, StaffRole.TRIAGE_LEAD):
        UserFactory(role=role, email=f"{role}@helpline.example")
    demo.seed(today=date(2024, 5, 10))
    assert list(Release.objects.order_by("position").values_list("code", flat=True)) == [
        "2024-01",
        "2024-02",
        "2024-03",
    ]


def test_without_the_demos_people_nothing_is_loaded(db):
    assert not User.objects.filter(email__endswith="@helpline.example").exists()
    demo.seed(today=NEW_YEAR)
    assert not Release.objects.exists()
