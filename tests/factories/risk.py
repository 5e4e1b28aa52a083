"""The tables and weights as they ship, for tests of the risk."""

import json
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from factory.django import DjangoModelFactory

from compliance.suppliers.rules.risk import Tables, build_tables
from portal.reference import editions
from portal.reference.models import Edition

WEIGHTS = Path(__file__).resolve().parents[2] / "compliance" / "suppliers" / "data" / "risk_weights_1.json"


@cache
def weights() -> dict:
    return json.loads(WEIGHTS.read_text(encoding="utf-8"))["weights"]


@cache
def shipped_tables() -> Tables:
    return build_tables(**{name: editions.get_shipped_table(name).rows for name in editions.TABLES})


class EditionFactory(DjangoModelFactory):
    """An uploaded edition that is not in force: every country in the first tier."""

    class Meta:
        model = Edition

    table = "tip_tiers"
    edition = "2026 report"
    dated_on = date(2026, 9, 1)
    rows = [row | {"tier": "Tier 1"} for row in editions.get_shipped_table("tip_tiers").rows]
    reason = "The new report is out."
    uploaded_by = "An invented person"
    uploaded_at = datetime(2026, 11, 20, tzinfo=UTC)
