"""The command that hands a world to whoever wants to check disclosure control, and the long proof over many worlds."""

import json

import pytest
from django.core.management import CommandError, call_command

from compliance.statistics.management.commands.statistics_world import list_specs
from compliance.statistics.rules.attack import find_exposed
from compliance.statistics.rules.periods import Kind
from compliance.statistics.rules.world import make_world

# Whole worlds of the rule set: each takes about a minute.
SOAK_WORLDS = 200


def test_the_command_writes_every_release_with_its_tables(tmp_path):
    path = tmp_path / "world.json"
    call_command("statistics_world", "--seed", "7", "--months", "3", "--out", str(path), verbosity=0)
    written = json.loads(path.read_text())
    assert written["threshold"] == 5
    assert [release["id"] for release in written["releases"]] == ["2024-01", "2024-02", "2024-03", "2024-q1"]
    specs = list_specs()
    for release in written["releases"]:
        assert [table["id"] for table in release["tables"]] == [spec.id for spec in specs[Kind(release["kind"])]]


def test_the_command_prints_what_it_wrote_and_nothing_of_its_solver(tmp_path, capfd):
    path = tmp_path / "world.json"
    call_command("statistics_world", "--seed", "7", "--months", "1", "--out", str(path))
    assert capfd.readouterr().out == f"1 releases of seed 7 are in {path}.\n"


@pytest.mark.parametrize("months", ["0", "121", "x"])
def test_a_world_of_no_months_or_too_many_is_refused(tmp_path, months):
    with pytest.raises(CommandError):
        call_command("statistics_world", "--seed", "7", "--months", months, "--out", str(tmp_path / "world.json"))


@pytest.mark.once
def test_a_quarter_of_the_tables_of_the_rule_set_gives_nothing_away():
    world = make_world(11, 3, list_specs())
    assert find_exposed(world.releases, world.truths) == []


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(SOAK_WORLDS))
def test_two_years_of_the_tables_of_the_rule_set_give_nothing_away(seed):
    world = make_world(seed, 24, list_specs())
    assert len(world.releases) == 34
    assert find_exposed(world.releases, world.truths) == []
