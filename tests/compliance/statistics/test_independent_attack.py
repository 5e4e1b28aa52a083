"""What is published, attacked by a second program: worlds of the command, and the demo as its API answers."""

import json
from datetime import date

import pytest
from django.core.management import call_command

from compliance.statistics import demo
from compliance.statistics.models import Release
from compliance.statistics.rules import disclosure
from compliance.statistics.services.preparation import load_built
from portal.accounts.roles import StaffRole
from tests.compliance.statistics.independent_attack import find_exposed
from tests.factories.accounts import UserFactory


def make_world(path, seed: int, months: int) -> dict:
    call_command("statistics_world", "--seed", str(seed), "--months", str(months), "--out", str(path), verbosity=0)
    return json.loads(path.read_text())


@pytest.fixture
def demo_releases(client, db) -> dict:
    """All releases of the demo as a stranger gets them, with the exact counts of their extracts beside."""
    for role in (StaffRole.STATISTICIAN, StaffRole.TRIAGE_LEAD):
        UserFactory(role=role, email=f"{role}@helpline.example")
    demo.seed(today=date(2026, 11, 29))
    data = client.get("/api/v1/statistics/releases/").json()
    assert len(data["releases"]) == 24 + 8 + 2 + 1
    built = load_built(Release.objects.published().select_related("extract"))
    exact = {(one.release.id, table.spec.id): [*table.with_totals().values()] for one in built for table in one.counts}
    for release in data["releases"]:
        for table in release["tables"]:
            for cell, count in zip(table["cells"], exact[release["id"], table["id"]], strict=True):
                assert cell["published"] in {None, count} or cell["rounded_to"] == 5
                cell["truth"] = count
    return data


@pytest.mark.once
def test_nothing_of_the_demo_is_exposed(demo_releases):
    assert find_exposed(demo_releases) == []


@pytest.mark.once
def test_no_release_of_the_demo_counts_a_few_late_contacts_beside_another(demo_releases):
    """The corrected quarter less the first one, and the year less its quarters, in each version of the second."""
    numbers = {
        release["id"]: {
            (table["id"], *cell["index"]): cell["published"] for table in release["tables"] for cell in table["cells"]
        }
        for release in demo_releases["releases"]
    }
    pairs = [(numbers["2025-q2-2"], [numbers["2025-q2"]])]
    for second in ("2025-q2", "2025-q2-2"):
        pairs.append((numbers["2025"], [numbers[code] for code in ("2025-q1", second, "2025-q3", "2025-q4")]))
    for after, parts in pairs:
        both = [key for key in parts[0] if all(one.get(key) is not None for one in (after, *parts))]
        changes = {abs(after[key] - sum(part[key] for part in parts)) for key in both}
        assert len(both) > 100
        assert not changes & {1, 2, 3, 4}


@pytest.mark.once
def test_nothing_of_a_quarter_is_exposed_and_without_secondary_suppression_much_is(tmp_path, monkeypatch):
    assert find_exposed(make_world(tmp_path / "world.json", 5, 3)) == []
    monkeypatch.setattr(disclosure, "complete_lines", lambda *_arguments: None)
    monkeypatch.setattr(disclosure, "_hide_until_safe", lambda *_arguments: None)
    assert len(find_exposed(make_world(tmp_path / "open.json", 5, 3))) > 10


@pytest.mark.soak
@pytest.mark.parametrize("seed", [1, 2, 3, 5, 7, 42, 77, 101, 900, 2024, 31337])
def test_nothing_of_two_years_is_exposed(tmp_path, seed):
    assert find_exposed(make_world(tmp_path / "world.json", seed, 24)) == []
