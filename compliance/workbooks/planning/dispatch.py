"""Hold the registers that a file's rows meet, and choose the planner of a kind of row. Pure."""

from dataclasses import dataclass, field
from datetime import date

from compliance.workbooks.columns import ACTIONS, FINDINGS
from compliance.workbooks.planning import Fields, Plan, Say, actions, findings, suppliers
from compliance.workbooks.planning.audits import AuditRegister
from compliance.workbooks.planning.duplicates import LikelyDuplicates
from compliance.workbooks.planning.suppliers import SupplierRegister


@dataclass(slots=True)
class Registers:
    """Hold the registers; empty ones are those of a business that keeps nothing yet."""

    suppliers: SupplierRegister = field(default_factory=SupplierRegister)
    audits: AuditRegister = field(default_factory=AuditRegister)
    likely: LikelyDuplicates = field(default_factory=LikelyDuplicates)


def plan_row(kind: str, values: Fields, registers: Registers, say: Say, today: date) -> Plan:
    """Return the plan of a row by its kind."""
    if kind == FINDINGS:
        return findings.plan_finding_row(values, registers.audits, registers.suppliers, say)
    if kind == ACTIONS:
        return actions.plan_action_row(values, registers.audits, say)
    return _plan_supplier_row(values, registers, say)


def _plan_supplier_row(values: Fields, registers: Registers, say: Say) -> Plan:
    """Plan a row under the reference that a person said is the same, or ask about a likely duplicate."""
    for column in ("supplier_ref", "buys_from_ref"):
        if values.get(column) and (same := registers.likely.get_same(values[column])):
            say("W005", column, values[column], meaning=same)
            values[column] = same
    if providers := values.get("labour_providers"):
        values["labour_providers"] = [registers.likely.get_same(provider) or provider for provider in providers]
    planned = suppliers.plan_supplier_row(values, registers.suppliers, say)
    if planned.changes.get("supplier", {}).get("is_new"):
        name = values.get("supplier_name")
        if likely := registers.likely.find(values):
            say("W002", "supplier_name", name, name=likely.name, ref=likely.reference)
        elif account := registers.likely.find_in_file(values):
            say("W002", "supplier_name", name, wording="W002 file", name=account.name, ref=account.reference)
    return planned
