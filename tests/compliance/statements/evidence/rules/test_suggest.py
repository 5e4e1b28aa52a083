"""What the registers offer to a statement, worked out from plain values."""

from datetime import date

import pytest

from compliance.audits.choices import FindingStatus, Grade
from compliance.organisations.rules.training import CourseCompletions
from compliance.statements import vocabulary
from compliance.statements.choices import AREAS, EvidenceKind
from compliance.statements.evidence.labels import CAUTIONS, FIELDS, get_kpi
from compliance.statements.evidence.rules.audits import suggest_from_audit
from compliance.statements.evidence.rules.register_snapshot import (
    ControlRow,
    FeesRow,
    RegisterSnapshot,
)
from compliance.statements.evidence.rules.suggest import make_suggestions
from compliance.statements.evidence.sentences import SENTENCES
from compliance.statements.rubric.rules.claims import find_claims
from tests.compliance.statements.evidence.register_rows import (
    NAMES,
    PERIOD,
    TODAY,
    action,
    audit,
    finding,
    site,
    supplier,
    write,
)

# --- What counts ---------------------------------------------------------------------------------------------------


# --- The registry's questions -----------------------------------------------------------------------------------------
# See docs/requirements/suppliers.md#audits-in-the-statement.


# --- Suppliers and risk --------------------------------------------------------------------------------------------


# --- Every suggestion ----------------------------------------------------------------------------------------------


def everything() -> RegisterSnapshot:
    controls = [
        ControlRow(kind, date(2025, 9, 1), is_confirmed=True)
        for kind in ("saq", "training", "grievance_mechanism", "employer_pays_policy")
    ]
    workers = {"total": 50, "agency": 20, "seasonal": 12, "migrant_international": 30}
    return RegisterSnapshot(
        suppliers=[supplier(1, sectors=frozenset({"construction"}), tiers=frozenset({2}))],
        sites=[site(n, band="high", sector="construction", workers=workers, controls=controls) for n in range(1, 5)],
        audits=[audit(n, workers=50, interviewed=12) for n in range(1, 5)],
        findings=[finding(n, of=n % 4 + 1, grade=Grade.CRITICAL) for n in range(1, 9)],
        actions=[action(1, FindingStatus.VERIFIED_CLOSED), action(2, FindingStatus.OPEN, date(2026, 5, 1))],
        fees=[FeesRow("f1", "Secret Ref", "a1", "GBP", 31_400, 9_600, 19)],
        courses=[CourseCompletions("Spot the signs", "procurement", 45, 4, [("m1", date(2025, 9, 1))], "t1")],
    )


def all_made() -> list:
    held = everything()
    found = [one for code in AREAS for one in make_suggestions(code, held, PERIOD, today=TODAY, sees_all=True)]
    return [*found, suggest_from_audit(held, "a1", "due_diligence", PERIOD)]


def test_every_kind_of_evidence_is_made_from_a_full_register():
    assert {one.kind for one in all_made()} == {*EvidenceKind}


@pytest.mark.parametrize("one", all_made(), ids=lambda one: one.kind.value)
def test_a_sentence_names_nobody_and_claims_nothing(one):
    words = write(one)
    assert not [name for name in NAMES if name in words]
    assert not find_claims(words)
    assert "None" not in words
    assert bool(words) == (one.kind in SENTENCES)
    assert all(len(part.split()) <= 25 for part in words.split(". "))


@pytest.mark.parametrize("one", all_made(), ids=lambda one: one.kind.value)
def test_a_suggestion_speaks_the_words_of_the_vocabulary(one):
    if one.disclosure:
        assert vocabulary.disclosure(one.disclosure)
    for code, given in one.answers.items():
        assert {*given} <= {*vocabulary.enumeration(vocabulary.field(code).enumeration).codes}
    assert one.rows
    assert {name for row in one.rows for name in row.values} <= {*FIELDS}
    assert {*one.cautions} <= {*CAUTIONS}
    if one.figure:
        kpi = get_kpi(one.figure)
        assert len(kpi.name) <= vocabulary.field("kpi.name").max_length
        assert len(kpi.unit) <= vocabulary.field("kpi.unit").max_length


def test_what_a_finding_is_about_is_frozen_only_where_that_is_told():
    kinds = {one.kind for one in all_made() for row in one.rows if "issue_code" in row.values}
    assert kinds == {EvidenceKind.INDICATORS}


# --- Applying ------------------------------------------------------------------------------------------------------


# --- Changed since -------------------------------------------------------------------------------------------------
