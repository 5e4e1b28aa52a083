"""What the registers offer to a statement, worked out from plain values."""

from dataclasses import replace
from datetime import date

import pytest

from compliance.audits.choices import Announcement, AuditStatus, AuditType, CommissionedBy, FindingStatus, Grade
from compliance.organisations.rules.training import CourseCompletions
from compliance.statements import vocabulary
from compliance.statements.choices import AREAS, EvidenceKind
from compliance.statements.evidence.labels import CAUTIONS, FIELDS, get_kpi
from compliance.statements.evidence.rules.apply import Kpi, apply_suggestion, merge_ticks
from compliance.statements.evidence.rules.audits import rounded, suggest_from_audit
from compliance.statements.evidence.rules.changes import ADDED, CHANGED, GONE, compare_rows, freeze_row, thaw_row
from compliance.statements.evidence.rules.register_snapshot import (
    ActionRow,
    AuditRow,
    ControlRow,
    FeesRow,
    FindingRow,
    Period,
    RegisterSnapshot,
    SiteRow,
    SupplierRow,
)
from compliance.statements.evidence.rules.suggest import make_suggestions
from compliance.statements.evidence.rules.suggestion import Row
from compliance.statements.evidence.rules.supply_chain import share
from compliance.statements.evidence.sentences import SENTENCES, write_sentence
from compliance.statements.rubric.rules.claims import find_claims
from portal.reference.audits import indicators, issues

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


def made(section: str, held: RegisterSnapshot, *, sees_all: bool = False) -> dict:
    found = make_suggestions(section, held, PERIOD, today=TODAY, sees_all=sees_all)
    return {one.kind: one for one in found}


def said(one) -> str:
    return write_sentence(one, period=PERIOD, today=TODAY)


# --- What counts ---------------------------------------------------------------------------------------------------


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
    assert EvidenceKind.AUDITS not in made("due_diligence", held)
    assert EvidenceKind.SOCIAL_AUDITS not in made("due_diligence", held)
    assert EvidenceKind.INDICATORS not in made("due_diligence", held)


def test_audits_are_told_by_notice_and_by_who_arranged_them():
    audits = [
        audit(1),
        audit(2, announcement=Announcement.UNANNOUNCED, commissioned_by=CommissionedBy.OWN_STAFF),
        audit(3, announcement=Announcement.ANNOUNCED, commissioned_by=CommissionedBy.THIRD_PARTY_SUPPLIER),
        audit(4, announcement=Announcement.UNKNOWN, commissioned_by=""),
    ]
    one = made("due_diligence", RegisterSnapshot(audits=audits, sites=[site(n) for n in range(1, 11)]))[
        EvidenceKind.AUDITS
    ]
    assert said(one) == (
        "Between 1 April 2025 and 31 March 2026, 4 social audits were held, at 4 of 10 sites. "
        "Announced: 2. Unannounced: 1. Arranged by us: 2. Codes used: SA8000."
    )
    assert (one.disclosure, [row.id for row in one.rows]) == ("dd1_process", ["a1", "a2", "a3", "a4"])


@pytest.mark.parametrize("number", [1, 4])
def test_few_findings_are_worded_and_their_grade_is_not_told(number):
    held = RegisterSnapshot(audits=[audit()], findings=[finding(n, grade=Grade.CRITICAL) for n in range(number)])
    assert said(made("due_diligence", held)[EvidenceKind.FINDINGS]) == (
        "These audits recorded fewer than 5 breaches of the code."
    )


@pytest.mark.parametrize(("sites", "graded"), [(2, False), (3, True)])
def test_grades_are_told_only_where_they_come_from_several_sites(sites, graded):
    findings = [finding(n, of=n % sites + 1, grade=Grade.CRITICAL) for n in range(6)]
    held = RegisterSnapshot(audits=[audit(n) for n in range(1, sites + 1)], findings=findings)
    assert ("6 were graded" in said(made("due_diligence", held)[EvidenceKind.FINDINGS])) == graded


