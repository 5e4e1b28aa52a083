"""The tables and weights as they ship, for tests of the risk."""

import json
from functools import cache
from pathlib import Path

from compliance.suppliers.rules.risk import Tables, tables
from portal.reference import editions

WEIGHTS = Path(__file__).resolve().parents[2] / "compliance" / "suppliers" / "data" / "risk_weights_1.json"


@cache
def weights() -> dict:
    return json.loads(WEIGHTS.read_text(encoding="utf-8"))["weights"]


@cache
def shipped_tables() -> Tables:
    return tables(**{name: editions.shipped(name).rows for name in editions.TABLES})
