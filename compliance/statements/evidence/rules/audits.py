"""What audits, their findings and what was done about them offer: due diligence, and the measures."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from compliance.audits.choices import (
    CLOSED_STATUSES,
    NOTE_GRADES,
    OPEN_STATUSES,
    Announcement,
    AuditStatus,
    AuditType,
    CommissionedBy,
    FindingStatus,
    Grade,
)
from compliance.statements.choices import EvidenceKind
from compliance.statements.evidence.rules.register_snapshot import (
    ActionRow,
    AuditRow,
    FeesRow,
    FindingRow,
    Period,
    RegisterSnapshot,
)
from compliance.statements.evidence.rules.suggestion import (
    MIN_FINDINGS,
    MIN_PEOPLE,
    MIN_SITES,
    Figure,
    Row,
    Suggestion,
    suppress_small,
)
from compliance.statements.evidence.rules.supply_chain import share

GRAVE = frozenset({Grade.BUSINESS_CRITICAL, Grade.CRITICAL})
# The registry knows two ways only: a window of weeks counts as announced.
# See docs/requirements/suppliers.md#audits-in-the-statement.
ANNOUNCED = frozenset({Announcement.ANNOUNCED, Announcement.SEMI_ANNOUNCED})
OURS = frozenset({CommissionedBy.OWN_STAFF, CommissionedBy.THIRD_PARTY_US})


@dataclass(frozen=True)
class Year:
    """What was found in the financial year. sees_all: those that an open A-alert keeps for few, too."""

    held: RegisterSnapshot
    period: Period
    sees_all: bool = False

    @cached_property
    def audits(self) -> list[AuditRow]:
        """Return the visits that were seen through: no draft, no entry of a list alone, no questionnaire."""
        return [audit for audit in self.held.audits if counts(audit) and audit.ended_on in self.period]

    @cached_property
    def findings(self) -> list[FindingRow]:
        """Return the breaches; one that was carried on is listed once, as it is in the later audit."""
        known = {audit.id for audit in self.audits}
        findings = [
            finding
            for finding in self.held.findings
            if finding.audit in known and finding.status != FindingStatus.WITHDRAWN
        ]
        carried = {finding.carried_from for finding in findings}
        return [finding for finding in findings if finding.id not in carried and finding.grade not in NOTE_GRADES]

    @cached_property
    def seen(self) -> list[FindingRow]:
        return [finding for finding in self.findings if self.sees_all or not finding.has_alert]

    @cached_property
    def actions(self) -> list[ActionRow]:
        known = {finding.id for finding in self.findings}
        return [
            action
            for action in self.held.actions
            if action.finding in known and action.status in OPEN_STATUSES | CLOSED_STATUSES
        ]

    @cached_property
    def fees(self) -> list[FeesRow]:
        """Return the fees of all audits that ended by the end of the year: paying back takes longer than one."""
        known = {audit.id for audit in self.held.audits if counts(audit) and audit.ended_on <= self.period.last}
        return [
            fee
            for fee in self.held.fees
            if fee.audit in known and fee.owed and fee.currency and (self.sees_all or not fee.has_alert)
        ]

    def sites(self, findings: list[FindingRow]) -> int:
        """Count the sites at which these findings were made."""
        site = {audit.id: audit.site for audit in self.audits}
        return len({site[finding.audit] for finding in findings})


def counts(audit: AuditRow) -> bool:
    return audit.status == AuditStatus.COMPLETE and not audit.is_stub and audit.kind != AuditType.SELF_ASSESSMENT


def audit_row(audit: AuditRow) -> Row:
    values = {
        "scheme": audit.scheme,
        "announcement": audit.announcement,
        "commissioned_by": audit.commissioned_by,
        "ended_on": audit.ended_on.isoformat(),
    }
    return Row("audit", audit.id, audit.ref, values, audit=audit.id)


def finding_row(finding: FindingRow, *, with_issue: bool = False) -> Row:
    """Return the row of a finding. It tells its issue only where the suggestion rests on that."""
    values = {"grade": finding.grade, "status": finding.status} | (
        {"issue_code": finding.issue_code} if with_issue else {}
    )
    return Row("finding", finding.id, finding.ref, values, audit=finding.audit)


def suggest_due_diligence(year: Year, today: date) -> Iterator[Suggestion]:
    if year.audits:
        yield _audits(year)
        yield _findings(year)
    yield from _interviews(year)
    if year.actions:
        yield _actions(year, today)
    yield from _fees(year)


def _audits(year: Year) -> Suggestion:
    audits = year.audits
    schemes = Counter(audit.scheme for audit in audits)
    numbers = {
        "audits": len(audits),
        "sites": len({audit.site for audit in audits}),
        "of_sites": len(year.held.sites),
        "announced": sum(audit.announcement in ANNOUNCED for audit in audits),
        "unannounced": sum(audit.announcement == Announcement.UNANNOUNCED for audit in audits),
        "ours": sum(audit.commissioned_by in OURS for audit in audits),
        "schemes": [code for code, _count in sorted(schemes.items(), key=lambda pair: (-pair[1], pair[0]))],
    }
    return Suggestion(EvidenceKind.AUDITS, "dd1_process", numbers, [audit_row(audit) for audit in audits])


def _findings(year: Year) -> Suggestion:
    """How grave they were is told only where they come from several sites."""
    total = suppress_small(len(year.findings), MIN_FINDINGS)
    grave = sum(finding.grade in GRAVE for finding in year.findings)
    is_wide = year.sites(year.findings) >= MIN_SITES
    numbers = {"findings": total, "grave": suppress_small(grave, MIN_FINDINGS) if total and is_wide else None}
    rows = [finding_row(finding) for finding in year.findings]
    return Suggestion(
        EvidenceKind.FINDINGS, "dd1_results", numbers, rows or [audit_row(audit) for audit in year.audits]
    )


def _interviews(year: Year) -> Iterator[Suggestion]:
    spoken = [audit for audit in year.audits if audit.interviewed]
    people = sum(audit.interviewed for audit in spoken)
    if people >= MIN_PEOPLE:
        rows = [
            Row("audit", audit.id, audit.ref, {"interviewed": audit.interviewed}, audit=audit.id) for audit in spoken
        ]
        yield Suggestion(
            EvidenceKind.INTERVIEWS, "dd2_worker_engagement", {"people": people, "audits": len(spoken)}, rows
        )


def _action_rows(year: Year) -> list[Row]:
    return [
        Row(
            "action",
            action.id,
            action.label,
            {"status": action.status, "due_on": action.due_on.isoformat() if action.due_on else ""},
            audit=action.audit,
        )
        for action in year.actions
    ]


def _counted(year: Year, today: date) -> dict[str, int]:
    """Closed is what the site says; verified is what somebody else saw. They are never added up."""
    actions = year.actions
    return {
        "actions": len(actions),
        "verified": sum(action.status == FindingStatus.VERIFIED_CLOSED for action in actions),
        "closed": sum(action.status == FindingStatus.CLOSED_UNVERIFIED for action in actions),
        "late": sum(
            action.status in OPEN_STATUSES and action.due_on is not None and action.due_on < today for action in actions
        ),
    }


def _actions(year: Year, today: date) -> Suggestion:
    return Suggestion(EvidenceKind.ACTIONS, "dd2_kpis", _counted(year, today), _action_rows(year))


def fee_rows(fees: list[FeesRow]) -> list[Row]:
    return [
        Row(
            "carplan",
            fee.finding,
            fee.ref,
            {"currency": fee.currency, "owed": fee.owed, "repaid": fee.repaid, "workers": fee.workers},
            audit=fee.audit,
        )
        for fee in fees
    ]


def rounded(amount: int) -> int:
    """Return the amount rounded to two digits, so that no sum can be matched to a pay sheet."""
    step = 10 ** max(len(str(amount)) - 2, 0)
    return round(amount / step) * step


def _fees(year: Year) -> Iterator[Suggestion]:
    for currency in sorted({fee.currency for fee in year.fees}):
        fees = [fee for fee in year.fees if fee.currency == currency]
        numbers = {
            "currency": currency,
            "owed": rounded(sum(fee.owed for fee in fees)),
            "repaid": rounded(sum(fee.repaid for fee in fees)),
            "people": suppress_small(sum(fee.workers for fee in fees), MIN_PEOPLE),
        }
        yield Suggestion(
            EvidenceKind.FEES, "dd2_outcomes", numbers, fee_rows(fees), cautions=alerted(fees), of=currency
        )


def alerted(rows: list[FeesRow] | list[FindingRow]) -> list[str]:
    return ["open_alert"] if any(row.has_alert for row in rows) else []


# --- Measures ------------------------------------------------------------------------------------------------------


def suggest_monitoring(year: Year, today: date) -> Iterator[Suggestion]:
    yield from _audited(year)
    yield from _covered(year)
    if year.actions:
        counted, rows = _counted(year, today), _action_rows(year)
        percent = share(counted["verified"], counted["actions"])
        verified = Figure("actions_verified", percent)
        late = Figure("actions_late", str(counted["late"]))
        yield Suggestion(EvidenceKind.VERIFIED, "mon1_kpis", counted | {"percent": percent}, rows, figure=verified)
        yield Suggestion(EvidenceKind.LATE, "mon1_kpis", counted, rows, figure=late)
    for fee in _fees(year):
        if fee.numbers["repaid"]:
            figure = Figure(f"fees_repaid_{fee.of}", str(fee.numbers["repaid"]), is_outcome=True)
            yield Suggestion(
                EvidenceKind.REPAID,
                "mon2_outcome_kpis",
                fee.numbers,
                fee.rows,
                figure=figure,
                cautions=fee.cautions,
                of=fee.of,
            )


def _audited(year: Year) -> Iterator[Suggestion]:
    bought = {site.id for site in year.held.sites}
    visited = {audit.site for audit in year.audits} & bought
    if visited:
        percent = share(len(visited), len(bought))
        yield Suggestion(
            EvidenceKind.SITES_AUDITED,
            "mon1_kpis",
            {"sites": len(visited), "of_sites": len(bought), "percent": percent},
            [audit_row(audit) for audit in year.audits if audit.site in visited],
            figure=Figure("sites_audited", percent),
        )


def _covered(year: Year) -> Iterator[Suggestion]:
    """The people at audited sites: each site once, by its latest audit that counted them."""
    latest = {
        audit.site: audit for audit in sorted(year.audits, key=lambda each: (each.ended_on, each.id)) if audit.workers
    }
    people = sum(audit.workers for audit in latest.values())
    if people >= MIN_PEOPLE:
        rows = [
            Row("audit", audit.id, audit.ref, {"workers": audit.workers}, audit=audit.id) for audit in latest.values()
        ]
        figure = Figure("workers_covered", str(people))
        yield Suggestion(
            EvidenceKind.COVERED, "mon1_kpis", {"people": people, "sites": len(latest)}, rows, figure=figure
        )


# --- One audit, chosen by a person on its page ---------------------------------------------------------------------

# The point that a single audit speaks to, in the sections where it does.
SINGLE_AUDIT_KINDS = {"risk": "rsk1_steps", "due_diligence": "dd1_process", "monitoring": "mon1_review"}


def suggest_from_audit(held: RegisterSnapshot, audit: str, section: str, period: Period) -> Suggestion | None:
    """Return one audit as evidence: that it was held, in the year or not, and nothing that would identify it."""
    chosen = next((held_audit for held_audit in held.audits if held_audit.id == audit and counts(held_audit)), None)
    if chosen is None:
        return None
    when = "before" if chosen.ended_on < period.first else "after" if chosen.ended_on > period.last else "in"
    numbers = {"is_unannounced": chosen.announcement == Announcement.UNANNOUNCED, "when": when}
    disclosure = SINGLE_AUDIT_KINDS.get(section, "")
    return Suggestion(EvidenceKind.ONE_AUDIT, disclosure, numbers, [audit_row(chosen)], of=audit)
