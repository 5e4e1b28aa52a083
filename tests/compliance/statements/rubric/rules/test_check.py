"""Every criterion of the rubric by table: what is spoilt, what comes out, and why."""

import json
from collections import defaultdict
from dataclasses import replace
from datetime import date

import pytest

from compliance.statements import vocabulary
from compliance.statements.choices import SectionCode
from compliance.statements.rubric.rules import check
from compliance.statements.rubric.rules.check import Approval, EarlierYear, Facts, Result, Ruleset, Signature, Web
from compliance.statements.rubric.rules.result import met
from compliance.statements.rules.content import AREAS, assemble, content_hash
from tests.factories.good_statement import ORGANISATION, TODAY, checked, covered, known, made

NO_TEXT = {area: {f"narrative_{area}": None, "disclosures": None} for area in AREAS}
BARE = assemble(organisation=ORGANISATION, year=2026, sections={})
GONE = {"status": "not_covered"}
LONG = "<p>" + " ".join(["word"] * 60) + ".</p>"


def disclosed(area, **rows):
    return {area: {"disclosures": rows}}


def text(area, words, **answers):
    return {area: {f"narrative_{area}": f"<p>{words}</p>", **answers}}


def member(**changes):
    base = {"legal_name": "Gull Bakery Ltd", "scope": "in_scope", "covered": True, "section": "structure"}
    return {"organisations": {"is_group": True, "group_members": [base | changes]}}


def unrelated(area, **rows):
    """The area's narrative says nothing of the matter, and these disclosures are not covered."""
    return {area: {f"narrative_{area}": LONG, "disclosures": dict.fromkeys(rows, GONE)}}


NO_STEPS = {"period": {"statement_kind": "no_steps"}, **NO_TEXT}
PARTNERSHIP = {"signoff": {"legal_form": "other_partnership"}}
SINGLE = {"organisations": {"is_group": False}}
SIGNED = {"content_hash": content_hash(made())}
APPROVAL = Approval("board_of_directors", date(2026, 6, 20), SIGNED["content_hash"])
SIGNATURE = Signature("Ada", "Quill", "Managing Director", "director", date(2026, 6, 21), SIGNED["content_hash"])
NO_SITE = Web(has_website=False, request_email="copies@harbourlight.example")
SITE = "https://harbourlight.example/modern-slavery"


def signature(**changes):
    return replace(SIGNATURE, **changes)


PLANNED = {"signature": None, "planned": signature(signed_on=None, content_hash="", is_on_approving_board=True)}
UNPLANNED = {"signature": None, "planned": Signature("", "", "", "", None, "")}

