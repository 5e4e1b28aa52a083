"""Score the risk left after what is in place and what went wrong, and what to do first.

See docs/requirements/suppliers.md#residual-risk, docs/requirements/suppliers.md#risk-priority.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from compliance.suppliers.rules.risk.facts import Facts, is_within_months

# Any: weights are numbers, lists of numbers and mappings of these, as the staff form edits them.
type Weights = Mapping[str, Any]
type Item = dict[str, Any]
MAX_REDUCTION = 0.5  # no paper can take away more than half


@dataclass(frozen=True)
class Residual:
    """Hold the residual risk.

    k: sum of the controls, capped. p: sum of the problems. before: the value before the floors.
    """

    controls: list[Item]
    k: float
    problems: list[Item]
    p: float
    before: float
    floors: list[Item]
    value: float
    change: Item | None


def score_residual(value: float, facts: Facts, weights: Weights, *, today: date) -> Residual:
    """Return what is left of the inherent risk (value) under these facts."""
    control_weights = weights["controls"]
    controls = [{"key": key, "k": control_weights[key]} for key in _find_controls(facts, today)]
    k = min(control_weights["cap"], round(sum(item["k"] for item in controls), 6))
    problems = _problems(facts, weights["problems"])
    p = sum(item["points"] for item in problems)
    before = remaining_risk(value, k, p)
    floors = _floors(facts, weights["residual_floors"])
    raised = max([before, *(floor["at_least"] for floor in floors)])
    change = _change(value, controls, p, floors, control_weights)
    return Residual(controls, k, problems, p, before, floors, raised, change)


def remaining_risk(value: float, k: float, p: float) -> float:
    """Return the risk less the controls (k, 0 to 1) plus the problems (p), at least half of it and at most 100."""
    return round(min(100.0, max(value * (1 - k) + p, MAX_REDUCTION * value)), 6)


def has_good_audit(facts: Facts, today: date) -> bool:
    """Return whether a credited audit leaves no labour finding open."""
    open_ones = facts.open_business_critical, facts.open_critical, facts.open_major, facts.open_minor, facts.open_car
    return is_within_months(facts.audit_on, 24, today) and not any(open_ones)


def _find_controls(facts: Facts, today: date) -> list[str]:
    return [*_audit_controls(facts, today), *_other_controls(facts, today)]


def _audit_controls(facts: Facts, today: date) -> list[str]:
    if not is_within_months(facts.audit_on, 24, today):
        return []
    controls = ["audit_0_12_months" if is_within_months(facts.audit_on, 12, today) else "audit_13_24_months"]
    if not facts.audit_was_announced:
        controls.append("audit_not_announced")
    if not (facts.open_business_critical or facts.open_critical or facts.open_major):
        controls.append("audit_no_open_major_or_worse")
    return controls


def _other_controls(facts: Facts, today: date) -> list[str]:
    held = [control for control in facts.controls if control.held_on <= today]
    kinds = {control.kind for control in held}
    confirmed = {control.kind for control in held if control.is_confirmed}
    controls = []
    if any(control.kind == "saq" and is_within_months(control.held_on, 12, today) for control in held):
        controls.append("saq_12_months")
    if any(control.kind == "training" and is_within_months(control.held_on, 24, today) for control in held):
        controls.append("training_24_months")
    if "grievance_mechanism" in kinds:
        is_known = "grievance_mechanism" in confirmed
        controls.append("grievance_confirmed_by_workers" if is_known else "grievance_self_declared")
    if {"employer_pays_policy", "document_retention_policy"} <= confirmed:
        controls.append("policies_verified")
    if "worker_representation" in kinds:
        controls.append("worker_representation")
    return controls


def _problems(facts: Facts, each: Weights) -> list[Item]:
    counts = {
        "business_critical": facts.open_business_critical,
        "critical": facts.open_critical,
        "major": facts.open_major,
        "overdue_action": facts.late_actions,
        "open_car": facts.open_car,
        "msa_not_addressed_1_1A_4": facts.areas_not_addressed,
        "open_helpline_concern": int(facts.has_open_report),
    }
    return [_problem(key, count, *each[key]) for key, count in counts.items() if count]


def _problem(key: str, count: float, points: float, cap: float) -> Item:
    return {"key": key, "count": count, "each": points, "cap": cap, "points": min(cap, points * count)}


def _floors(facts: Facts, minimums: Weights) -> list[Item]:
    rules = (("open_alert_A", facts.has_alert_a), ("same_issue_two_audits", facts.has_repeated_issue))
    return [{"rule": rule, "at_least": minimums[rule]} for rule, applies in rules if applies]


# A control that stands in the place of a weaker one, and the weaker one's credit, which it then ends.
STRONGER_CONTROLS = {
    "audit_0_12_months": "audit_13_24_months",
    "grievance_confirmed_by_workers": "grievance_self_declared",
}
# What can only be had together with an audit.
AUDIT_CONTROLS = ("audit_not_announced", "audit_no_open_major_or_worse")


def _change(value: float, controls: list[Item], p: float, floors: list[Item], control_weights: Weights) -> Item | None:
    """Return the single control of the largest K that is not in place, and what the risk would then be."""
    k_by_control = {item["key"]: item["k"] for item in controls}
    k = sum(k_by_control.values())
    has_audit = "audit_0_12_months" in k_by_control or "audit_13_24_months" in k_by_control
    gains = {
        key: control_weights[key] - k_by_control.get(STRONGER_CONTROLS.get(key, ""), 0)
        for key in control_weights
        if key != "cap" and key not in k_by_control and key not in STRONGER_CONTROLS.values()
        if has_audit or key not in AUDIT_CONTROLS
    }
    if not gains or k >= control_weights["cap"]:
        return None
    key = max(gains, key=lambda name: gains[name])
    risk = max(
        [
            remaining_risk(value, min(control_weights["cap"], k + gains[key]), p),
            *(floor["at_least"] for floor in floors),
        ]
    )
    return {"key": key, "k": control_weights[key], "to": risk}


def score_exposure(facts: Facts, weights: Weights) -> Item:
    """Return 1 + spend + tier: it orders the list of what to do, and never changes the risk to people.

    See docs/requirements/suppliers.md#risk-priority.
    """
    table = weights["exposure"]
    spend, pence = table["spend_unknown"], facts.spend_pence
    if pence is not None:
        spend = next(add for below, add in table["spend_gbp"] if below is None or pence < below * 100)
    tier = table["tier"][str(facts.tier)]
    return {"spend": spend, "tier": tier, "factor": round(1 + spend + tier, 6)}
