"""The first weights are those of the suppliers vocabulary, and speak of every sector and activity."""

import json

import pytest

from compliance.suppliers.choices import Activity
from portal.reference.tables import sectors
from tests.factories.domain import DOMAIN
from tests.factories.risk import weights

VOCABULARY = DOMAIN.with_name("suppliers_vocabulary.json")


@pytest.mark.skipif(not VOCABULARY.exists(), reason="the domain vocabulary is not beside this checkout")
def test_the_first_weights_are_those_of_the_vocabulary():
    vocabulary = json.loads(VOCABULARY.read_text(encoding="utf-8"))
    ours = dict(weights())
    assert ours.pop("sector_points_by_activity") == vocabulary["sector_points_by_activity"]
    numbers = {str(sector.number): sector.code for sector in sectors()}
    assert ours.pop("sector_points") == {numbers[n]: points for n, points in vocabulary["sector_points"].items()}
    assert ours == vocabulary["risk_weights"]


def test_every_sector_and_activity_has_points():
    assert set(weights()["sector_points"]) == {sector.code for sector in sectors()}
    assert set(weights()["sector_points_by_activity"]) == set(Activity.values)