# criterion, changed answers, changed facts, result, words of the reason
CASES = [
    ("law_financial_year", {}, {}, "met", "1 April 2025 to 31 March 2026"),
    ("law_financial_year", {"period": {"period_start": None}}, {}, "not_met", "Enter the first day"),
    ("law_financial_year", {"period": {"period_end": "2026-02-30"}}, {}, "not_met", "Enter the last day"),
    ("law_financial_year", {"period": {"period_end": "2025-03-31"}}, {}, "not_met", "cannot be before"),
    ("law_financial_year", {"period": {"period_end": "2026-10-31"}}, {}, "not_met", "18 months long at most"),
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
        "Name the section that speaks of your own business",
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
    ("law_approval", PARTNERSHIP, {"approval": None}, "not_applicable", "names no approver"),
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
    ("law_on_website", {}, {"web": Web(has_website=True, statement_url=SITE)}, "needs_person", "Nobody has seen yet"),
    ("law_on_website", {}, {"web": NO_SITE}, "not_applicable", "no website"),
    ("law_homepage_link", {}, {}, "met", "30 June 2026 by Ada Quill"),
    ("law_homepage_link", {}, {"web": Web(has_website=True)}, "not_met", "'modern slavery' in its wording"),
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
    ("g_approval_date", {}, {}, "met", "20 June 2026"),
    ("g_approval_date", {}, {"approval": None}, "not_met", "State the date"),
    ("g_approval_date", PARTNERSHIP, {"approval": None}, "not_applicable", "no approver"),
    ("g_signature_details", {}, {}, "met", "name, job title and date"),
    ("g_signature_details", {}, {"signature": None}, "not_met", "Give the signatory's name"),
    ("g_signature_details", {}, PLANNED, "partly_met", "The date comes with the signature"),
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
    ("g_previous_statements", {}, {"earlier_years": ()}, "needs_person", "look yourself"),
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
    ("p_ownership_entities", {}, {}, "met", "are described"),
    (
        "p_ownership_entities",
        unrelated("structure", str1_structure_size_countries_entities=1, str1_products_services_sectors=1),
        {},
        "not_met",
        "Describe your ownership",
    ),
    (
        "p_ownership_entities",
        disclosed("structure", str1_structure_size_countries_entities=GONE, str1_products_services_sectors=GONE),
        {},
        "partly_met",
        "Your text seems to say this",
    ),
    (
        "p_ownership_entities",
        disclosed("structure", str1_products_services_sectors=GONE),
        {},
        "partly_met",
        "Describe your ownership",
    ),
    ("p_supply_chain_places", {}, {}, "met", "named"),
    (
        "p_supply_chain_places",
        unrelated("structure", str1_supply_chain_overview=1),
        {},
        "not_met",
        "Name the countries",
    ),
    (
        "p_supply_chain_places",
        disclosed("structure", str1_supply_chain_overview=covered("We buy from 400 farms.")),
        {},
        "partly_met",
        "A count is not enough",
    ),
    (
        "p_supply_chain_places",
        disclosed("structure", str1_supply_chain_overview=GONE, str2_map=covered("A list of all suppliers.")),
        {},
        "met",
        "named",
    ),
    (
        "p_supply_chain_places",
        disclosed("structure", str1_supply_chain_overview=GONE),
        {},
        "partly_met",
        "Your text seems",
    ),
    ("p_unknowns", {}, {}, "met", "not known"),
    ("p_unknowns", unrelated("structure", str1_unknowns=1), {}, "not_met", "do not yet know"),
    ("p_unknowns", disclosed("structure", str1_unknowns={"status": "covered"}), {}, "met", "not known"),
    ("p_governance", {}, {}, "met", "responsible"),
    ("p_governance", unrelated("structure", str1_governance=1), {}, "not_met", "which role or committee"),
    (
        "p_governance",
        disclosed("structure", str1_governance=covered("Somebody looks after it.")),
        {},
        "partly_met",
        "which role",
    ),
    (
        "p_governance",
        disclosed("structure", str1_governance={"status": "not_relevant", "text": "We are two people."}),
        {},
        "not_applicable",
        "We are two people.",
    ),
    ("p_policy_clear", {}, {}, "met", "reach suppliers"),
    (
        "p_policy_clear",
        {"policies": {"policies": ["none"], "narrative_policies": LONG, "disclosures": {"pol2_contracts": GONE}}},
        {},
        "not_met",
        "Name the policies",
    ),
    (
        "p_policy_clear",
        {"policies": {"narrative_policies": LONG, "disclosures": {"pol2_contracts": GONE}}},
        {},
        "partly_met",
        "how far down",
    ),
    ("p_policy_standards", {}, {}, "met", "standards"),
    ("p_policy_standards", unrelated("policies", pol1_standards=1), {}, "not_met", "international standards"),
    ("p_recruitment_fees", {}, {}, "met", "no recruitment fees"),
    (
        "p_recruitment_fees",
        {"policies": {"policies": ["no_child_labour"], "narrative_policies": LONG}},
        {},
        "not_met",
        "recruitment fees",
    ),
    ("p_recruitment_fees", {"policies": {"policies": []}}, {}, "partly_met", "Your text seems"),
    ("p_risk_method", {}, {}, "met", "how risk was assessed"),
    ("p_risk_method", unrelated("risk", rsk1_method=1), {}, "not_met", "how you assessed"),
    ("p_risk_method", disclosed("risk", rsk1_method=covered("We thought hard.")), {}, "partly_met", "how you assessed"),
    ("p_risk_specific", {}, {}, "met", "specific risk"),
    ("p_risk_specific", {"risk": {"risks": None, "narrative_risk": LONG}}, {}, "not_met", "at least one priority risk"),
    ("p_risk_specific", {"risk": {"risks": [{"description": "Fees"}]}}, {}, "partly_met", "who, doing what, where"),
    (
        "p_risk_specific",
        {"risk": {"risks": None, "no_risks": True, "narrative_risk": LONG}},
        {},
        "not_met",
        "not deep enough",
    ),
    ("p_risk_actions", {}, {}, "met", "has an action"),
    (
        "p_risk_actions",
        {"risk": {"risks": [{"description": "Fees"}], "narrative_risk": LONG}},
        {},
        "not_met",
        "each risk",
    ),
    (
        "p_risk_actions",
        {"risk": {"risks": [{"description": "Fees"}, {"description": "Debt", "actions_or_plans": "Visited."}]}},
        {},
        "partly_met",
        "each risk",
    ),
    ("p_risk_actions", {"risk": {"risks": None}}, {}, "not_applicable", "No risk is named"),
    ("p_engagement", {}, {}, "met", "worked with"),
    (
        "p_engagement",
        {"due_diligence": {"partners": ["none"], "narrative_due_diligence": LONG}},
        {},
        "not_met",
        "whom you worked with",
    ),
    ("p_supplier_monitoring", {}, {}, "met", "monitored"),
    (
        "p_supplier_monitoring",
        {"due_diligence": {"social_audits": ["none"], "narrative_due_diligence": LONG}},
        {},
        "not_met",
        "how you monitor suppliers",
    ),
    (
        "p_supplier_monitoring",
        {"due_diligence": {"social_audits": [], "other_monitoring": "Calls each month."}},
        {},
        "met",
        "monitored",
    ),
    ("p_grievance_own", {}, {}, "met", "raise a concern"),
    (
        "p_grievance_own",
        text(
            "due_diligence",
            "We have a whistleblowing policy.",
            grievance_mechanisms=["none"],
            disclosures={"dd1_grievance": GONE},
        ),
        {},
        "not_met",
        "Describe how your workers",
    ),
    ("p_grievance_own", {"due_diligence": {"grievance_mechanisms": None}}, {}, "partly_met", "Your text seems"),
    ("p_grievance_supply", {}, {}, "met", "supply chain have a route"),
    ("p_grievance_supply", unrelated("due_diligence", dd1_grievance=1), {}, "not_met", "workers in your supply chain"),
    (
        "p_grievance_supply",
        disclosed("due_diligence", dd1_grievance=covered("Staff can ring us.")),
        {},
        "partly_met",
        "workers in your supply chain",
    ),
    ("p_remediation", {}, {}, "met", "when a case is found"),
    ("p_remediation", unrelated("due_diligence", dd1_remediation=1), {}, "not_met", "last resort"),
    (
        "p_remediation",
        disclosed("due_diligence", dd1_remediation=covered("We will act.")),
        {},
        "partly_met",
        "last resort",
    ),
    ("p_incidents", {}, {}, "met", "signs of forced labour"),
    ("p_incidents", {"due_diligence": {"indicators": ["none"]}}, {}, "met", "signs of forced labour"),
    (
        "p_incidents",
        {"due_diligence": {"indicators": None, "narrative_due_diligence": LONG}},
        {},
        "not_met",
        "counts in your favour",
    ),
    ("p_incidents", {"due_diligence": {"indicators": None}}, {}, "partly_met", "Your text seems"),
    ("p_indicators_remedied", {}, {}, "met", "what was done"),
    ("p_indicators_remedied", {"due_diligence": {"remediations": ["none"]}}, {}, "not_met", "Say what was done"),
    ("p_indicators_remedied", {"due_diligence": {"indicators": ["none"]}}, {}, "not_applicable", "no sign"),
    ("p_purchasing", {}, {}, "met", "how you buy"),
    ("p_purchasing", unrelated("due_diligence", dd2_purchasing=1), {}, "not_met", "prices, lead times"),
    ("p_training_who", {}, {}, "met", "who was trained"),
    (
        "p_training_who",
        {"training": {"training_targets": ["none"], "narrative_training": LONG}},
        {},
        "not_met",
        "who was trained on modern slavery",
    ),
    (
        "p_training_who",
        text("training", "We trained everyone on our code of conduct.", training_targets=None),
        {},
        "not_met",
        "who was trained",
    ),
    ("p_training_numbers", {}, {}, "met", "numbers"),
    (
        "p_training_numbers",
        unrelated("training", trn1_numbers=1, trn1_content=1),
        {},
        "not_met",
        "how many people",
    ),
    ("p_training_numbers", disclosed("training", trn1_content=GONE), {}, "partly_met", "how many people"),
    ("p_kpis", {}, {}, "met", "figures"),
    (
        "p_kpis",
        {"monitoring": {"kpis": None, "narrative_monitoring": LONG, "goals": None}},
        {},
        "not_met",
        "the figures",
    ),
    ("p_kpis", {"monitoring": {"kpis": [{"name": "Visits"}]}}, {}, "partly_met", "the figures"),
    ("p_progress", {}, {}, "met", "last year's aims"),
    (
        "p_progress",
        {
            "monitoring": {
                "progress_measures": None,
                "narrative_monitoring": LONG,
                "disclosures": {"mon1_progress": GONE},
            }
        },
        {},
        "not_met",
        "whether you did it",
    ),
    ("p_progress", {"monitoring": {"progress_measures": None}}, {}, "partly_met", "whether you did it"),
    (
        "p_progress",
        {"monitoring": {"progress_measures": None}, "period": {"statement_years_band": "first"}},
        {},
        "not_applicable",
        "first statement",
    ),
    ("p_goals", {}, {}, "met", "dates"),
    ("p_goals", {"monitoring": {"goals": None, "narrative_monitoring": LONG}}, {}, "not_met", "with dates"),
    ("p_goals", {"monitoring": {"goals": [{"text": "Do more"}]}}, {}, "partly_met", "with dates"),
    (
        "p_goals",
        text("monitoring", "We plan to map tier 2 by March 2027.", goals=None),
        {},
        "partly_met",
        "Your text seems",
    ),
    ("p_business_kpis", {}, {}, "met", "business targets"),
    ("p_business_kpis", unrelated("monitoring", mon1_business_kpis=1), {}, "not_met", "business targets"),
    ("c_areas_vs_text", {}, {}, "met", "has text"),
    ("c_areas_vs_text", {"risk": {"narrative_risk": None}}, {}, "partly_met", "“Assessing and managing risk”"),
    (
        "c_areas_vs_text",
        {"training": {"narrative_training": LONG, "disclosures": {"trn1_numbers": GONE, "trn1_content": GONE}}},
        {},
        "partly_met",
        "“Training”",
    ),
    ("c_areas_vs_text", NO_STEPS, {}, "not_applicable", "no steps"),
    ("c_training_vs_text", {}, {}, "met", "agree"),
    ("c_training_vs_text", {"training": {"training_targets": ["none"]}}, {}, "partly_met", "nobody was trained"),
    (
        "c_training_vs_text",
        {"training": {"narrative_training": LONG, "disclosures": None}, "monitoring": {"narrative_monitoring": LONG}},
        {},
        "partly_met",
        "no text speaks of it",
    ),
    (
        "c_training_vs_text",
        {
            "training": {
                "training_targets": ["none"],
                "narrative_training": "<p>No training was given. We will give training next year.</p>",
            },
            "monitoring": {"narrative_monitoring": LONG},
        },
        {},
        "met",
        "agree",
    ),
    ("c_training_vs_text", {"training": {"training_targets": None}}, {}, "not_applicable", "not answered yet"),
    ("c_future_only", {}, {}, "met", "tell what was done"),
    (
        "c_future_only",
        {
            **NO_TEXT,
            "intro": {"narrative_intro": "<p>We will act. We plan to ask. We aim to map.</p>"},
        },  # one step: a risk
        {},
        "partly_met",
        "Which of them",
    ),
    ("c_future_only", NO_STEPS, {}, "not_applicable", "no steps"),
    ("c_copied_text", {}, {}, "not_applicable", "no earlier statement"),
    ("c_copied_text", {}, {"previous_content": made()}, "not_met", "100% of the text"),
    ("c_copied_text", {}, {"previous_content": BARE}, "met", "0% of the text"),
    ("b_no_steps_reason", NO_STEPS, {}, "not_met", "not required today"),
    (
        "b_no_steps_reason",
        {**NO_STEPS, "period": {"statement_kind": "no_steps", "no_steps_reason": "We are new."}},
        {},
        "met",
        "gives a reason",
    ),
    ("b_no_steps_reason", {}, {}, "not_applicable", "no steps"),
    ("b_all_six_topics", {}, {}, "met", "All six"),
    ("b_all_six_topics", {"training": {"area_training": False}}, {}, "not_met", "Not covered: Training."),
    ("b_registry_submission", {}, {}, "met", "government registry"),
    ("b_registry_submission", {}, {"registry_url": ""}, "not_met", "A Bill before Parliament"),
]


