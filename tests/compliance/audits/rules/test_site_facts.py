"""One row of facts of a site's audits: what is credited, what counts, and what is late.

See docs/requirements/suppliers.md#site-facts.
"""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from compliance.audits.choices import Announcement, AuditStatus, AuditType, CommissionedBy, FindingStatus, Grade
from compliance.audits.rules.site_facts import (
    ActionFacts,
    AuditFacts,
    FindingFacts,
    compute_site_facts,
    is_credited,
    is_not_addressed,
)

TODAY = date(2026, 11, 24)
AUDIT = AuditFacts(
    pk=1,
    scheme="smeta_4_pillar",
    kind=AuditType.FULL_INITIAL,
    announcement=Announcement.ANNOUNCED,
    commissioned_by="",
    ended_on=date(2026, 9, 1),
    expires_on=date(2028, 9, 1),
    status=AuditStatus.COMPLETE,
    is_stub=False,
    management_grades={},
)
FINDING = FindingFacts(audit=1, issue_code="HS04", grade=Grade.MAJOR, status=FindingStatus.OPEN, closed_on=None)


def compute(audits=(AUDIT,), findings=(), actions=()):
    return compute_site_facts(audits, findings, actions, today=TODAY)


@pytest.mark.parametrize(
    "changes",
    [
        {"status": AuditStatus.DRAFT},
        {"kind": AuditType.SELF_ASSESSMENT},
        {"scheme": "slcp"},
        {"commissioned_by": CommissionedBy.OWN_STAFF},
        {"commissioned_by": CommissionedBy.SUPPLIER_STAFF},
        {"is_stub": True},
    ],
)
def test_an_audit_is_credited_when_it_is_independent_whole_and_measured(changes):
    assert is_credited(AUDIT)
    assert not is_credited(replace(AUDIT, **changes))


def test_the_last_audit_counts_and_a_later_self_assessment_takes_no_credit():
    later = replace(AUDIT, pk=2, kind=AuditType.SELF_ASSESSMENT, ended_on=date(2026, 10, 1))
    facts = compute([later, AUDIT])
    assert (facts["last_audit_on"], facts["credited_audit_on"]) == (AUDIT.ended_on, AUDIT.ended_on)
    assert compute([])["last_audit_on"] is None


def test_findings_of_a_draft_are_not_counted():
    draft = replace(AUDIT, status=AuditStatus.DRAFT)
    counted, ignored = compute(findings=[FINDING]), compute([draft], [FINDING])
    assert sum(value == 1 for value in counted.values() if type(value) in (int, float)) == 1
    assert not any(value == 1 for value in ignored.values() if type(value) in (int, float))


def test_open_actions_are_late_after_their_day():
    actions = [
        ActionFacts(1, FindingStatus.OPEN, TODAY - timedelta(days=1)),
        ActionFacts(1, FindingStatus.OPEN, TODAY),
        ActionFacts(1, FindingStatus.OPEN, None),
        ActionFacts(1, FindingStatus.VERIFIED_CLOSED, TODAY - timedelta(days=1)),
        ActionFacts(2, FindingStatus.OPEN, TODAY - timedelta(days=1)),
    ]
    facts = compute(actions=actions)
    assert (facts["open_actions"], facts["late_actions"]) == (3, 1)


def test_an_area_is_as_bad_as_its_worst_part():
    assert is_not_addressed({"policies": "robust", "monitoring": "not_addressed"})
    assert not is_not_addressed({"policies": "robust"})
    assert not is_not_addressed({})


def test_the_same_issue_in_two_audits_running_is_repeated():
    second = replace(AUDIT, pk=2, ended_on=date(2026, 10, 1))
    both = [FINDING, replace(FINDING, audit=2)]
    assert compute([AUDIT, second], both)["has_repeated_issue"]
    assert not compute([AUDIT, second], [FINDING, replace(FINDING, audit=2, issue_code="FL13")])["has_repeated_issue"]
