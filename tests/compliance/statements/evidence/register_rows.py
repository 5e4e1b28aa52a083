"""Rows of a register with a name that no sentence may say, and the suggestions made from them."""

from datetime import date

from compliance.audits.choices import Announcement, AuditStatus, CommissionedBy, FindingStatus, Grade
from compliance.statements.evidence.rules.register_snapshot import (
    ActionRow,
    AuditRow,
    FindingRow,
    Period,
    RegisterSnapshot,
    SiteRow,
    SupplierRow,
)
from compliance.statements.evidence.rules.suggest import make_suggestions
from compliance.statements.evidence.sentences import write_sentence
from portal.reference.audits import issues

TODAY = date(2026, 11, 24)


PERIOD = Period(date(2025, 4, 1), date(2026, 3, 31))


NAMES = ("Secret Supplier", "Secret Site", "Secret Ref")


def audit(number: int = 1, **changes) -> AuditRow:
    given = {
        "id": f"a{number}",
        "ref": f"Secret Ref {number}",
        "site": f"s{number}",
        "scheme": "sa8000",
        "announcement": Announcement.SEMI_ANNOUNCED,
        "commissioned_by": CommissionedBy.THIRD_PARTY_US,
        "ended_on": date(2026, 1, 15),
        "status": AuditStatus.COMPLETE,
    }
    return AuditRow(**(given | changes))


def finding(number: int = 1, of: int = 1, **changes) -> FindingRow:
    code = changes.get("issue_code", "FL14")
    given = {
        "id": f"f{number}",
        "ref": f"Secret Ref {number}",
        "audit": f"a{of}",
        "grade": Grade.MAJOR,
        "issue_code": code,
        "status": FindingStatus.OPEN,
        "indicators": issues()[code].indicators,
    }
    return FindingRow(**(given | changes))


def action(number: int, status: str, due_on: date | None = None, of: int = 1) -> ActionRow:
    return ActionRow(f"c{number}", f"Secret Ref {number}", f"f{of}", "a1", status, due_on)


def site(number: int = 1, **changes) -> SiteRow:
    return SiteRow(
        **({"id": f"s{number}", "name": f"Secret Site {number}", "supplier": "p1", "country": "GB"} | changes)
    )


def supplier(number: int = 1, **changes) -> SupplierRow:
    given = {"id": f"p{number}", "name": f"Secret Supplier {number}", "country": "GB", "tiers": frozenset({1})}
    return SupplierRow(**(given | changes))


def suggest(section: str, held: RegisterSnapshot, *, sees_all: bool = False) -> dict:
    found = make_suggestions(section, held, PERIOD, today=TODAY, sees_all=sees_all)
    return {one.kind: one for one in found}


def write(one) -> str:
    return write_sentence(one, period=PERIOD, today=TODAY)
