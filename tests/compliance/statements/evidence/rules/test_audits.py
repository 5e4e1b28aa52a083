"""What audits, their findings and what was done about them offer."""

from datetime import date

import pytest

from compliance.audits.choices import Announcement, AuditStatus, AuditType, CommissionedBy, FindingStatus, Grade
from compliance.statements.choices import EvidenceKind
from compliance.statements.evidence.labels import get_kpi
from compliance.statements.evidence.rules.audits import rounded, suggest_from_audit
from compliance.statements.evidence.rules.register_snapshot import (
    RegisterSnapshot,
)
from tests.compliance.statements.evidence.register_rows import (
    PERIOD,
    TODAY,
    action,
    audit,
    finding,
    site,
    suggest,
    write,
)


@pytest.mark.parametrize(
    "changes",
    [
        {"status": AuditStatus.DRAFT},
        {"status": AuditStatus.SUPERSEDED},
        {"is_stub": True},
        {"kind": AuditType.SELF_ASSESSMENT},
        {"ended_on": date(2025, 3, 31)},
        {"ended_on": date(2026, 4, 1)},
    ],
)
def test_only_visits_of_the_year_that_were_seen_through_are_audits_held(changes):
    held = RegisterSnapshot(audits=[audit(1, **changes)], findings=[finding()], sites=[site()])
    assert EvidenceKind.AUDITS not in suggest("due_diligence", held)
    assert EvidenceKind.SOCIAL_AUDITS not in suggest("due_diligence", held)
    assert EvidenceKind.INDICATORS not in suggest("due_diligence", held)


def test_audits_are_told_by_notice_and_by_who_arranged_them():
    audits = [
        audit(1),
        audit(2, announcement=Announcement.UNANNOUNCED, commissioned_by=CommissionedBy.OWN_STAFF),
        audit(3, announcement=Announcement.ANNOUNCED, commissioned_by=CommissionedBy.THIRD_PARTY_SUPPLIER),
        audit(4, announcement=Announcement.UNKNOWN, commissioned_by=""),
    ]
    one = suggest("due_diligence", RegisterSnapshot(audits=audits, sites=[site(n) for n in range(1, 11)]))[
        EvidenceKind.AUDITS
    ]
    assert write(one) == (
        "Between 1 April 2025 and 31 March 2026, 4 social audits were carried out, at 4 of 10 sites. "
        "Announced: 2. Unannounced: 1. Arranged by us: 2. Codes used: SA8000."
    )
    assert (one.disclosure, [row.id for row in one.rows]) == ("dd1_process", ["a1", "a2", "a3", "a4"])


@pytest.mark.parametrize("number", [1, 4])
def test_few_findings_are_worded_and_their_grade_is_not_told(number):
    held = RegisterSnapshot(audits=[audit()], findings=[finding(n, grade=Grade.CRITICAL) for n in range(number)])
    assert write(suggest("due_diligence", held)[EvidenceKind.FINDINGS]) == (
        "These audits recorded fewer than 5 breaches of the code."
    )


@pytest.mark.parametrize(("sites", "graded"), [(2, False), (3, True)])
def test_grades_are_told_only_where_they_come_from_several_sites(sites, graded):
    findings = [finding(n, of=n % sites + 1, grade=Grade.CRITICAL) for n in range(6)]
    held = RegisterSnapshot(audits=[audit(n) for n in range(1, sites + 1)], findings=findings)
    assert ("6 were graded" in write(suggest("due_diligence", held)[EvidenceKind.FINDINGS])) == graded


def test_no_finding_is_no_verdict():
    words = write(suggest("due_diligence", RegisterSnapshot(audits=[audit()]))[EvidenceKind.FINDINGS])
    assert words == "These audits recorded no breach of the code. That does not prove that there were none."


def test_notes_withdrawn_findings_and_the_first_of_a_carried_one_do_not_count():
    findings = [
        finding(1, status=FindingStatus.CARRIED_OVER),
        finding(2, of=2, carried_from="f1"),
        finding(3, grade=Grade.GOOD_EXAMPLE),
        finding(4, grade=Grade.OBSERVATION),
        finding(5, status=FindingStatus.WITHDRAWN),
    ]
    held = RegisterSnapshot(audits=[audit(1), audit(2)], findings=findings)
    assert [row.id for row in suggest("due_diligence", held)[EvidenceKind.FINDINGS].rows] == ["f2"]


def test_closed_is_never_told_as_verified():
    actions = [
        action(1, FindingStatus.CLOSED_UNVERIFIED),
        action(2, FindingStatus.VERIFIED_CLOSED),
        action(3, FindingStatus.OPEN, date(2026, 11, 23)),
        action(4, FindingStatus.IN_PROGRESS, TODAY),
        action(5, FindingStatus.WITHDRAWN),
    ]
    held = RegisterSnapshot(audits=[audit()], findings=[finding()], actions=actions)
    assert write(suggest("due_diligence", held)[EvidenceKind.ACTIONS]) == (
        "By 24 November 2026, 4 corrective actions had been agreed after these audits. "
        "Closed and verified by someone independent of the site: 1. Closed, not yet verified: 1. Overdue: 1."
    )
    assert get_kpi(suggest("monitoring", held)[EvidenceKind.VERIFIED].figure).value == "25"
    assert get_kpi(suggest("monitoring", held)[EvidenceKind.LATE].figure).value == "1"


@pytest.mark.parametrize(("amount", "about"), [(0, 0), (7, 7), (96, 96), (961, 960), (9_612, 9_600), (31_449, 31_000)])
def test_sums_are_told_in_two_digits(amount, about):
    assert rounded(amount) == about


@pytest.mark.parametrize(
    ("ended_on", "told"),
    [
        (date(2025, 3, 31), " That was before the financial year."),
        (date(2025, 4, 1), ""),
        (date(2026, 4, 1), " That was after the end of the financial year."),
    ],
)
def test_one_audit_outside_the_year_is_said_to_be_outside(ended_on, told):
    words = write(suggest_from_audit(RegisterSnapshot(audits=[audit(ended_on=ended_on)]), "a1", "risk", PERIOD))
    assert words == f"A social audit was carried out at a site in our supply chains.{told}"
    assert suggest_from_audit(RegisterSnapshot(audits=[audit(status=AuditStatus.DRAFT)]), "a1", "risk", PERIOD) is None