@pytest.mark.parametrize(
    ("criterion", "answers", "facts", "result", "reason"),
    CASES,
    ids=[f"{n}-{c[0]}-{c[3]}" for n, c in enumerate(CASES)],
)
def test_a_criterion(criterion, answers, facts, result, reason):
    got = checked(answers, **facts)[criterion]
    assert (got.result, reason in got.reason) == (result, True), (got.result, got.reason, got.found)


def test_the_plans_of_a_statement_without_any_step_are_not_steps():
    words = {"narrative_intro": "<p>We will act. We plan to ask.</p>"}
    content = assemble(organisation=ORGANISATION, year=2026, sections={"intro": words})
    (got,) = [one for one in check.run(content, Facts(), today=TODAY) if one.criterion == "c_future_only"]
    assert (got.result, got.found, got.section) == ("not_met", "We will act.", "intro")


def test_the_table_holds_each_criterion_met_and_not_met_and_not_applied_where_it_can_be():
    seen = defaultdict(set)
    for criterion, _answers, _facts, result, _reason in CASES:
        seen[criterion].add(result)
    for criterion in vocabulary.criteria():
        assert "met" in seen[criterion.code], criterion.code
        if criterion.applies_when != "always":
            assert "not_applicable" in seen[criterion.code], criterion.code
        worst = "partly_met" if criterion.area == "consistency" or criterion.code == "g_plain_english" else "not_met"
        assert {worst, "not_met"} & seen[criterion.code], criterion.code


