"""Answers to the registry's questions on audits, signs of forced labour, and what was done."""

from dataclasses import replace

import pytest

from compliance.audits.choices import Announcement, CommissionedBy, FindingStatus
from compliance.statements import vocabulary
from compliance.statements.choices import EvidenceKind
from compliance.statements.evidence.rules.register_snapshot import (
    FeesRow,
    RegisterSnapshot,
)
from portal.reference.audits import indicators
from tests.compliance.statements.evidence.register_rows import (
    audit,
    finding,
    suggest,
    write,
)


@pytest.mark.parametrize(
    ("announcement", "by", "ticks"),
    [
        (Announcement.ANNOUNCED, CommissionedBy.OWN_STAFF, ["announced", "own_staff"]),
        (Announcement.SEMI_ANNOUNCED, CommissionedBy.THIRD_PARTY_US, ["announced", "third_party_for_organisation"]),
        (Announcement.UNANNOUNCED, CommissionedBy.SUPPLIER_STAFF, ["supplier_staff", "unannounced"]),
        (Announcement.UNKNOWN, CommissionedBy.THIRD_PARTY_SUPPLIER, ["third_party_for_supplier"]),
    ],
)
def test_an_audit_answers_the_question_on_social_audits(announcement, by, ticks):
    held = RegisterSnapshot(audits=[audit(announcement=announcement, commissioned_by=by)])
    assert suggest("due_diligence", held)[EvidenceKind.SOCIAL_AUDITS].answers == {"social_audits": ticks}


def test_an_audit_of_which_neither_is_known_answers_nothing():
    held = RegisterSnapshot(audits=[audit(announcement=Announcement.UNKNOWN, commissioned_by="")])
    assert EvidenceKind.SOCIAL_AUDITS not in suggest("due_diligence", held)


def test_each_of_the_ilo_eleven_has_its_answer():
    held = RegisterSnapshot(audits=[audit()], findings=[finding(indicators=tuple(indicators()))])
    given = suggest("due_diligence", held)[EvidenceKind.INDICATORS].answers["indicators"]
    assert {*given} == {*vocabulary.enumeration("ilo_indicator").codes} - {"other", "none"}


@pytest.mark.parametrize("status", [FindingStatus.OPEN, FindingStatus.VERIFIED_CLOSED])
@pytest.mark.parametrize(("sees_all", "offered"), [(False, False), (True, True)])
def test_a_finding_under_an_open_alert_counts_for_those_who_see_it(status, sees_all, offered):
    held = RegisterSnapshot(audits=[audit()], findings=[finding(issue_code="FL01", status=status, has_alert=True)])
    found = suggest("due_diligence", held, sees_all=sees_all)
    assert (EvidenceKind.INDICATORS in found) == offered
    if offered:
        assert "open_alert" in found[EvidenceKind.INDICATORS].cautions


def test_signs_of_one_or_two_sites_are_not_named_in_the_text():
    findings = [finding(1, issue_code="FL02"), *(finding(n + 1, of=n, issue_code="FL29") for n in (1, 2, 3))]
    held = RegisterSnapshot(audits=[audit(n) for n in (1, 2, 3)], findings=findings)
    one = suggest("due_diligence", held)[EvidenceKind.INDICATORS]
    assert "Found at several sites: excessive overtime." in write(one)
    assert "movement" not in write(one)
    assert "few_sites" in one.cautions
    alone = suggest("due_diligence", RegisterSnapshot(audits=[audit()], findings=findings[:1]))[EvidenceKind.INDICATORS]
    assert write(alone).endswith("To protect the people concerned, we do not give more detail.")


@pytest.mark.parametrize(("workers", "words"), [(19, "19 workers"), (9, "fewer than 10 workers"), (0, "that workers")])
def test_fees_paid_back_are_about_sums_and_few_people_are_not_counted(workers, words):
    fees = FeesRow("f1", "Secret Ref", "a1", "GBP", 31_449, 9_612, workers)
    found = suggest("due_diligence", RegisterSnapshot(audits=[audit()], fees=[fees]))
    assert words in write(found[EvidenceKind.FEES])
    assert "about £9,600 of about £31,000" in write(found[EvidenceKind.FEES])
    assert found[EvidenceKind.REMEDIATIONS].answers == {"remediations": ["fee_repayment"]}
    hidden = suggest("due_diligence", RegisterSnapshot(audits=[audit()], fees=[replace(fees, has_alert=True)]))
    assert not {EvidenceKind.FEES, EvidenceKind.REMEDIATIONS} & {*hidden}
    hidden = suggest("monitoring", RegisterSnapshot(audits=[audit()], fees=[replace(fees, has_alert=True)]))
    assert EvidenceKind.REPAID not in hidden
