"""Judge how high the risk to people is at a site, and why. Pure: tables and weights are passed in.

facts → inherent (country, sector, commodity, workforce; floors R1 to R4) → residual (controls, problems; floors) →
priority. Every step keeps what it was made of, so that a page can show the whole arithmetic.

See docs/requirements/suppliers.md#risk-score.
"""

from compliance.suppliers.rules.risk.facts import Control, Facts
from compliance.suppliers.rules.risk.score import Score, get_band, round_score, score_place, share_points
from compliance.suppliers.rules.risk.tables import Tables, build_tables

__all__ = [
    "Control",
    "Facts",
    "Score",
    "Tables",
    "build_tables",
    "get_band",
    "round_score",
    "score_place",
    "share_points",
]
