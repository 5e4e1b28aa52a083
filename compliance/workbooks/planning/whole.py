"""The registers that a file's rows meet, and which planner a kind of row has. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from compliance.workbooks.columns import ACTIONS, FINDINGS
from compliance.workbooks.planning import Plan, actions, findings, suppliers
from compliance.workbooks.planning.audits import AuditRegister
from compliance.workbooks.planning.suppliers import Register


@dataclass(slots=True)
class Registers:
    """Empty ones stand for a business that keeps nothing yet."""

    suppliers: Register = field(default_factory=Register)
    audits: AuditRegister = field(default_factory=AuditRegister)


def plan(kind: str, values: Mapping[str, Any], registers: Registers, say: Any, today: date) -> Plan:
    if kind == FINDINGS:
        return findings.plan(values, registers.audits, registers.suppliers, say)
    if kind == ACTIONS:
        return actions.plan(values, registers.audits, say)
    return suppliers.plan(values, registers.suppliers, say)