def test_every_result_explains_itself_with_source_weight_and_place():
    for content, facts in ((made(), known(made())), (BARE, Facts())):
        results = check.run(content, facts, today=TODAY)
        assert [one.criterion for one in results] == [one.code for one in vocabulary.criteria()]
        for one in results:
            criterion = vocabulary.criterion(one.criterion)
            assert (one.weight, one.source, one.blocks) == (criterion.weight, criterion.sources, criterion.blocks)
            assert one.reason.endswith((".", "?")), one.reason
            assert "{" not in one.reason
            assert one.section in ("", *SectionCode.values), one
            if one.field:
                known_codes = {f.code for f in vocabulary.fields()} | {d.code for d in vocabulary.disclosures()}
                assert one.field in known_codes, one
            if one.result in ("not_met", "partly_met"):
                assert one.section, one


def test_an_empty_draft_is_checked_without_fault():
    results = check.run(BARE, Facts(), today=TODAY)
    assert {one.criterion for one in check.blocking(results)} == {
        "law_financial_year",
        "law_steps_or_none",
        "law_business_and_supply_chains",
        "law_approval",
        "law_signature",
        "law_copy_on_request",
        "law_group_coverage",
    }


def test_only_what_the_rubric_says_blocks():
    content = made()
    bare_facts = Facts(web=Web(has_website=True))
    blocked = {one.criterion for one in check.blocking(check.run(content, bare_facts, today=TODAY))}
    assert blocked == {"law_approval", "law_signature"}
    assert not check.blocking_before_approval(check.run(content, bare_facts, today=TODAY))
    assert not check.blocking(check.run(content, known(content), today=TODAY))