def test_no_finding_is_no_verdict():
    words = said(made("due_diligence", RegisterSnapshot(audits=[audit()]))[EvidenceKind.FINDINGS])
    assert words == "These audits recorded no breach of the code. That is no proof that there is none."


def test_notes_withdrawn_findings_and_the_first_of_a_carried_one_do_not_count():
    findings = [
        finding(1, status=FindingStatus.CARRIED_OVER),
        finding(2, of=2, carried_from="f1"),
        finding(3, grade=Grade.GOOD_EXAMPLE),
        finding(4, grade=Grade.OBSERVATION),
        finding(5, status=FindingStatus.WITHDRAWN),
    ]
    held = RegisterSnapshot(audits=[audit(1), audit(2)], findings=findings)
    assert [row.id for row in made("due_diligence", held)[EvidenceKind.FINDINGS].rows] == ["f2"]


def test_closed_is_never_told_as_verified():
    actions = [
        action(1, FindingStatus.CLOSED_UNVERIFIED),
        action(2, FindingStatus.VERIFIED_CLOSED),
        action(3, FindingStatus.OPEN, date(2026, 11, 23)),
        action(4, FindingStatus.IN_PROGRESS, TODAY),
        action(5, FindingStatus.WITHDRAWN),
    ]
    held = RegisterSnapshot(audits=[audit()], findings=[finding()], actions=actions)
    assert said(made("due_diligence", held)[EvidenceKind.ACTIONS]) == (
        "By 24 November 2026, 4 corrective actions had been agreed after these audits. "
        "Closed and verified by somebody independent of the site: 1. Closed, not yet verified: 1. Past their date: 1."
    )
    assert get_kpi(made("monitoring", held)[EvidenceKind.VERIFIED].figure).value == "25"
    assert get_kpi(made("monitoring", held)[EvidenceKind.LATE].figure).value == "1"


# --- The registry's questions -----------------------------------------------------------------------------------------
# See docs/requirements/suppliers.md#audits-in-the-statement.


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
    assert made("due_diligence", held)[EvidenceKind.SOCIAL_AUDITS].answers == {"social_audits": ticks}


def test_an_audit_of_which_neither_is_known_answers_nothing():
    held = RegisterSnapshot(audits=[audit(announcement=Announcement.UNKNOWN, commissioned_by="")])
    assert EvidenceKind.SOCIAL_AUDITS not in made("due_diligence", held)


def test_each_of_the_ilo_eleven_has_its_answer():
    held = RegisterSnapshot(audits=[audit()], findings=[finding(indicators=tuple(indicators()))])
    given = made("due_diligence", held)[EvidenceKind.INDICATORS].answers["indicators"]
    assert {*given} == {*vocabulary.enumeration("ilo_indicator").codes} - {"other", "none"}


@pytest.mark.parametrize("status", [FindingStatus.OPEN, FindingStatus.VERIFIED_CLOSED])
@pytest.mark.parametrize(("sees_all", "offered"), [(False, False), (True, True)])
def test_a_finding_under_an_open_alert_counts_for_those_who_see_it(status, sees_all, offered):
    held = RegisterSnapshot(audits=[audit()], findings=[finding(issue_code="FL01", status=status, has_alert=True)])
    found = made("due_diligence", held, sees_all=sees_all)
    assert (EvidenceKind.INDICATORS in found) == offered
    if offered:
        assert "open_alert" in found[EvidenceKind.INDICATORS].cautions


def test_signs_of_one_or_two_sites_are_not_named_in_the_text():
    findings = [finding(1, issue_code="FL02"), *(finding(n + 1, of=n, issue_code="FL29") for n in (1, 2, 3))]
    held = RegisterSnapshot(audits=[audit(n) for n in (1, 2, 3)], findings=findings)
    one = made("due_diligence", held)[EvidenceKind.INDICATORS]
    assert "Found at several sites: excessive overtime." in said(one)
    assert "movement" not in said(one)
    assert "few_sites" in one.cautions
    alone = made("due_diligence", RegisterSnapshot(audits=[audit()], findings=findings[:1]))[EvidenceKind.INDICATORS]
    assert said(alone).endswith("To protect the people concerned, we do not say more.")


