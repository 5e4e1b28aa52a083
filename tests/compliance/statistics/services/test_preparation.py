import pytest

from compliance.statistics.choices import State
from compliance.statistics.models import Release
from compliance.statistics.rules.attack import Exposure
from compliance.statistics.rules.equations import Place
from compliance.statistics.rules.extract import compute_hash
from compliance.statistics.rules.periods import parse_period
from compliance.statistics.services import attack_check, preparation
from compliance.statistics.services.preparation import get_code, rebuild
from portal.core.exceptions import ActionRefused
from tests.factories.statistics import prepared, published, published_quarter, small_month

pytestmark = pytest.mark.django_db


def test_a_release_says_what_it_was_made_from(statistician):
    release = prepared("2026-01", statistician)
    assert (release.state, release.code, release.revision, release.rule_set) == (State.PREPARED, "2026-01", 1, 1)
    assert release.sha256 == compute_hash(release.content) and release.extract.period == "2026-01"
    assert len(release.code_version) == 16 and release.prepared_by == statistician
    assert (str(release.first_day), str(release.last_day)) == ("2026-01-01", "2026-01-31")


def test_each_hidden_cell_has_its_reason_and_bounds(statistician):
    months = [prepared(code, statistician) for code in ("2026-01", "2026-02", "2026-03")]
    units = small_month("2026-01", calls=40) | {}
    quarter = prepared("2026-q1", statistician, units)
    assert quarter.considered == [str(month.uuid) for month in months]
    app = next(row for row in quarter.hidden if row["table"] == "contacts_by_channel" and row["index"] == ["app"])
    assert app["reason"] == "small" and app["upper"] - app["lower"] >= 3
    assert all(row["release"] == "2026-q1" and row["reason"] for row in quarter.hidden)


def test_a_release_is_rebuilt_byte_by_byte_whatever_came_after(statistician, second_person):
    quarter = published_quarter(statistician, second_person)
    published("2026-04", statistician, second_person)
    assert rebuild(quarter) == quarter.content
    for month in Release.objects.filter(kind="month"):
        assert rebuild(month) == month.content


def test_preparing_again_replaces_what_nobody_has_decided_on(statistician):
    first, second = (prepared("2026-01", statistician, small_month("2026-01", calls=n)) for n in (40, 60))
    first.refresh_from_db()
    assert (first.state, second.state) == (State.REPLACED, State.PREPARED)
    assert second.considered == [], "what was replaced is never public"


def test_published_figures_are_corrected_with_a_note_and_the_first_stay(statistician, second_person):
    quarter = published_quarter(statistician, second_person)
    changed = {**small_month("2026-01", calls=90)}
    with pytest.raises(ActionRefused, match="what was wrong"):
        prepared("2026-q1", statistician, changed)
    corrected = published("2026-q1", statistician, second_person, changed, note="Two days of calls were missing.")
    assert (corrected.code, corrected.revision) == ("2026-q1-2", 2)
    assert rebuild(corrected) == corrected.content
    quarter.refresh_from_db()
    assert quarter.state == State.PUBLISHED and rebuild(quarter) == quarter.content


def test_a_month_is_provisional_and_never_revised(statistician, second_person):
    published("2026-01", statistician, second_person)
    with pytest.raises(ActionRefused, match="not revised"):
        prepared("2026-01", statistician, note="One call was missing.")


def test_nothing_is_corrected_before_it_is_public(statistician):
    with pytest.raises(ActionRefused, match="nothing to correct"):
        prepared("2026-q1", statistician, note="Too early.")


def test_figures_that_the_attack_pins_down_are_unsafe_and_block_nothing_else(statistician, monkeypatch):
    exposure = Exposure(Place("2026-01", "contacts_by_channel", ("app",)), 2, 2.0, 2.0)
    monkeypatch.setattr(attack_check.attack, "find_exposed", lambda releases, truths: [exposure])
    unsafe = prepared("2026-01", statistician)
    assert unsafe.state == State.UNSAFE
    assert unsafe.exposed == [
        {"release": "2026-01", "table": "contacts_by_channel", "index": ["app"], "lower": 2, "upper": 2}
    ]
    monkeypatch.undo()
    assert prepared("2026-02", statistician).considered == []


def test_each_release_considers_those_of_its_year_prepared_before_it(statistician, second_person):
    published("2025-12", statistician, second_person)
    january = published("2026-01", statistician, second_person)
    waiting = prepared("2026-02", statistician)
    assert prepared("2026-03", statistician).considered == [str(january.uuid), str(waiting.uuid)]


def test_a_correction_has_its_number_in_its_code():
    assert [get_code(parse_period("2026-q1"), number) for number in (1, 2)] == ["2026-q1", "2026-q1-2"]


def test_what_was_prepared_meanwhile_is_never_left_unconsidered(statistician, monkeypatch):
    """Two at once: the one that comes later is told to begin anew, so that of any two one considered the other."""
    attack = preparation.attack_release

    def meanwhile(built, beside, **options):
        monkeypatch.setattr(preparation, "attack_release", attack)
        prepared("2026-02", statistician)
        return attack(built, beside)

    monkeypatch.setattr(preparation, "attack_release", meanwhile)
    with pytest.raises(ActionRefused, match="in the meantime"):
        prepared("2026-01", statistician)
    assert list(Release.objects.values_list("code", flat=True)) == ["2026-02"]
    assert len(prepared("2026-01", statistician).considered) == 1
