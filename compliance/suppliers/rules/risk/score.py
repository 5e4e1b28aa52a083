"""Compute a whole score, with everything it was made of, and the band for its height."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from compliance.suppliers.rules.risk.facts import Facts
from compliance.suppliers.rules.risk.inherent import Inherent, Part, score_inherent
from compliance.suppliers.rules.risk.residual import has_good_audit, score_exposure, score_residual
from compliance.suppliers.rules.risk.tables import Tables

BANDS = ((65.0, "very_high"), (45.0, "high"), (25.0, "medium"), (0.0, "low"))


@dataclass(frozen=True)
class Score:
    """Hold a score. Values are None, and bands empty, where nothing is known of the place and the work.

    parts: for a page to show.
    """

    confidence: float
    inherent: float | None
    residual: float | None
    priority: float | None
    inherent_band: str
    band: str
    parts: dict[str, Any]


def score_place(  # Any: weights are nested as each rule needs
    facts: Facts, tables: Tables, weights: Mapping[str, Any], *, today: date, answers: Mapping[str, str] | None = None
) -> Score:
    """Return the score of a place by these tables and weights."""
    inherent_risk = score_inherent(facts, tables, weights, answers or {})
    parts: dict[str, Any] = {
        "parts": [asdict(part) for part in inherent_risk.parts],
        "before": inherent_risk.before,
        "inherent_floors": inherent_risk.floors,
    }
    if inherent_risk.value is None:
        return Score(inherent_risk.confidence, None, None, None, "", "", parts)
    residual_risk = score_residual(inherent_risk.value, facts, weights, today=today)
    order = score_exposure(facts, weights)
    parts |= {
        "controls": residual_risk.controls,
        "k": residual_risk.k,
        "problems": residual_risk.problems,
        "p": residual_risk.p,
        "residual_before": residual_risk.before,
        "residual_floors": residual_risk.floors,
        "change": residual_risk.change,
        "exposure": order,
        "is_caution_due": is_caution_due(inherent_risk, facts, today),
    }
    priority = round(min(100.0, residual_risk.value * order["factor"]), 6)
    return Score(
        inherent_risk.confidence,
        inherent_risk.value,
        residual_risk.value,
        priority,
        get_band(inherent_risk.value),
        get_band(residual_risk.value),
        parts,
    )


def is_caution_due(inherent_risk: Inherent, facts: Facts, today: date) -> bool:
    """Return whether a good audit stands in a very high setting: audits often miss forced labour.

    See docs/requirements/suppliers.md#residual-risk.
    """
    return (
        inherent_risk.value is not None
        and get_band(inherent_risk.value) == "very_high"
        and has_good_audit(facts, today)
    )


def get_band(value: float | None) -> str:
    """Return the band of a value, "" where it is not known."""
    return "" if value is None else next(name for least, name in BANDS if value >= least)


def round_score(value: float) -> int:
    """Return the value rounded for the screen, but never up into a band that it is not in."""
    rounded = int(value + 0.5)
    return rounded if get_band(rounded) == get_band(value) else int(value)


def share_points(parts: list[Mapping[str, Any]]) -> dict[str, int]:  # Any: parts as a score stores them
    """Return whole points that each known part brings to the risk before the floors; they add up to its whole value."""
    known = [part for part in parts if part["points"] is not None]
    total = sum(part["weight"] for part in known)
    exact_points = {part["key"]: part["weight"] * part["points"] / total for part in known}
    whole_points = {key: int(value) for key, value in exact_points.items()}
    shortfall = round_score(sum(exact_points.values())) - sum(whole_points.values()) if exact_points else 0
    for key in sorted(exact_points, key=lambda key: whole_points[key] - exact_points[key])[:shortfall]:
        whole_points[key] += 1
    return whole_points


__all__ = ["BANDS", "Part", "Score", "get_band", "round_score", "score_place", "share_points"]