def test_a_doubt_that_a_text_raises_never_blocks():
    content = made(period={"period_end": "2026-05-31"})
    results = check.run(content, known(content), today=TODAY)
    assert {one.criterion: one.result for one in results}["law_financial_year"] == "partly_met"
    assert not check.blocking(results)


def test_a_no_steps_statement_can_be_published():
    content = assemble(
        organisation=ORGANISATION,
        year=2026,
        sections={
            "period": {"period_start": "2025-04-01", "period_end": "2026-03-31", "statement_kind": "no_steps"},
            "organisations": {"is_group": False},
        },
    )
    assert not check.blocking(check.run(content, known(content), today=TODAY))


@pytest.mark.parametrize(
    ("form", "body", "role"),
    [
        ("company", "board_of_directors", "director"),
        ("body_corporate", "equivalent_management_body", "director"),
        ("llp", "members", "designated_member"),
        ("limited_partnership", None, "general_partner"),
        ("other_partnership", None, "partner"),
        ("public_body", "equivalent_management_body", "director"),
        ("other_unincorporated", "equivalent_management_body", "director"),
    ],
)
def test_each_kind_of_organisation_can_be_approved_and_signed(form, body, role):
    content = made(signoff={"legal_form": form})
    fingerprint = content_hash(content)
    approval = Approval(body, date(2026, 6, 20), fingerprint) if body else None
    facts = known(content, approval=approval, signature=signature(role=role, content_hash=fingerprint))
    assert not check.blocking(check.run(content, facts, today=TODAY))
    for other in {"director", "designated_member", "general_partner", "partner"} - {role}:
        wrong = known(content, approval=approval, signature=signature(role=other, content_hash=fingerprint))
        blocked = [one.criterion for one in check.blocking(check.run(content, wrong, today=TODAY))]
        assert blocked == ["law_signature"]


