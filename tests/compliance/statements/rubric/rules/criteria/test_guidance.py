"""The statutory guidance: each criterion by table."""

from datetime import date

import pytest

from compliance.statements.rubric.rules.check import EarlierYear, Web
from compliance.statements.rubric.rules.criteria import guidance
from compliance.statements.rubric.rules.criteria.guidance import _named_besides
from compliance.statements.rules.content import AREAS
from tests.compliance.statements.rubric.statement_changes import (
    GONE,
    LONG,
    NO_STEPS,
    NO_TEXT,
    PARTNERSHIP,
    PLANNED,
    SIGNATURE,
    SINGLE,
    UNPLANNED,
    check_cases,
    member,
    signature,
    text,
)
from tests.factories.good_statement import checked

CASES = [
    # criterion, changed answers, changed facts, result, words of the reason
    ("g_approval_date", {}, {}, "met", "20 June 2026"),
    ("g_approval_date", {}, {"approval": None}, "not_met", "State the date"),
    ("g_approval_date", PARTNERSHIP, {"approval": None}, "not_applicable", "does not name an approver"),
    ("g_signature_details", {}, {}, "met", "name, job title and date"),
    ("g_signature_details", {}, {"signature": None}, "not_met", "Give the signatory's name"),
    ("g_signature_details", {}, PLANNED, "partly_met", "The date is added with the signature"),
    ("g_signature_details", {}, UNPLANNED, "not_met", "Give the signatory's name"),
    ("g_signature_details", {}, {"signature": signature(job_title="")}, "partly_met", "Give the signatory's name"),
    ("g_signatory_on_board", {}, {}, "met", "sits on the board"),
    ("g_signatory_on_board", {}, {"signature": signature(is_on_approving_board=False)}, "not_met", "best practice"),
    ("g_signatory_on_board", {}, {"signature": None}, "not_met", "not said whether"),
    ("g_signatory_on_board", {}, PLANNED, "met", "sits on the board"),
    ("g_signatory_on_board", {}, UNPLANNED, "not_met", "not said whether"),
    (
        "g_signatory_on_board",
        {},
        {"signature": signature(is_on_approving_board=False), "planned": SIGNATURE},
        "not_met",
        "It is best practice that the signing director sits on the approving board.",
    ),
    ("g_signatory_on_board", {"signoff": {"legal_form": "llp"}}, {}, "not_applicable", "bodies corporate"),
    ("g_within_six_months", {}, {}, "met", "30 September 2026"),
    ("g_within_six_months", {}, {"published_on": None}, "met", "You have until 30 September 2026"),
    ("g_within_six_months", {}, {"published_on": date(2026, 10, 1)}, "not_met", "(30 September 2026)"),
    (
        "g_within_six_months",
        {},
        {"published_on": date(2026, 10, 1), "web": Web(late_reason="Our board met late.")},
        "partly_met",
        "says why",
    ),
    ("g_within_six_months", {"period": {"period_end": None}}, {}, "not_met", "six months after your year end"),
    ("g_group_names", {}, {}, "met", "1 organisation is named"),
    ("g_group_names", {"organisations": {"group_members": []}}, {}, "not_met", "List by legal name"),
    ("g_group_names", member(legal_name=""), {}, "partly_met", "no name yet"),
    ("g_group_names", SINGLE, {}, "not_applicable", "one organisation"),
    ("g_group_on_all_websites", {}, {}, "met", "on its website"),
    ("g_group_on_all_websites", member(), {}, "not_met", "Put the group statement"),
    (
        "g_group_on_all_websites",
        {
            "organisations": {
                "group_members": [
                    {"legal_name": "A", "covered": True, "scope": "in_scope", "website_url": "https://a.example/s"},
                    {"legal_name": "B", "covered": True, "scope": "in_scope"},
                ]
            }
        },
        {},
        "partly_met",
        "for B",
    ),
    ("g_group_on_all_websites", SINGLE, {}, "not_applicable", "one organisation"),
    ("g_plain_english", {}, {}, "met", "sentences are short"),
    ("g_plain_english", {"period": {"language": None}}, {}, "not_met", "which language"),
    ("g_plain_english", {"period": {"language": "cy"}}, {}, "not_met", "Welsh"),
    (
        "g_plain_english",
        {**NO_TEXT, "risk": {"narrative_risk": LONG, "risks": None, "disclosures": {"rsk1_method": GONE}}},
        {},
        "met",
        "short",
    ),
    ("g_plain_english", text("intro", "We are committed to better work. It is robust."), {}, "met", "say little"),
    ("g_previous_statements", {}, {}, "met", "1 earlier"),
    (
        "g_previous_statements",
        {},
        {"earlier_years": (EarlierYear(2024, is_available=False), EarlierYear(2025, is_available=True))},
        "partly_met",
        "2024",
    ),
    (
        "g_previous_statements",
        {},
        {"earlier_years": (EarlierYear(2025, is_available=False),)},
        "not_met",
        "2025",
    ),
    ("g_previous_statements", {}, {"earlier_years": ()}, "needs_person", "check them yourself"),
    (
        "g_previous_statements",
        {"period": {"statement_years_band": "first"}},
        {"earlier_years": ()},
        "not_applicable",
        "first statement",
    ),
    ("g_registry", {}, {}, "met", "government registry"),
    ("g_registry", {}, {"registry_url": ""}, "partly_met", "encouraged, not required"),
    (
        "g_registry",
        {},
        {"registry_url": "", "registry_submitted_on": None},
        "not_met",
        "encouraged, not required",
    ),
    ("g_no_slavery_free_claim", {}, {}, "met", "No claim"),
    (
        "g_no_slavery_free_claim",
        text("risk", "Our supply chain is slavery-free."),
        {},
        "not_met",
        "no business should claim",
    ),
    ("g_no_slavery_free_claim", text("risk", "We have zero tolerance."), {}, "partly_met", "in practice"),
    *[(f"g_area_{area}", {}, {}, "met", "words") for area in AREAS],
    *[
        (f"g_area_{area}", {area: {f"area_{area}": None}}, {}, "not_met", "say that it is not covered")
        for area in AREAS
    ],
    *[(f"g_area_{area}", {area: {f"narrative_{area}": None}}, {}, "not_met", "no text") for area in AREAS],
    *[(f"g_area_{area}", text(area, "Short."), {}, "partly_met", "1 words") for area in AREAS],
    *[(f"g_area_{area}", NO_STEPS, {}, "not_applicable", "no steps") for area in AREAS],
    (
        "g_area_training",
        {"training": {"narrative_training": LONG, "disclosures": {"trn1_numbers": GONE, "trn1_content": GONE}}},
        {},
        "partly_met",
        "hardly uses the words",
    ),
    (
        "g_area_training",
        {"training": {"area_training": False, "area_training_note": "Next year.", "narrative_training": None}},
        {},
        "met",
        "and why",
    ),
    (
        "g_area_training",
        {"training": {"area_training": False, "narrative_training": None}},
        {},
        "not_met",
        "Say why",
    ),
    ("g_area_training", {"training": {"area_training": False}}, {}, "partly_met", "Which is right?"),
]


@pytest.mark.parametrize(
    ("criterion", "answers", "facts", "result", "reason"),
    CASES,
    ids=[f"{number}-{case[0]}-{case[3]}" for number, case in enumerate(CASES)],
)
def test_a_criterion(criterion, answers, facts, result, reason):
    judged = checked(answers, **facts)[criterion]
    assert (judged.result, reason in judged.reason) == (result, True), (judged.result, judged.reason, judged.found)


def test_the_table_holds_each_criterion_met_and_not_met_and_not_applied_where_it_can_be():
    check_cases(CASES, guidance.RULES)


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (1, "1 organisation is named besides your own."),
        (2, "2 organisations are named besides your own."),
    ],
)
def test_one_is_told_from_many(number, sentence):
    assert _named_besides(number) == sentence
