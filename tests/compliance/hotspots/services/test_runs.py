"""A stored computation: the same for the same events, without a small number, and with nothing of any case."""

from datetime import timedelta

import pytest
from django.core.serializers import serialize

from compliance.hotspots.models import Analysis, Hotspot, Run
from compliance.hotspots.rules.contacts import Event
from compliance.hotspots.selectors.events import Reading
from compliance.hotspots.services import runs
from compliance.statistics.rules.periods import parse_period
from portal.history.models import Entry

pytestmark = pytest.mark.django_db
QUARTER = parse_period("2026-q3")
CHESTERFIELD, DERBY = "E07000034", "E06000015"


def events(council, count, **changed):
    given = {"types": ("labour",), "sectors": ("car_wash",), "quarter": 0, "people": 3, "is_child": False} | changed
    return [
        Event(councils=(council,), reporter=f"{council}{number}", case=f"CASE-{council}-{number}", **given)
        for number in range(count)
    ]


def save(read, at=None, **changed):
    reading = Reading(read, without_council=4, left_out=1)
    given = {"quarter": QUARTER, "actor": None, "at": at, "permutations": 99} | changed
    return runs.save_run(reading, **given)


def fields(run):
    rows = Hotspot.objects.filter(analysis__run=run).order_by("analysis__exploitation_type", "council")
    return [
        {name: value for name, value in row.items() if name not in {"uuid", "analysis_id"}} for row in rows.values()
    ]


def test_the_same_events_are_stored_alike_each_time(at_desk):
    read = events(CHESTERFIELD, 20) + events(DERBY, 15)
    first, second = save(read, at_desk.now), save(read[::-1], at_desk.now + timedelta(seconds=1))
    assert fields(first) == fields(second) != []
    assert first.seed == second.seed


def test_no_small_number_and_no_case_is_stored(at_desk):
    read = events(CHESTERFIELD, 33) + events(DERBY, 4) + events("E08000016", 3, types=("criminal",))
    run = save(read, at_desk.now)
    assert {row.council for row in Hotspot.objects.all()} == {CHESTERFIELD}
    assert {analysis.exploitation_type for analysis in run.analyses.all()} == {"", "labour"}
    stored = serialize("json", [*Run.objects.all(), *Analysis.objects.all(), *Hotspot.objects.all()])
    assert "CASE-" not in stored


def test_too_few_contacts_store_a_refusal_and_no_hotspot(at_desk):
    run = save(events(CHESTERFIELD, 3), at_desk.now)
    analysis = run.analyses.get()
    assert analysis.is_refused
    assert not Hotspot.objects.exists()


def test_older_runs_go(at_desk):
    for number in range(runs.KEPT_RUNS + 2):
        save([], at_desk.now + timedelta(minutes=number))
    assert Run.objects.count() == runs.KEPT_RUNS
    assert Run.objects.earliest("at").at == at_desk.now + timedelta(minutes=2)


def test_an_unlocked_desk_computes_and_history_says_so(at_desk):
    run = runs.compute_hotspots(quarter=QUARTER, actor=at_desk.lead, keys=at_desk.keys, at=at_desk.now)
    assert run.by == at_desk.lead
    assert run.permutations == 9_999
    assert Entry.objects.filter(action="hotspots.run.computed", actor=str(at_desk.lead)).count() == 1


def test_there_are_361_councils_on_the_map():
    areas = runs.get_areas()
    assert len(areas) == 361
    assert sum(area.population for area in areas) == 67_081_234


def test_a_selection_leaves_out_the_council_where_all_less_it_would_be_a_small_number(at_desk):
    read = events(CHESTERFIELD, 33) + events(CHESTERFIELD, 4, types=("criminal",), sectors=()) + events(DERBY, 20)
    run = save(read, at_desk.now)
    shown = {
        selection.exploitation_type: [(spot.council, spot.contacts) for spot in selection.hotspots.all()]
        for selection in run.analyses.filter(sector="")
    }
    assert shown == {"": [(CHESTERFIELD, 37), (DERBY, 20)], "labour": [(DERBY, 20)]}


def test_a_quarter_computed_again_tells_of_no_single_contact(at_desk):
    later = at_desk.now + timedelta(days=1)
    counts = []
    for number, (at, count) in enumerate([(at_desk.now, 33), (later, 34), (later + timedelta(days=1), 38)]):
        save(events(CHESTERFIELD, count) + events(DERBY, 12), at)
        counts.append(Hotspot.objects.get(analysis__run=Run.objects.latest("at"), analysis__sector="",
                                          analysis__exploitation_type="", council=CHESTERFIELD).contacts)  # fmt: skip
        assert Run.objects.count() == number + 1
    assert counts == [33, 33, 38]
