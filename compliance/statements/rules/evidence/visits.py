"""What audits, their findings and what was done about them offer: due diligence, and the measures."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from compliance.audits.choices import (
    CLOSED,
    NOTES,
    OPEN,
    Announcement,
    AuditStatus,
    AuditType,
    CommissionedBy,
    FindingStatus,
    Grade,
)
from compliance.statements.choices import EvidenceKind
from compliance.statements.rules.evidence.held import ActionHeld, AuditHeld, FeesHeld, FindingHeld, Held, Period
from compliance.statements.rules.evidence.suggestion import (
    LEAST_FINDINGS,
    LEAST_PEOPLE,
    LEAST_SITES,
    Figure,
    Row,
    Suggestion,
    safe,
)
from compliance.statements.rules.evidence.supply import share

GRAVE = frozenset({Grade.BUSINESS_CRITICAL, Grade.CRITICAL})
# The registry knows two ways only: a window of weeks counts as announced (suppliers 2.4).
ANNOUNCED = frozenset({Announcement.ANNOUNCED, Announcement.SEMI_ANNOUNCED})
OURS = frozenset({CommissionedBy.OWN_STAFF, CommissionedBy.THIRD_PARTY_US})


@dataclass(frozen=True)
class Year:
    """What was found in the financial year. sees_all: those that an open A-alert keeps for few, too."""

    held: Held
    period: Period
    sees_all: bool = False

    @cached_property
    def audits(self) -> list[AuditHeld]:
        """Visits that were seen through: no draft, none that only a list names, no questionnaire."""
        return [one for one in self.held.audits if counts(one) and one.ended_on in self.period]

    @cached_property
    def findings(self) -> list[FindingHeld]:
        """Breaches; one that was carried on stands once, as it is in the later audit."""
        known = {one.id for one in self.audits}
        found = [one for one in self.held.findings if one.audit in known and one.status != FindingStatus.WITHDRAWN]
        carried = {one.carried_from for one in found}
        return [one for one in found if one.id not in carried and one.grade not in NOTES]

    @cached_property
    def seen(self) -> list[FindingHeld]:
        return [one for one in self.findings if self.sees_all or not one.has_alert]

    @cached_property
    def actions(self) -> list[ActionHeld]:
        known = {one.id for one in self.findings}
        return [one for one in self.held.actions if one.finding in known and one.status in OPEN | CLOSED]

    @cached_property
    def fees(self) -> list[FeesHeld]:
        """Of all audits that ended by the end of the year: paying back takes longer than one."""
        known = {one.id for one in self.held.audits if counts(one) and one.ended_on <= self.period.last}
        return [
            one
            for one in self.held.fees
            if one.audit in known and one.owed and one.currency and (self.sees_all or not one.has_alert)
        ]

    def sites(self, findings: list[FindingHeld]) -> int:
        """How many sites these were found at."""
        site = {one.id: one.site for one in self.audits}
        return len({site[one.audit] for one in findings})


def counts(audit: AuditHeld) -> bool:
    return audit.status == AuditStatus.COMPLETE and not audit.is_stub and audit.kind != AuditType.SELF_ASSESSMENT


def audit_row(one: AuditHeld) -> Row:
    values = {
        "scheme": one.scheme,
        "announcement": one.announcement,
        "commissioned_by": one.commissioned_by,
        "ended_on": one.ended_on.isoformat(),
    }
    return Row("audit", one.id, one.ref, values, audit=one.id)


def finding_row(one: FindingHeld, *, with_issue: bool = False) -> Row:
    """What it is about is told only where the suggestion rests on that."""
    values = {"grade": one.grade, "status": one.status} | ({"issue_code": one.issue_code} if with_issue else {})
    return Row("finding", one.id, one.ref, values, audit=one.audit)


def of_due_diligence(year: Year, today: date) -> Iterator[Suggestion]:
    if year.audits:
        yield _audits(year)
        yield _findings(year)
    yield from _interviews(year)
    if year.actions:
        yield _actions(year, today)
    yield from _fees(year)


def _audits(year: Year) -> Suggestion:
    audits = year.audits
    schemes = Counter(one.scheme for one in audits)
    numbers = {
        "audits": len(audits),
        "sites": len({one.site for one in audits}),
        "of_sites": len(year.held.sites),
        "announced": sum(one.announcement in ANNOUNCED for one in audits),
        "unannounced": sum(one.announcement == Announcement.UNANNOUNCED for one in audits),
        "ours": sum(one.commissioned_by in OURS for one in audits),
        "schemes": [code for code, _count in sorted(schemes.items(), key=lambda pair: (-pair[1], pair[0]))],
    }
    return Suggestion(EvidenceKind.AUDITS, "dd1_process", numbers, [audit_row(one) for one in audits])


def _findings(year: Year) -> Suggestion:
    """How grave they were is told only where they come from several sites."""
    total = safe(len(year.findings), LEAST_FINDINGS)
    grave = sum(one.grade in GRAVE for one in year.findings)
    is_wide = year.sites(year.findings) >= LEAST_SITES
    numbers = {"findings": total, "grave": safe(grave, LEAST_FINDINGS) if total and is_wide else None}
    rows = [finding_row(one) for one in year.findings]
    return Suggestion(EvidenceKind.FINDINGS, "dd1_results", numbers, rows or [audit_row(one) for one in year.audits])


def _interviews(year: Year) -> Iterator[Suggestion]:
    spoken = [one for one in year.audits if one.interviewed]
    people = sum(one.interviewed for one in spoken)
    if people >= LEAST_PEOPLE:
        rows = [Row("audit", one.id, one.ref, {"interviewed": one.interviewed}, audit=one.id) for one in spoken]
        yield Suggestion(
            EvidenceKind.INTERVIEWS, "dd2_worker_engagement", {"people": people, "audits": len(spoken)}, rows
        )


def _action_rows(year: Year) -> list[Row]:
    return [
        Row(
            "action",
            one.id,
            one.label,
            {"status": one.status, "due_on": one.due_on.isoformat() if one.due_on else ""},
            audit=one.audit,
        )
        for one in year.actions
    ]


def _counted(year: Year, today: date) -> dict[str, int]:
    """Closed is what the site says; verified is what somebody else saw. They are never added up."""
    actions = year.actions
    return {
        "actions": len(actions),
        "verified": sum(one.status == FindingStatus.VERIFIED_CLOSED for one in actions),
        "closed": sum(one.status == FindingStatus.CLOSED_UNVERIFIED for one in actions),
        "late": sum(one.status in OPEN and one.due_on is not None and one.due_on < today for one in actions),
    }


def _actions(year: Year, today: date) -> Suggestion:
    return Suggestion(EvidenceKind.ACTIONS, "dd2_kpis", _counted(year, today), _action_rows(year))


def fee_rows(fees: list[FeesHeld]) -> list[Row]:
    return [
        Row(
            "carplan",
            one.finding,
            one.ref,
            {"currency": one.currency, "owed": one.owed, "repaid": one.repaid, "workers": one.workers},
            audit=one.audit,
        )
        for one in fees
    ]


def rounded(amount: int) -> int:
    """To two digits, so that no sum can be matched to a pay sheet."""
    step = 10 ** max(len(str(amount)) - 2, 0)
    return round(amount / step) * step


def _fees(year: Year) -> Iterator[Suggestion]:
    for currency in sorted({one.currency for one in year.fees}):
        fees = [one for one in year.fees if one.currency == currency]
        numbers = {
            "currency": currency,
            "owed": rounded(sum(one.owed for one in fees)),
            "repaid": rounded(sum(one.repaid for one in fees)),
            "people": safe(sum(one.workers for one in fees), LEAST_PEOPLE),
        }
        yield Suggestion(
            EvidenceKind.FEES, "dd2_outcomes", numbers, fee_rows(fees), cautions=alerted(fees), of=currency
        )


def alerted(rows: list[FeesHeld] | list[FindingHeld]) -> list[str]:
    return ["open_alert"] if any(one.has_alert for one in rows) else []


# --- Measures ------------------------------------------------------------------------------------------------------


def of_monitoring(year: Year, today: date) -> Iterator[Suggestion]:
    yield from _audited(year)
    yield from _covered(year)
    if year.actions:
        counted, rows = _counted(year, today), _action_rows(year)
        percent = share(counted["verified"], counted["actions"])
        verified = Figure("actions_verified", percent)
        late = Figure("actions_late", str(counted["late"]))
        yield Suggestion(EvidenceKind.VERIFIED, "mon1_kpis", counted | {"percent": percent}, rows, figure=verified)
        yield Suggestion(EvidenceKind.LATE, "mon1_kpis", counted, rows, figure=late)
    for one in _fees(year):
        if one.numbers["repaid"]:
            figure = Figure(f"fees_repaid_{one.of}", str(one.numbers["repaid"]), is_outcome=True)
            yield Suggestion(
                EvidenceKind.REPAID,
                "mon2_outcome_kpis",
                one.numbers,
                one.rows,
                figure=figure,
                cautions=one.cautions,
                of=one.of,
            )


def _audited(year: Year) -> Iterator[Suggestion]:
    bought = {one.id for one in year.held.sites}
    visited = {one.site for one in year.audits} & bought
    if visited:
        percent = share(len(visited), len(bought))
        yield Suggestion(
            EvidenceKind.SITES_AUDITED,
            "mon1_kpis",
            {"sites": len(visited), "of_sites": len(bought), "percent": percent},
            [audit_row(one) for one in year.audits if one.site in visited],
            figure=Figure("sites_audited", percent),
        )


def _covered(year: Year) -> Iterator[Suggestion]:
    """The people at audited sites: each site once, by its latest audit that counted them."""
    latest = {one.site: one for one in sorted(year.audits, key=lambda one: (one.ended_on, one.id)) if one.workers}
    people = sum(one.workers for one in latest.values())
    if people >= LEAST_PEOPLE:
        rows = [Row("audit", one.id, one.ref, {"workers": one.workers}, audit=one.id) for one in latest.values()]
        figure = Figure("workers_covered", str(people))
        yield Suggestion(
            EvidenceKind.COVERED, "mon1_kpis", {"people": people, "sites": len(latest)}, rows, figure=figure
        )


# --- One audit, chosen by a person on its page ---------------------------------------------------------------------

# The point that a single audit speaks to, in the sections where it does.
OF_ONE = {"risk": "rsk1_steps", "due_diligence": "dd1_process", "monitoring": "mon1_review"}


def of_one(held: Held, audit: str, section: str, period: Period) -> Suggestion | None:
    """One audit as evidence. It says that it was held, in the year or not, and nothing that would tell which."""
    found = next((one for one in held.audits if one.id == audit and counts(one)), None)
    if found is None:
        return None
    when = "before" if found.ended_on < period.first else "after" if found.ended_on > period.last else "in"
    numbers = {"is_unannounced": found.announcement == Announcement.UNANNOUNCED, "when": when}
    disclosure = OF_ONE.get(section, "")
    return Suggestion(EvidenceKind.ONE_AUDIT, disclosure, numbers, [audit_row(found)], of=audit)