@pytest.mark.parametrize(("workers", "words"), [(19, "19 workers"), (9, "fewer than 10 workers"), (0, "that workers")])
def test_fees_paid_back_are_about_sums_and_few_people_are_not_counted(workers, words):
    fees = FeesRow("f1", "Secret Ref", "a1", "GBP", 31_449, 9_612, workers)
    found = made("due_diligence", RegisterSnapshot(audits=[audit()], fees=[fees]))
    assert words in said(found[EvidenceKind.FEES])
    assert "about £9,600 of about £31,000" in said(found[EvidenceKind.FEES])
    assert found[EvidenceKind.REMEDIATIONS].answers == {"remediations": ["fee_repayment"]}
    hidden = made("due_diligence", RegisterSnapshot(audits=[audit()], fees=[replace(fees, has_alert=True)]))
    assert not {EvidenceKind.FEES, EvidenceKind.REMEDIATIONS} & {*hidden}
    hidden = made("monitoring", RegisterSnapshot(audits=[audit()], fees=[replace(fees, has_alert=True)]))
    assert EvidenceKind.REPAID not in hidden


@pytest.mark.parametrize(("amount", "about"), [(0, 0), (7, 7), (96, 96), (961, 960), (9_612, 9_600), (31_449, 31_000)])
def test_sums_are_told_in_two_digits(amount, about):
    assert rounded(amount) == about


# --- Suppliers and risk --------------------------------------------------------------------------------------------


def test_suppliers_are_told_by_country_and_tier():
    suppliers = [supplier(1), supplier(2, country="ES", tiers=frozenset({2, 0})), supplier(3, tiers=frozenset())]
    found = made("structure", RegisterSnapshot(suppliers=suppliers, sites=[site()]))
    assert said(found[EvidenceKind.SUPPLIERS]) == (
        "Our supplier register holds 3 suppliers with 1 site. Countries: United Kingdom and Spain."
    )
    assert said(found[EvidenceKind.TIERS]) == (
        "Suppliers in our register by tier: 1 in tier 1, 1 in tier 2 and 0 below. "
        "We do not know the tier of 1 supplier."
    )


def test_small_groups_of_workers_are_left_out():
    sites = [site(n, workers={"total": 50, "agency": 20, "seasonal": 3}) for n in (1, 2, 3)]
    words = said(made("structure", RegisterSnapshot(suppliers=[supplier()], sites=sites))[EvidenceKind.WORKERS])
    assert "150 people work. Of them work through agencies: 60." in words
    assert "season" not in words
    assert EvidenceKind.WORKERS not in made("structure", RegisterSnapshot(suppliers=[supplier()], sites=sites[:2]))


def test_a_sector_with_one_or_two_sites_at_high_risk_is_not_named():
    sites = [site(n, band="high", sector="construction") for n in (1, 2, 3)]
    sites += [site(n, band="very_high", sector="cleaning_security") for n in (4, 5)]
    one = made("risk", RegisterSnapshot(sites=sites))[EvidenceKind.HIGH_RISK]
    assert one.numbers == {"sectors": ["construction"]}
    assert {row.id for row in one.rows} == {"s1", "s2", "s3"}


@pytest.mark.parametrize(
    ("part", "whole", "percent"), [(0, 0, "0"), (0, 9, "0"), (1, 900, "1"), (899, 900, "99"), (9, 9, "100")]
)
def test_a_share_is_never_all_for_less_than_all(part, whole, percent):
    assert share(part, whole) == percent


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
    words = said(one)
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


@pytest.mark.parametrize(
    ("ended_on", "told"),
    [
        (date(2025, 3, 31), " That was before the financial year."),
        (date(2025, 4, 1), ""),
        (date(2026, 4, 1), " That was after the end of the financial year."),
    ],
)
def test_one_audit_outside_the_year_is_said_to_be_outside(ended_on, told):
    words = said(suggest_from_audit(RegisterSnapshot(audits=[audit(ended_on=ended_on)]), "a1", "risk", PERIOD))
    assert words == f"A social audit was held at a site in our supply chains.{told}"
    assert suggest_from_audit(RegisterSnapshot(audits=[audit(status=AuditStatus.DRAFT)]), "a1", "risk", PERIOD) is None


