"""The registers that a file's rows meet, and which planner a kind of row has. Pure."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from compliance.workbooks.columns import ACTIONS, FINDINGS
from compliance.workbooks.planning import Plan, actions, findings, suppliers
from compliance.workbooks.planning.audits import AuditRegister
from compliance.workbooks.planning.duplicates import LikelyDuplicates
from compliance.workbooks.planning.suppliers import SupplierRegister


@dataclass(slots=True)
class Registers:
    """Empty ones stand for a business that keeps nothing yet."""

    suppliers: SupplierRegister = field(default_factory=SupplierRegister)
    audits: AuditRegister = field(default_factory=AuditRegister)
    likely: LikelyDuplicates = field(default_factory=LikelyDuplicates)


def plan_row(kind: str, values: dict[str, Any], registers: Registers, say: Any, today: date) -> Plan:
    if kind == FINDINGS:
        return findings.plan_finding_row(values, registers.audits, registers.suppliers, say)
    if kind == ACTIONS:
        return actions.plan_action_row(values, registers.audits, say)
    return _plan_supplier_row(values, registers, say)


def _plan_supplier_row(values: dict[str, Any], registers: Registers, say: Any) -> Plan:
    """Under the reference that a person said is the same; one that may be kept under another is asked about."""
    for column in ("supplier_ref", "buys_from_ref"):
        if values.get(column) and (same := registers.likely.same(values[column])):
            say("W005", column, values[column], meaning=same)
            values[column] = same
    if providers := values.get("labour_providers"):
        values["labour_providers"] = [registers.likely.same(provider) or provider for provider in providers]
    made = suppliers.plan_supplier_row(values, registers.suppliers, say)
    if made.changes.get("supplier", {}).get("is_new") and (kept := registers.likely.find(values)):
        say("W002", "supplier_name", values.get("supplier_name"), name=kept.name, ref=kept.reference)
    return made
