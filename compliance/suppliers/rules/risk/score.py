"""A whole score, with everything it was made of, and the words for its height."""

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
    """Values are None, and bands empty, where nothing is known of the place and the work. parts: for a page to show."""

    confidence: float
    inherent: float | None
    residual: float | None
    priority: float | None
    inherent_band: str
    band: str
    parts: dict[str, Any]


def score_place(
    facts: Facts, tables: Tables, weights: Mapping[str, Any], *, today: date, answers: Mapping[str, str] | None = None
) -> Score:
    found = score_inherent(facts, tables, weights, answers or {})
    parts: dict[str, Any] = {
        "parts": [asdict(part) for part in found.parts],
        "before": found.before,
        "inherent_floors": found.floors,
    }
    if found.value is None:
        return Score(found.confidence, None, None, None, "", "", parts)
    rest = score_residual(found.value, facts, weights, today=today)
    order = score_exposure(facts, weights)
    parts |= {
        "controls": rest.controls,
        "k": rest.k,
        "problems": rest.problems,
        "p": rest.p,
        "residual_before": rest.before,
        "residual_floors": rest.floors,
        "change": rest.change,
        "exposure": order,
        "is_caution_due": is_caution_due(found, facts, today),
    }
    priority = round(min(100.0, rest.value * order["factor"]), 6)
    return Score(
        found.confidence, found.value, rest.value, priority, get_band(found.value), get_band(rest.value), parts
    )  # fmt: skip


def is_caution_due(found: Inherent, facts: Facts, today: date) -> bool:
    """A good audit in a very high setting: audits often miss forced labour (9.3)."""
    return found.value is not None and get_band(found.value) == "very_high" and has_good_audit(facts, today)


def get_band(value: float | None) -> str:
    return "" if value is None else next(name for least, name in BANDS if value >= least)


def round_score(value: float) -> int:
    """For the screen: rounded, but never up into a band that the value is not in."""
    rounded = int(value + 0.5)
    return rounded if get_band(rounded) == get_band(value) else int(value)


def share_points(parts: list[Mapping[str, Any]]) -> dict[str, int]:
    """Whole points that each known part brings to the risk before the floors; they add up to its whole value."""
    known = [part for part in parts if part["points"] is not None]
    total = sum(part["weight"] for part in known)
    exact = {part["key"]: part["weight"] * part["points"] / total for part in known}
    shown = {key: int(value) for key, value in exact.items()}
    short = round_score(sum(exact.values())) - sum(shown.values()) if exact else 0
    for key in sorted(exact, key=lambda key: shown[key] - exact[key])[:short]:
        shown[key] += 1
    return shown


__all__ = ["BANDS", "Part", "Score", "get_band", "round_score", "score_place", "share_points"]