# --- Applying ------------------------------------------------------------------------------------------------------


def test_the_sentence_stands_after_what_was_typed():
    applied = apply_suggestion({"narrative_risk": "<p>Ours.</p>"}, section="risk", sentence="A & B <x>.", ticks={})
    assert applied.answers["narrative_risk"] == "<p>Ours.</p>\n<p>A &amp; B &lt;x&gt;.</p>"


def test_a_point_keeps_the_status_that_a_person_gave():
    told = {"disclosures": {"rsk1_method": {"status": "planned", "text": "Next year"}}}
    applied = apply_suggestion(told, section="risk", disclosure="rsk1_method", pointer="Here", ticks={})
    assert applied.answers == told
    assert applied.kept == ["disclosure"]
    fresh = apply_suggestion({}, section="risk", disclosure="rsk1_method", pointer="Here", ticks={})
    assert fresh.answers["disclosures"] == {"rsk1_method": {"status": "covered", "text": "Here"}}


def test_a_measure_fills_the_one_that_came_from_last_year_and_never_a_figure_that_stands():
    kpi = Kpi("Sites", "%", "40")
    copied = {"kpis": [{"name": "Sites", "unit": "per cent", "last_year": "30", "this_year": None}]}
    filled = apply_suggestion(copied, section="monitoring", kpi=kpi, ticks={}).answers["kpis"]
    assert filled == [{"name": "Sites", "unit": "per cent", "last_year": "30", "this_year": "40"}]
    typed = {"kpis": [{"name": "Sites", "this_year": "41"}]}
    applied = apply_suggestion(typed, section="monitoring", kpi=kpi, ticks={})
    assert (applied.answers, applied.kept) == (typed, ["measure"])
    full = {"kpis": [{"name": str(n), "this_year": "1"} for n in range(20)]}
    assert apply_suggestion(full, section="monitoring", kpi=kpi, ticks={}).kept == ["measure"]


def test_a_text_at_its_limit_is_left_alone():
    long = {"narrative_risk": "<p>" + "a" * 99_990 + "</p>"}
    applied = apply_suggestion(long, section="risk", sentence="One more.", ticks={})
    assert (applied.answers, applied.kept) == (long, ["text"])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([], ["own_staff", "announced"]),
        (["none"], ["own_staff", "announced"]),
        (["unannounced", "supplier_staff"], ["own_staff", "supplier_staff", "announced", "unannounced"]),
    ],
)
def test_ticks_are_added_to_those_that_stand(before, after):
    assert merge_ticks("social_audits", before, ["announced", "own_staff"]) == after


# --- Changed since -------------------------------------------------------------------------------------------------


def test_a_change_tells_the_old_and_the_new_value():
    then = [Row("audit", "1", "A", {"scheme": "x"}), Row("audit", "2", "B", {"scheme": "y"})]
    now = [Row("audit", "1", "Renamed", {"scheme": "z"}), Row("audit", "3", "C", {"scheme": "y"})]
    found = compare_rows([thaw_row(freeze_row(row)) for row in then], now)
    assert [(one.kind, one.row.id, one.field, one.old, one.new) for one in found] == [
        (CHANGED, "1", "scheme", "x", "z"),
        (GONE, "2", "", None, None),
        (ADDED, "3", "", None, None),
    ]
    assert not compare_rows(now, now)


def test_the_digest_tells_what_was_seen():
    one = made("due_diligence", RegisterSnapshot(audits=[audit()]))[EvidenceKind.AUDITS]
    again = made("due_diligence", RegisterSnapshot(audits=[audit()]))[EvidenceKind.AUDITS]
    other = made("due_diligence", RegisterSnapshot(audits=[audit(scheme="wrap")]))[EvidenceKind.AUDITS]
    assert one.digest == again.digest != other.digest