def test_the_bill_is_a_notice_and_never_a_failure():
    results = check.run(BARE, Facts(), today=TODAY)
    pending = check.by_weight(results)["pending"]
    assert [one.criterion for one in check.notices(results)] == [one.criterion for one in pending]
    assert not [one for one in check.open_results(results) if one.weight == "pending"]
    assert not any(one.blocks for one in pending)


def test_results_are_grouped_by_weight_in_order():
    groups = check.by_weight(check.run(made(), known(made()), today=TODAY))
    assert {code: len(some) for code, some in groups.items()} == {
        "must": 9,
        "should": 16,
        "good_practice": 28,
        "pending": 3,
    }
    assert list(groups) == ["must", "should", "good_practice", "pending"]


def test_a_result_survives_storage():
    for one in check.run(made(), known(made()), today=TODAY):
        assert Result.from_dict(json.loads(json.dumps(one.as_dict()))) == one


@pytest.mark.parametrize(
    ("ends_on", "name"),
    [
        (date(2015, 3, 31), "s54-2015-guidance-2025"),
        (date(2026, 3, 31), "s54-2015-guidance-2025"),
        (date(2027, 12, 30), "s54-2015-guidance-2025"),
        (date(2027, 12, 31), "bill"),
        (date(2030, 3, 31), "bill"),
        (None, "bill"),
    ],
)
def test_a_ruleset_is_chosen_by_the_end_of_the_financial_year(ends_on, name):
    later = Ruleset("bill", date(2027, 12, 31), {})
    assert check.ruleset_for(ends_on, (later, *check.RULESETS)).name == name


def test_a_new_ruleset_does_not_touch_an_old_year():
    later = Ruleset("bill", date(2027, 1, 1), {"g_registry": lambda r: met("New rule.")})
    rulesets = (*check.RULESETS, later)
    assert len(check.run(made(), known(made()), today=TODAY, rulesets=rulesets)) == 56
    ended = made(period={"period_start": "2026-04-01", "period_end": "2027-03-31"})
    (only,) = check.run(ended, known(ended), today=date(2027, 7, 1), rulesets=rulesets)
    assert (only.criterion, only.reason) == ("g_registry", "New rule.")


def test_every_condition_of_the_rubric_is_known():
    assert {one.applies_when for one in vocabulary.criteria()} == set(check.CONDITIONS)
    assert set(check.WHY_NOT) == set(check.CONDITIONS) - {"always"}


def test_the_ruleset_holds_the_whole_rubric():
    assert set(check.RULESETS[0].rules) == {one.code for one in vocabulary.criteria()}


def test_the_check_never_says_that_a_statement_complies():
    for content, facts in ((made(), known(made())), (BARE, Facts())):
        for one in check.run(content, facts, today=TODAY):
            words = one.reason.casefold()
            assert "compliant" not in words and "complies" not in words and "score" not in words
