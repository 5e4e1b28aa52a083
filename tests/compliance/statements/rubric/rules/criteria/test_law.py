"""The Act, section 54: each criterion by table."""

from datetime import date

import pytest

from compliance.statements.rubric.rules.check import Approval, Web
from compliance.statements.rubric.rules.criteria import law
from tests.compliance.statements.rubric.statement_changes import (
    NO_SITE,
    NO_STEPS,
    NO_TEXT,
    PARTNERSHIP,
    PLANNED,
    SIGNED,
    SINGLE,
    SITE,
    UNPLANNED,
    check_cases,
    member,
    signature,
    text,
)
from tests.factories.good_statement import checked

CASES = [
    # criterion, changed answers, changed facts, result, words of the reason
    ("law_financial_year", {}, {}, "met", "1 April 2025 to 31 March 2026"),
    ("law_financial_year", {"period": {"period_start": None}}, {}, "not_met", "Enter the first day"),
    ("law_financial_year", {"period": {"period_end": "2026-02-30"}}, {}, "not_met", "Enter the last day"),
    ("law_financial_year", {"period": {"period_end": "2025-03-31"}}, {}, "not_met", "cannot be before"),
    ("law_financial_year", {"period": {"period_end": "2026-10-31"}}, {}, "not_met", "up to 18 months long"),
    ("law_financial_year", {"period": {"period_end": "2026-09-30"}}, {}, "not_met", "has not ended yet"),
    ("law_financial_year", {"period": {"period_end": "2026-05-31"}}, {}, "partly_met", "not 12 months"),
    ("law_financial_year", {"period": {"period_start": "2026-03-31"}}, {}, "partly_met", "not 12 months"),
    (
        "law_financial_year",
        text("intro", "This is our statement for the year ended 31 December 2024."),
        {},
        "partly_met",
        "31 December 2024",
    ),
    ("law_steps_or_none", {}, {}, "met", "steps taken"),
    ("law_steps_or_none", {"period": {"statement_kind": None}}, {}, "not_met", "Set out what was done"),
    ("law_steps_or_none", {**NO_TEXT, "intro": {"narrative_intro": "<p>Hello.</p>"}}, {}, "not_met", "50 words"),
    ("law_steps_or_none", NO_STEPS, {}, "met", "The Act allows it"),
    ("law_steps_or_none", {"period": {"statement_kind": "no_steps"}}, {}, "partly_met", "Which is right?"),
    (
        "law_steps_or_none",
        text("intro", "The company has not taken any steps."),
        {},
        "partly_met",
        "Which is right?",
    ),
    ("law_business_and_supply_chains", {}, {}, "met", "are covered"),
    (
        "law_business_and_supply_chains",
        {"coverage": {"covers_supply_chains": False}},
        {},
        "not_met",
        "not confirmed your supply chains",
    ),
    (
        "law_business_and_supply_chains",
        {"coverage": {"covers_own_business_section": None}},
        {},
        "not_met",
        "Name the section that covers your own business",
    ),
    (
        "law_business_and_supply_chains",
        {"coverage": {"covers_own_business_section": "intro"}, "intro": {"narrative_intro": None}},
        {},
        "not_met",
        "has no text",
    ),
    (
        "law_business_and_supply_chains",
        {"coverage": {"covers_supply_chains_section": "intro"}},
        {},
        "partly_met",
        "Does its text say so",
    ),
    ("law_business_and_supply_chains", NO_STEPS, {}, "not_applicable", "no steps"),
    ("law_approval", {}, {}, "met", "20 June 2026"),
    ("law_approval", {}, {"approval": None}, "not_met", "the board of directors (section 54(6)(a))"),
    ("law_approval", {}, {"approval": Approval("members", date(2026, 6, 20), "")}, "not_met", "One director"),
    ("law_approval", {}, {"approval": Approval("board_of_directors", None, "")}, "not_met", "date of the approval"),
    (
        "law_approval",
        {},
        {"approval": Approval("board_of_directors", date(2026, 7, 2), "")},
        "not_met",
        "today or in the past",
    ),
    (
        "law_approval",
        {},
        {"approval": Approval("board_of_directors", date(2026, 6, 20), "0" * 64)},
        "not_met",
        "changed after it was approved",
    ),
    (
        "law_approval",
        {},
        {"approval": Approval("board_of_directors", date(2026, 3, 1), SIGNED["content_hash"])},
        "partly_met",
        "before the end of the financial year",
    ),
    (
        "law_approval",
        text("intro", "This statement was approved by our audit committee."),
        {},
        "partly_met",
        "Which is right?",
    ),
    ("law_approval", PARTNERSHIP, {"approval": None}, "not_applicable", "does not name an approver"),
    (
        "law_approval",
        {"signoff": {"legal_form": "llp"}},
        {"approval": None},
        "not_met",
        "the members (section 54(6)(b))",
    ),
    ("law_signature", {}, {}, "met", "Ada Quill, Managing Director"),
    ("law_signature", {}, {"signature": None}, "not_met", "a director (section 54(6)(a))"),
    ("law_signature", {}, PLANNED, "not_met", "not signed yet. To sign it: Ada Quill, Managing Director"),
    ("law_signature", {}, UNPLANNED, "not_met", "Add the name and job title"),
    ("law_signature", {}, {"signature": signature(job_title=" ")}, "not_met", "job title of the person"),
    ("law_signature", {}, {"signature": signature(role="partner")}, "not_met", "must be signed by a director"),
    ("law_signature", {}, {"signature": signature(signed_on=date(2026, 6, 19))}, "not_met", "before the date of the"),
    ("law_signature", {}, {"signature": signature(signed_on=None)}, "not_met", "Enter the date of the signature"),
    ("law_signature", {}, {"signature": signature(signed_on=date(2027, 1, 1))}, "not_met", "in the past"),
    ("law_signature", {}, {"signature": signature(content_hash="0")}, "not_met", "not the text that was approved"),
    (
        "law_signature",
        PARTNERSHIP,
        {"approval": None, "signature": signature(role="partner", content_hash="0")},
        "not_met",
        "changed after it was signed",
    ),
    ("law_on_website", {}, {}, "met", "on your website"),
    ("law_on_website", {}, {"web": Web(has_website=True)}, "not_met", "give its own address"),
    (
        "law_on_website",
        {},
        {"web": Web(has_website=True, statement_url="https://harbourlight.example/")},
        "not_met",
        "homepage",
    ),
    ("law_on_website", {}, {"web": Web(has_website=True, statement_url="http://[")}, "not_met", "homepage"),
    (
        "law_on_website",
        {},
        {"web": Web(has_website=True, statement_url=SITE, page_opens=False)},
        "not_met",
        "did not open",
    ),
    (
        "law_on_website",
        {},
        {"web": Web(has_website=True, statement_url="http://harbourlight.example/a")},
        "partly_met",
        "https",
    ),
    (
        "law_on_website",
        {},
        {"web": Web(has_website=True, statement_url=SITE)},
        "needs_person",
        "No one has checked yet",
    ),
    ("law_on_website", {}, {"web": NO_SITE}, "not_applicable", "no website"),
    ("law_homepage_link", {}, {}, "met", "30 June 2026 by Ada Quill"),
    ("law_homepage_link", {}, {"web": Web(has_website=True)}, "not_met", "“modern slavery” in its wording"),
    (
        "law_homepage_link",
        {},
        {"web": Web(has_website=True, homepage_link_confirmed=True)},
        "partly_met",
        "who saw it",
    ),
    ("law_homepage_link", {}, {"web": NO_SITE}, "not_applicable", "no website"),
    ("law_copy_on_request", {}, {"web": NO_SITE}, "met", "within 30 days"),
    ("law_copy_on_request", {}, {"web": Web(has_website=False)}, "not_met", "counting the day the request arrives"),
    ("law_copy_on_request", {}, {"web": Web()}, "not_met", "whether you have a website"),
    ("law_copy_on_request", {}, {}, "not_applicable", "have a website"),
    ("law_group_coverage", {}, {}, "met", "is covered"),
    ("law_group_coverage", member(covered=False), {}, "not_met", "Gull Bakery Ltd"),
    ("law_group_coverage", member(section=None), {}, "not_met", "without the section"),
    ("law_group_coverage", member(scope="unknown"), {}, "partly_met", "have to publish"),
    ("law_group_coverage", member(scope="out_of_scope", covered=None), {}, "met", "is covered"),
    ("law_group_coverage", member(section="training"), {}, "partly_met", "does not mention Gull Bakery Ltd"),
    ("law_group_coverage", {"organisations": {"group_members": []}}, {}, "not_met", "No organisation is listed"),
    ("law_group_coverage", {"organisations": {"is_group": None}}, {}, "not_met", "one organisation or a group"),
    ("law_group_coverage", SINGLE, {}, "not_applicable", "one organisation"),
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
    check_cases(CASES, law.RULES)
